package id.desaterlindungi.reporting.access;

import id.desaterlindungi.reporting.access.Right.Callers.Everybody;
import io.quarkus.security.ForbiddenException;
import jakarta.annotation.Priority;
import jakarta.ws.rs.Priorities;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerRequestFilter;
import jakarta.ws.rs.container.ResourceInfo;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.ext.Provider;
import java.lang.reflect.Method;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.eclipse.microprofile.openapi.annotations.Operation;

/** Holds every request to {@link Rights}. That there is a valid token, the platform has seen to before. */
@Provider
@Priority(Priorities.AUTHORIZATION)
class AccessCheck implements ContainerRequestFilter {
    private final Caller caller;
    private final Map<Method, Optional<Right>> rights = new ConcurrentHashMap<>();

    @Context
    @SuppressWarnings("NullAway.Init")
    ResourceInfo resource;

    AccessCheck(Caller caller) {
        this.caller = caller;
    }

    @Override
    public void filter(ContainerRequestContext request) {
        var right = rights.computeIfAbsent(resource.getResourceMethod(), AccessCheck::of);
        if (right.isPresent() && right.get().callers() instanceof Everybody) {
            return;
        }
        var _ = caller.scope(); // Whoever lacks the areas of the role may do nothing at all.
        if (right.isEmpty() || !right.get().allows(caller)) {
            throw new ForbiddenException();
        }
    }

    static Optional<Right> of(Method method) {
        return Optional.ofNullable(method.getAnnotation(Operation.class))
                .flatMap(operation -> Rights.to(operation.operationId()));
    }
}
