package id.desaterlindungi.reporting.http.connection;

import io.quarkus.vertx.http.ManagementInterface;
import io.vertx.core.http.HttpMethod;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response.Status;
import java.util.Set;

/** Health and metrics are there to be read, and take nothing. */
@ApplicationScoped
class ReadOnlyManagement {
    private static final Set<HttpMethod> READS = Set.of(HttpMethod.GET, HttpMethod.HEAD);

    /** After the headers that every answer gets, before all else. */
    void guard(@Observes ManagementInterface management) {
        management.router().route().order(Integer.MIN_VALUE + 1).handler(ReadOnlyManagement::pass);
    }

    private static void pass(RoutingContext request) {
        // The platform would let the pages of any origin read them.
        request.addHeadersEndHandler(_ -> request.response().headers().remove("Access-Control-Allow-Origin"));
        if (READS.contains(request.request().method())) {
            request.next();
            return;
        }
        request.response()
                .setStatusCode(Status.METHOD_NOT_ALLOWED.getStatusCode())
                .putHeader(HttpHeaders.ALLOW, "GET, HEAD")
                .end();
    }
}
