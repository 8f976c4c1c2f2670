package id.desaterlindungi.enrollment.http.description;

import id.desaterlindungi.enrollment.http.Roles;
import io.quarkus.security.Authenticated;
import jakarta.annotation.security.PermitAll;
import jakarta.annotation.security.RolesAllowed;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.eclipse.microprofile.config.Config;
import org.eclipse.microprofile.config.ConfigProvider;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.jboss.jandex.AnnotationTarget;
import org.jboss.jandex.AnnotationTarget.Kind;
import org.jboss.jandex.DotName;
import org.jboss.jandex.IndexView;
import org.jboss.jandex.MethodInfo;

/** Who may ask for an operation, read for its description from what guards it: its method, else its class, else the default. */
sealed interface Callers {
    /** Also without a token. */
    record Everybody() implements Callers {}

    record WithAnyToken() implements Callers {}

    record WithRole(List<String> roles) implements Callers {}

    /** By operation id. */
    static Map<String, Callers> of(IndexView service) {
        var config = ConfigProvider.getConfig();
        return service.getAnnotations(DotName.createSimple(Operation.class)).stream()
                .filter(operation -> operation.target().kind() == Kind.METHOD && operation.value("operationId") != null)
                .collect(Collectors.toMap(
                        operation -> operation.value("operationId").asString(),
                        operation -> of(operation.target().asMethod(), config),
                        (one, same) -> one)); // Indexes that overlap find an operation twice.
    }

    private static Callers of(MethodInfo method, Config config) {
        for (AnnotationTarget guarded : List.of(method, method.declaringClass())) {
            var roles = guarded.declaredAnnotation(DotName.createSimple(RolesAllowed.class));
            if (guarded.hasDeclaredAnnotation(DotName.createSimple(PermitAll.class))) {
                return new Everybody();
            }
            if (guarded.hasDeclaredAnnotation(DotName.createSimple(Authenticated.class))) {
                return new WithAnyToken();
            }
            if (roles != null) {
                return new WithRole(Arrays.stream(roles.value().asStringArray())
                        .flatMap(role -> named(role, config))
                        .toList());
            }
        }
        return new WithRole(config.getValues("quarkus.security.jaxrs.default-roles-allowed", String.class));
    }

    /** A role, or those of a list such as {@link Roles#OFFICES_AND_PROGRAMS}. */
    private static Stream<String> named(String role, Config config) {
        return role.startsWith("${")
                ? config.getValues(role.substring(2, role.length() - 1), String.class).stream()
                : Stream.of(role);
    }
}
