package id.desaterlindungi.reporting.coverage.events;

import io.quarkus.oidc.client.filter.OidcClientFilter;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import org.eclipse.microprofile.rest.client.inject.RegisterRestClient;

/** The enrollment service's event log over HTTP: holds each position that the topic ever held. */
@Path("/v1/events")
@RegisterRestClient(configKey = "enrollment")
@OidcClientFilter
public interface EnrollmentFeed {
    /** Events after a position, in order, as a CloudEvents JSON batch; an empty one at the end of the log. */
    @GET
    @Produces("application/cloudevents-batch+json")
    byte[] after(@QueryParam("after") long position, @QueryParam("limit") int limit);
}
