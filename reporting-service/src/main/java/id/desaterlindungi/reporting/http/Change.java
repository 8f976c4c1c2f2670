package id.desaterlindungi.reporting.http;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.nio.charset.StandardCharsets;
import java.util.function.Supplier;
import org.jdbi.v3.core.Jdbi;

/**
 * An operation that changes something: the change and its answer in one transaction. Whatever can fail, from the first header that
 * is read to the last byte of the answer, fails before the commit, so that a change that is made is answered as made.
 */
@ApplicationScoped
public class Change {
    private final Jdbi jdbi;
    private final ObjectMapper json;

    Change(Jdbi jdbi, ObjectMapper json) {
        this.jdbi = jdbi;
        this.json = json;
    }

    /** @param work changes what is to be changed, in this transaction, and answers with what it is now */
    public Response answered(Supplier<Response> work) {
        return jdbi.inTransaction(_ -> written(work.get()));
    }

    /** The answer in bytes, of which nothing is left to be made. */
    private Response written(Response answer) {
        var body = answer.getEntity() instanceof String text
                ? text.getBytes(StandardCharsets.UTF_8)
                : bytes(answer.getEntity());
        return Response.fromResponse(answer)
                .type(MediaType.APPLICATION_JSON_TYPE.withCharset(StandardCharsets.UTF_8.name()))
                .entity(body)
                .build();
    }

    private byte[] bytes(Object body) {
        try {
            return json.writeValueAsBytes(body);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(
                    "No JSON can be written of a " + body.getClass().getName(), e);
        }
    }
}
