package id.desaterlindungi.enrollment.http;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import id.desaterlindungi.enrollment.problem.Finding;
import id.desaterlindungi.enrollment.problem.ProblemException;
import id.desaterlindungi.enrollment.sealing.Seal;
import io.quarkus.scheduler.Scheduled;
import io.quarkus.security.identity.SecurityIdentity;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import jakarta.transaction.Transactional;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.List;
import java.util.UUID;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Makes a request that creates something safe to send again. The answer is kept beside what it tells of, in the same
 * transaction: either both are there or neither. Only successes are kept; a refused request is judged again.
 *
 * <p>Keys belong to their caller. Requests and answers hold a person's data, so they are sealed, and are
 * dropped after a week. Requests are compared as they were understood: white space and the order of fields do not count.
 */
@ApplicationScoped
public class Idempotency {
    public static final String HEADER = "Idempotency-Key";
    private static final String REPLAYED = "Idempotency-Replayed";
    private static final String REQUEST = "request";
    private static final String ANSWER = "answer";
    private static final Pattern KEY = Pattern.compile("[\\x21-\\x7e]{1,200}");

    private final EntityManager entities;
    private final SecurityIdentity caller;
    private final ObjectMapper json;
    private final Seal seal;

    Idempotency(EntityManager entities, SecurityIdentity caller, ObjectMapper json, Seal seal) {
        this.entities = entities;
        this.caller = caller;
        this.json = json;
        this.seal = seal;
    }

    /**
     * @param key null where the caller gave none: then the work is simply done
     * @throws ProblemException 400 for a key that is no visible ASCII; 409 while the first request is still at work; 422
     *     where the key came with another request before
     */
    @Transactional
    public Response once(@Nullable String key, Object request, Supplier<Response> work) {
        if (key == null) {
            return work.get();
        }
        if (!KEY.matcher(key).matches()) {
            throw ProblemException.badRequest("parameters-refused", Finding.at(HEADER, "idempotency-key-format"));
        }
        var name = caller.getPrincipal().getName();
        var locked = (boolean) entities.createNativeQuery(
                        "select pg_try_advisory_xact_lock(hashtextextended(:name, hashtextextended(:key, 0)))")
                .setParameter("name", name)
                .setParameter("key", key)
                .getSingleResult();
        if (!locked) {
            throw ProblemException.conflict("request-in-progress");
        }
        var text = request.getClass().getName() + write(request);
        var first = entities.createNativeQuery("""
                        select id, request_sealed, status, location, etag, answer_sealed
                        from idempotent_request
                        where caller = :name and key = :key
                        """, Object[].class)
                .setParameter("name", name)
                .setParameter("key", key)
                .getResultStream()
                .findFirst();
        if (first.isPresent()) {
            return replay((Object[]) first.get(), text);
        }
        var answer = work.get();
        keep(name, key, text, answer);
        return answer;
    }

    private Response replay(Object[] row, String request) {
        var id = (UUID) row[0];
        if (!seal.open((byte[]) row[1], id, REQUEST).equals(request)) {
            throw ProblemException.unprocessable("idempotency-key-reused", List.of());
        }
        return Response.status((int) row[2])
                .header(HttpHeaders.LOCATION, row[3])
                .header(HttpHeaders.ETAG, row[4])
                .header(REPLAYED, true)
                .type(MediaType.APPLICATION_JSON)
                .entity(seal.open((byte[]) row[5], id, ANSWER))
                .build();
    }

    private void keep(String name, String key, String request, Response answer) {
        var id = UUID.randomUUID();
        entities.createNativeQuery("""
                        insert into idempotent_request (id, caller, key, request_sealed, status, location, etag, answer_sealed)
                        values (:id, :name, :key, :request, :status, :location, :etag, :answer)
                        """)
                .setParameter("id", id)
                .setParameter("name", name)
                .setParameter("key", key)
                .setParameter("request", seal.close(request, id, REQUEST))
                .setParameter("status", answer.getStatus())
                .setParameter("location", answer.getHeaderString(HttpHeaders.LOCATION))
                .setParameter("etag", answer.getHeaderString(HttpHeaders.ETAG))
                .setParameter("answer", seal.close(write(answer.getEntity()), id, ANSWER))
                .executeUpdate();
    }

    @Scheduled(every = "1h", delayed = "1m")
    @Transactional
    void dropOld() {
        entities.createNativeQuery("delete from idempotent_request where created_at < now() - interval '7 days'")
                .executeUpdate();
    }

    private String write(Object value) {
        try {
            return json.writeValueAsString(value);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("A request or its answer could not be written as JSON", e);
        }
    }
}
