package id.desaterlindungi.enrollment.access;

import id.desaterlindungi.enrollment.access.Right.Where;
import id.desaterlindungi.enrollment.problem.Finding;
import id.desaterlindungi.enrollment.problem.ProblemException;
import jakarta.annotation.Priority;
import jakarta.ws.rs.Priorities;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerRequestFilter;
import jakarta.ws.rs.container.ResourceInfo;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.ext.Provider;

/**
 * Answers what is asked {@code within} an area that has nothing in common with the caller's own, as if there were no such area.
 * After the filters that look at the request itself: what cannot be read is told first, wherever it lies. What is for the public has
 * no areas.
 */
@Provider
@Priority(Priorities.USER + 1)
class OwnAreas implements ContainerRequestFilter {
    private static final String WITHIN = "within";

    private final Caller caller;

    @Context
    @SuppressWarnings("NullAway.Init")
    ResourceInfo resource;

    OwnAreas(Caller caller) {
        this.caller = caller;
    }

    @Override
    public void filter(ContainerRequestContext request) {
        var parameters = request.getUriInfo().getQueryParameters();
        var within = parameters.getFirst(WITHIN);
        if (within == null || caller.role() == Role.PUBLIC_FIGURES || "true".equals(parameters.getFirst("public"))) {
            return;
        }
        var where =
                AccessCheck.of(resource.getResourceMethod()).map(Right::where).orElse(Where.OWN);
        if (where != Where.ANYWHERE && !caller.scope().meets(within)) {
            throw ProblemException.parameters(Finding.at(WITHIN, "area-unknown"));
        }
    }
}
