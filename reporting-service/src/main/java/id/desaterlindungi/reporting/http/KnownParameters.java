package id.desaterlindungi.reporting.http;

import id.desaterlindungi.reporting.problem.Finding;
import id.desaterlindungi.reporting.problem.ProblemException;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerRequestFilter;
import jakarta.ws.rs.container.ResourceInfo;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.ext.Provider;
import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.Comparator;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;

/**
 * Refuses query parameters that the operation does not describe, and those given twice. Ignoring a mistyped filter would
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
                .filter(parameter -> !names.contains(parameter.getKey())
                        || parameter.getValue().size() > 1)
                .map(parameter -> Finding.at(
                        parameter.getKey(),
                        names.contains(parameter.getKey()) ? "parameter-repeated" : "parameter-unknown"))
                .sorted(Comparator.comparing(Finding::pointer))
                .toArray(Finding[]::new);
        if (findings.length > 0) {
            throw ProblemException.badRequest("parameters-refused", findings);
        }
    }

    private static Set<String> of(Method method) {
        return Arrays.stream(method.getParameters())
                .map(parameter -> parameter.getAnnotation(QueryParam.class))
                .filter(annotation -> annotation != null)
                .map(QueryParam::value)
                .collect(Collectors.toUnmodifiableSet());
    }
}
