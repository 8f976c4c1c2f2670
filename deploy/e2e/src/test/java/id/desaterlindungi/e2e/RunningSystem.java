package id.desaterlindungi.e2e;

import java.io.IOException;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ExtensionContext.StoreScope;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/**
 * Gives every test the one system of this JVM, with all its parts running. After each class, no log holds anything of the people
 * that it made up.
 */
final class RunningSystem implements BeforeEachCallback, AfterAllCallback, ParameterResolver {
    private static final Namespace NAMESPACE = Namespace.create(RunningSystem.class);

    @Override
    public void beforeEach(ExtensionContext context) {
        system(context).restore();
    }

    @Override
    public void afterAll(ExtensionContext context) throws IOException {
        var system = system(context);
        system.logs().requireNothingOf(system.people().all());
    }

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        return parameter.getParameter().getType().equals(DesaSystem.class);
    }

    @Override
    public DesaSystem resolveParameter(ParameterContext parameter, ExtensionContext context) {
        return system(context);
    }

    /** Of the session, which closes it after the last test: a JVM that takes one class after another starts each by itself. */
    private static DesaSystem system(ExtensionContext context) {
        return context.getStore(StoreScope.LAUNCHER_SESSION, NAMESPACE)
                .computeIfAbsent(DesaSystem.class, key -> DesaSystem.start(), DesaSystem.class);
    }
}
