package id.desaterlindungi.enrollment.http;

import id.desaterlindungi.enrollment.Json;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.nio.charset.StandardCharsets;
import java.util.function.Supplier;

/**
 * An operation that changes something: the change and its answer in one transaction. Whatever can fail, from the first header that
 * is read to the last byte of the answer, fails before the commit, so that a change that is made is answered as made.
 */
@ApplicationScoped
public class Change {
    private final Json json;

    Change(Json json) {
        this.json = json;
    }

    /** @param work changes what is to be changed, and answers with what it is now */
    @Transactional
    public Response answered(Supplier<Response> work) {
        return written(work.get());
    }

    /** The answer in bytes, of which nothing is left to be made. */
    public Response written(Response answer) {
        if (answer.getEntity() == null || answer.getEntity() instanceof byte[]) {
            return answer;
        }
        var body = answer.getEntity() instanceof String text
                ? text.getBytes(StandardCharsets.UTF_8)
                : json.bytes(answer.getEntity());
        return Response.fromResponse(answer)
                .type(MediaType.APPLICATION_JSON_TYPE.withCharset(StandardCharsets.UTF_8.name()))
                .entity(body)
                .build();
    }
}
