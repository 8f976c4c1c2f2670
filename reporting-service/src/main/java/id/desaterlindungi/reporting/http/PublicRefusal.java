package id.desaterlindungi.reporting.http;

import jakarta.annotation.Priority;
import jakarta.ws.rs.Priorities;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerRequestFilter;
import jakarta.ws.rs.ext.Provider;

/** Carries out {@link NotForPublic}. After the filters that look at the request itself: a mistyped parameter is told first. */
@Provider
@NotForPublic
@Priority(Priorities.USER + 1)
class PublicRefusal implements ContainerRequestFilter {

    private final Audience audience;

    PublicRefusal(Audience audience) {
        this.audience = audience;
    }

    @Override
    public void filter(ContainerRequestContext request) {
        if (audience.isPublic()) {
            throw Audience.refused();
        }
    }
}
