package id.desaterlindungi.enrollment.http;

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
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;

/**
 * Refuses query parameters that the operation does not describe, those given twice, and those without a value. Ignoring a mistyped filter would
 * answer with far more than was asked for.
 */
@Provider
class KnownParameters implements ContainerRequestFilter {
    private final Map<Method, Set<String>> known = new ConcurrentHashMap<>();

    @Context
    @SuppressWarnings("NullAway.Init")
    ResourceInfo resource;

    @Override
    public void filter(ContainerRequestContext request) {
        var given = request.getUriInfo().getQueryParameters();
        if (given.isEmpty()) {
            return;
        }
        var names = known.computeIfAbsent(resource.getResourceMethod(), KnownParameters::of);
        var findings = given.entrySet().stream()
                .flatMap(parameter -> fault(names, parameter.getKey(), parameter.getValue()).stream())
                .sorted(Comparator.comparing(Finding::pointer))
                .toArray(Finding[]::new);
        if (findings.length > 0) {
            throw ProblemException.parameters(findings);
        }
    }

    /** An empty value would be taken for none given, and a list without its filter would come back whole. */
    private static Optional<Finding> fault(Set<String> names, String name, List<String> values) {
        String code = !names.contains(name)
                ? "parameter-unknown"
                : values.size() > 1 ? "parameter-repeated" : values.getFirst().isBlank() ? "parameter-empty" : "";
        return code.isEmpty() ? Optional.empty() : Optional.of(Finding.at(name, code));
    }

    private static Set<String> of(Method method) {
        return Arrays.stream(method.getParameters())
                .map(parameter -> parameter.getAnnotation(QueryParam.class))
                .filter(annotation -> annotation != null)
                .map(QueryParam::value)
                .collect(Collectors.toUnmodifiableSet());
    }
}
