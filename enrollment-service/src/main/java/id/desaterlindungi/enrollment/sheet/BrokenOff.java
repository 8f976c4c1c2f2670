package id.desaterlindungi.enrollment.sheet;

import io.quarkus.vertx.http.runtime.CurrentVertxRequest;
import io.vertx.core.net.impl.ConnectionBase;
import jakarta.enterprise.context.ApplicationScoped;

/**
 * What becomes of an answer of which a part is sent when the rest cannot be made. The platform closes such a connection only
 * when all that was written before has been taken, and meanwhile writes the error behind it and ends the answer as one ends
 * a good one. One reader of five took a part of a list for the whole.
 */
@ApplicationScoped
class BrokenOff {
    private final CurrentVertxRequest request;

    BrokenOff(CurrentVertxRequest request) {
        this.request = request;
    }

    /** Does nothing where nothing is sent yet: then the error is the answer. Returns when no more can be sent. */
    void hangUp() {
        var current = request.getCurrent();
        if (current.response().headWritten()) {
            var connection = (ConnectionBase) current.request().connection();
            connection.channel().close().awaitUninterruptibly();
        }
    }
}
