package id.desaterlindungi.local;

import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The stack under a service's {@code @QuarkusTest}: free ports, fresh data under {@code target/}, deleted at the end.
 *
 * <pre>{@code
 * @QuarkusTest
 * @WithTestResource(
 *         value = LocalStackTestResource.class,
 *         scope = TestResourceScope.GLOBAL,
 *         initArgs = @ResourceArg(name = "service", value = "enrollment"))
 * class RegisterTest {
 *     LocalStack stack; // injected by its type
 * }
 * }</pre>
 */
public final class LocalStackTestResource implements QuarkusTestResourceLifecycleManager {
    private String service = "";
    private @Nullable LocalStack stack;

    @Override
    public void init(Map<String, String> arguments) {
        service = arguments.getOrDefault("service", "");
    }

    @Override
    public Map<String, String> start() {
        try {
            var target = Files.createDirectories(Path.of("target").toAbsolutePath());
            var running =
                    LocalStack.start(StackSettings.onFreePorts(Files.createTempDirectory(target, "local-stack-")));
            stack = running;
            var config = new LinkedHashMap<>(
                    switch (service) {
                        case "enrollment" -> running.enrollmentConfig();
                        case "reporting" -> running.reportingConfig();
                        default -> throw new IllegalArgumentException("service=enrollment or service=reporting");
                    });
            config.put("quarkus.http.test-port", "0");
            return config;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void inject(TestInjector injector) {
        if (stack != null) {
            injector.injectIntoFields(stack, new TestInjector.MatchesType(LocalStack.class));
        }
    }

    @Override
    public void stop() {
        var running = stack;
        if (running == null) {
            return;
        }
        stack = null;
        running.close();
        try {
            Directories.delete(running.settings().data());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
