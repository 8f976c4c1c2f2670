package id.desaterlindungi.enrollment.http.parameter;

import id.desaterlindungi.enrollment.problem.Finding;
import id.desaterlindungi.enrollment.problem.ProblemException;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerRequestFilter;
import jakarta.ws.rs.container.ResourceInfo;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.ext.Provider;
import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Refuses query parameters that the operation does not describe, those given twice, those without a value, and those whose value does
 * not fit their type. Ignoring a mistyped filter would answer with far more than was asked for.
 */
@Provider
class KnownParameters implements ContainerRequestFilter {
    private final Map<Method, Map<String, Function<String, Object>>> known = new ConcurrentHashMap<>();

    @Context
    @SuppressWarnings("NullAway.Init")
    ResourceInfo resource;

    @Override
    public void filter(ContainerRequestContext request) {
        var given = request.getUriInfo().getQueryParameters();
        if (given.isEmpty()) {
            return;
        }
        var readers = known.computeIfAbsent(resource.getResourceMethod(), KnownParameters::of);
        var findings = given.entrySet().stream()
                .flatMap(parameter -> fault(readers, parameter.getKey(), parameter.getValue()).stream())
                .sorted(Comparator.comparing(Finding::pointer))
                .toArray(Finding[]::new);
        if (findings.length > 0) {
            throw ProblemException.parameters(findings);
        }
    }

    private static Optional<Finding> fault(
            Map<String, Function<String, Object>> readers, String name, List<String> values) {
        var reader = readers.get(name);
        if (reader == null) {
            return Optional.of(Finding.at(name, "parameter-unknown"));
        }
        if (values.size() > 1) {
            return Optional.of(Finding.at(name, "parameter-repeated"));
        }
        // It would be taken for none given, and a list without its filter would come back whole.
        if (values.getFirst().isBlank()) {
            return Optional.of(Finding.at(name, "parameter-empty"));
        }
        try {
            var _ = reader.apply(values.getFirst());
            return Optional.empty();
        } catch (Misfit e) {
            return Optional.of(new Finding(name, e.code(), e.arguments()));
        }
    }

    private static Map<String, Function<String, Object>> of(Method method) {
        return Arrays.stream(method.getParameters())
                .filter(parameter -> parameter.isAnnotationPresent(QueryParam.class))
                .collect(Collectors.toUnmodifiableMap(
                        parameter -> parameter.getAnnotation(QueryParam.class).value(),
                        parameter -> ParameterTypes.reader(parameter.getType(), parameter.getAnnotations())));
    }
}
