package id.desaterlindungi.enrollment.http.connection;

import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.Tag;
import io.micrometer.core.instrument.config.MeterFilter;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Any;
import jakarta.enterprise.inject.spi.Bean;
import jakarta.enterprise.inject.spi.BeanManager;
import jakarta.ws.rs.HttpMethod;
import jakarta.ws.rs.Path;
import java.util.Arrays;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Keeps what callers make up out of the labels of metrics. Each new value would be one more series to keep and to scrape; and
 * past a hundred paths those that come later are not counted at all. A path is an operation's template, or unknown.
 */
@ApplicationScoped
class RequestLabels implements MeterFilter {
    private static final String UNKNOWN = "UNKNOWN";

    private static final Set<String> METHODS =
            Set.of("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE", "CONNECT", UNKNOWN);

    /** What the platform itself says in place of a path. */
    private static final Set<String> NO_TEMPLATE =
            Set.of("NOT_FOUND", "REDIRECTION", "root", "/cors-preflight", UNKNOWN);

    private final Set<String> paths;

    RequestLabels(BeanManager beans) {
        paths = Stream.concat(
                        NO_TEMPLATE.stream(),
                        beans.getBeans(Object.class, Any.Literal.INSTANCE).stream()
                                .map(Bean::getBeanClass)
                                .filter(type -> type.isAnnotationPresent(Path.class))
                                .flatMap(RequestLabels::templates))
                .collect(Collectors.toUnmodifiableSet());
    }

    @Override
    public Meter.Id map(Meter.Id id) {
        if (!id.getName().startsWith("http.server.")) {
            return id;
        }
        return id.replaceTags(id.getTags().stream().map(this::known).toList());
    }

    private Tag known(Tag label) {
        return switch (label.getKey()) {
            case "uri" -> paths.contains(label.getValue()) ? label : Tag.of("uri", UNKNOWN);
            case "method" -> METHODS.contains(label.getValue()) ? label : Tag.of("method", UNKNOWN);
            default -> label;
        };
    }

    private static Stream<String> templates(Class<?> resource) {
        var whole = resource.getAnnotation(Path.class).value();
        return Arrays.stream(resource.getDeclaredMethods())
                .filter(method -> Arrays.stream(method.getAnnotations())
                        .anyMatch(one -> one.annotationType().isAnnotationPresent(HttpMethod.class)))
                .map(method -> whole
                        + Optional.ofNullable(method.getAnnotation(Path.class))
                                .map(Path::value)
                                .orElse(""));
    }
}
