package id.desaterlindungi.enrollment.http;

import jakarta.enterprise.inject.spi.BeanManager;
import jakarta.ws.rs.HttpMethod;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerResponseContext;
import jakarta.ws.rs.container.ContainerResponseFilter;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response.Status;
import jakarta.ws.rs.ext.Provider;
import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Tells with each 405, and to OPTIONS, which methods an address takes (RFC 9110, 15.5.6): those of its operations. */
@Provider
class AllowedMethods implements ContainerResponseFilter {
    private static final String ALLOW = HttpHeaders.ALLOW;
    private static final Pattern PARAMETER = Pattern.compile("\\{[^}]*}");

    private final BeanManager beans;
    private volatile @Nullable List<Address> addresses;

    AllowedMethods(BeanManager beans) {
        this.beans = beans;
    }

    /** @param parameters in its template; of two templates that fit, the one with fewer is meant */
    private record Address(Pattern path, int parameters, Set<String> methods) {}

    @Override
    public void filter(ContainerRequestContext request, ContainerResponseContext response) {
        if (response.getStatus() == Status.METHOD_NOT_ALLOWED.getStatusCode()
                || request.getMethod().equals(HttpMethod.OPTIONS)
                        && response.getHeaders().containsKey(ALLOW)) {
            response.getHeaders()
                    .putSingle(ALLOW, String.join(", ", of(request.getUriInfo().getPath())));
        }
    }

    private Set<String> of(String path) {
        var sought = ("/" + path).replaceAll("/+", "/").replaceAll("(?<=.)/$", "");
        var methods = new TreeSet<>(Set.of(HttpMethod.OPTIONS));
        known().stream()
                .filter(address -> address.path().matcher(sought).matches())
                .min(Comparator.comparingInt(Address::parameters))
                .ifPresent(address -> methods.addAll(address.methods()));
        return methods;
    }

    /** Read when first needed: filters are made while the service is built up. */
    private List<Address> known() {
        var known = addresses;
        if (known == null) {
            known = read();
            addresses = known;
        }
        return known;
    }

    private List<Address> read() {
        var byTemplate = new ConcurrentHashMap<String, Set<String>>();
        beans.getBeans(Object.class).stream()
                .<Class<?>>map(bean -> bean.getBeanClass())
                .filter(type -> type.isAnnotationPresent(Path.class))
                .flatMap(type -> Arrays.stream(type.getDeclaredMethods()))
                .forEach(method -> verbs(method).forEach(verb -> {
                    var methods = byTemplate.computeIfAbsent(template(method), _ -> ConcurrentHashMap.newKeySet());
                    methods.add(verb);
                    if (verb.equals(HttpMethod.GET)) {
                        methods.add(HttpMethod.HEAD);
                    }
                }));
        return byTemplate.entrySet().stream()
                .map(one -> new Address(
                        pattern(one.getKey()),
                        (int) PARAMETER.matcher(one.getKey()).results().count(),
                        one.getValue()))
                .toList();
    }

    /** One step of the path for each parameter; of any form where it has a form of its own, as it may then hold several. */
    private static Pattern pattern(String template) {
        var literal = PARAMETER.split(template, -1);
        var parameters = PARAMETER.matcher(template).results().toList();
        var pattern = new StringBuilder(Pattern.quote(literal[0]));
        for (var i = 0; i < parameters.size(); i++) {
            pattern.append(parameters.get(i).group().contains(":") ? ".+" : "[^/]+")
                    .append(Pattern.quote(literal[i + 1]));
        }
        return Pattern.compile(pattern.toString());
    }

    private static Stream<String> verbs(Method method) {
        return Arrays.stream(method.getAnnotations())
                .map(annotation -> annotation.annotationType().getAnnotation(HttpMethod.class))
                .filter(verb -> verb != null)
                .map(HttpMethod::value);
    }

    private static String template(Method method) {
        var below = method.getAnnotation(Path.class);
        var whole = method.getDeclaringClass().getAnnotation(Path.class).value()
                + (below == null ? "" : "/" + below.value());
        return ("/" + whole).replaceAll("/+", "/").replaceAll("(?<=.)/$", "");
    }
}
