package id.desaterlindungi.enrollment.http.connection;

import id.desaterlindungi.enrollment.problem.ProblemException;
import io.vertx.ext.web.RoutingContext;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerRequestFilter;
import jakarta.ws.rs.container.PreMatching;
import jakarta.ws.rs.ext.Provider;
import org.jboss.resteasy.reactive.server.core.CurrentRequestManager;

/** Answers for {@link BodyGate}: here a refusal gets the shape and the words of every other. */
@Provider
@PreMatching
class RefusedBody implements ContainerRequestFilter {
    static final String PROBLEM = RefusedBody.class.getName();

    @Override
    public void filter(ContainerRequestContext request) {
        ProblemException problem =
                CurrentRequestManager.get().unwrap(RoutingContext.class).get(PROBLEM);
        if (problem != null) {
            throw problem;
        }
    }
}
