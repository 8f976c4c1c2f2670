package id.desaterlindungi.enrollment.http;

import id.desaterlindungi.enrollment.problem.ProblemException;
import io.vertx.ext.web.RoutingContext;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerRequestFilter;
import jakarta.ws.rs.container.ResourceInfo;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.ext.Provider;
import java.lang.reflect.Method;
import java.lang.reflect.Parameter;
import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jboss.resteasy.reactive.server.core.CurrentRequestManager;

/** Refuses a body where the operation takes none: its sender means something by it that would not happen. */
@Provider
class UnwantedBody implements ContainerRequestFilter {
    private static final String JAX_RS = GET.class.getPackageName();

    private final Map<Method, Boolean> takesBody = new ConcurrentHashMap<>();

    @Context
    @SuppressWarnings("NullAway.Init")
    ResourceInfo resource;

    @Override
    public void filter(ContainerRequestContext request) {
        var body = CurrentRequestManager.get().unwrap(RoutingContext.class).body();
        if (body.length() > 0 && !takesBody.computeIfAbsent(resource.getResourceMethod(), UnwantedBody::takesBody)) {
            throw ProblemException.badRequest("body-unwanted");
        }
    }

    /** A parameter that is not said to come from anywhere else is the body. */
    private static boolean takesBody(Method method) {
        return Arrays.stream(method.getParameters()).anyMatch(UnwantedBody::isBody);
    }

    private static boolean isBody(Parameter parameter) {
        return Arrays.stream(parameter.getAnnotations())
                .noneMatch(annotation ->
                        annotation.annotationType().getPackageName().startsWith(JAX_RS));
    }
}
