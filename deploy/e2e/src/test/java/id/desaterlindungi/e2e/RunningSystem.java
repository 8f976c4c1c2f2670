package id.desaterlindungi.e2e;

import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/** Gives every test the one system of this JVM, with all its parts running. */
final class RunningSystem implements BeforeEachCallback, ParameterResolver {

    private static final Namespace NAMESPACE = Namespace.create(RunningSystem.class);

    @Override
    public void beforeEach(ExtensionContext context) {
        system(context).restore();
    }

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        return parameter.getParameter().getType().equals(DesaSystem.class);
    }

    @Override
    public DesaSystem resolveParameter(ParameterContext parameter, ExtensionContext context) {
        return system(context);
    }

    /** Of the root context, which closes it after the last test. */
    private static DesaSystem system(ExtensionContext context) {
        return context.getRoot()
                .getStore(NAMESPACE)
                .computeIfAbsent(DesaSystem.class, key -> DesaSystem.start(), DesaSystem.class);
    }
}
