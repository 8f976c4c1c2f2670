package id.desaterlindungi.reporting;

import id.desaterlindungi.local.LocalStackTestResource;
import io.quarkus.test.common.ResourceArg;
import io.quarkus.test.common.TestResourceScope;
import io.quarkus.test.common.WithTestResource;

/** Global: every test of this service runs on one PostgreSQL, one broker and one feed. */
@WithTestResource(
        value = LocalStackTestResource.class,
        scope = TestResourceScope.GLOBAL,
        initArgs = @ResourceArg(name = "service", value = "reporting"))
@WithTestResource(value = FeedAddress.class, scope = TestResourceScope.GLOBAL)
final class ReportingStack {
    private ReportingStack() {}
}
