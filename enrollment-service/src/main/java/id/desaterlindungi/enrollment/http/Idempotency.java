package id.desaterlindungi.enrollment.http;

import id.desaterlindungi.enrollment.Json;
import id.desaterlindungi.enrollment.problem.Finding;
import id.desaterlindungi.enrollment.problem.ProblemException;
import id.desaterlindungi.enrollment.sealing.Seal;
import io.quarkus.scheduler.Scheduled;
import io.quarkus.security.identity.SecurityIdentity;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import jakarta.transaction.Transactional.TxType;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.hibernate.Session;
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

    private final Session session;
    private final SecurityIdentity caller;
    private final Json json;
    private final Seal seal;
    private final Change change;

    Idempotency(Session session, SecurityIdentity caller, Json json, Seal seal, Change change) {
        this.session = session;
        this.caller = caller;
        this.json = json;
        this.seal = seal;
        this.change = change;
    }

    /**
     * @param key null where the caller gave none: then the work is simply done
     * @throws ProblemException 400 for a key that is no visible ASCII; 409 while the first request is still at work; 422
     *     where the key came with another request before
     */
    @Transactional
    public Response once(@Nullable String key, Object request, Supplier<Response> work) {
        if (key == null) {
            return change.written(work.get());
        }
        if (!KEY.matcher(key).matches()) {
            throw ProblemException.parameters(Finding.at(HEADER, "idempotency-key-format"));
        }
        var name = caller.getPrincipal().getName();
        if (lock(List.of(key)).isEmpty()) {
            throw ProblemException.conflict("request-in-progress");
        }
        var text = request.getClass().getName() + json.write(request);
        var first = session.createNativeQuery("""
                        select id, request_sealed, status, location, etag, answer_sealed
                        from idempotent_request
                        where caller = :name and key = :key
                        """, Object[].class)
                .setParameter("name", name)
                .setParameter("key", key)
                .getResultStream()
                .findFirst();
        if (first.isPresent()) {
            return change.written(replay(first.get(), text));
        }
        var answer = work.get();
        keep(name, key, text, answer);
        return change.written(answer);
    }

    /** One of the requests that came together in one body: its key, what it asked, and what it was answered. */
    public record Kept(String key, String request, String answer) {}

    /** Those of the keys that no other transaction is at; held until this one ends. */
    @Transactional(TxType.MANDATORY)
    public Set<String> lock(Collection<String> keys) {
        // Sorted, and never waiting: two bodies with the same keys cannot hold each other up.
        return Set.copyOf(session.createNativeQuery("""
                        select key
                        from (select unnest(cast(:keys as text[])) as key order by 1) as given
                        where pg_try_advisory_xact_lock(hashtextextended(:name, hashtextextended(key, 0)))
                        """, String.class)
                .setParameter("keys", keys.toArray(String[]::new))
                .setParameter("name", caller.getPrincipal().getName())
                .getResultList());
    }

    /** What was kept under any of the keys, each by its key. */
    @Transactional(TxType.MANDATORY)
    public Map<String, Kept> kept(Collection<String> keys) {
        return session.createNativeQuery("""
                        select id, key, request_sealed, answer_sealed
                        from idempotent_request
                        where caller = :name and key = any(cast(:keys as text[]))
                        """, Object[].class)
                .setParameter("name", caller.getPrincipal().getName())
                .setParameter("keys", keys.toArray(String[]::new))
                .getResultStream()
                .map(row -> new Kept(
                        (String) row[1],
                        seal.open((byte[]) row[2], (UUID) row[0], REQUEST),
                        seal.open((byte[]) row[3], (UUID) row[0], ANSWER)))
                .collect(Collectors.toMap(Kept::key, Function.identity()));
    }

    @Transactional(TxType.MANDATORY)
    public void keep(List<Kept> answers) {
        var ids = answers.stream().map(one -> UUID.randomUUID()).toList();
        session.doWork(connection -> {
            try (var insert = connection.prepareStatement("""
                    insert into idempotent_request (id, caller, key, request_sealed, status, answer_sealed)
                    select id, ?, key, request, 200, answer
                    from unnest(?::uuid[], ?::text[], ?::bytea[], ?::bytea[]) as kept (id, key, request, answer)
                    """)) {
                insert.setString(1, caller.getPrincipal().getName());
                insert.setArray(2, connection.createArrayOf("uuid", ids.toArray()));
                insert.setArray(
                        3,
                        connection.createArrayOf(
                                "text", answers.stream().map(Kept::key).toArray()));
                insert.setArray(4, connection.createArrayOf("bytea", sealed(answers, ids, Kept::request, REQUEST)));
                insert.setArray(5, connection.createArrayOf("bytea", sealed(answers, ids, Kept::answer, ANSWER)));
                insert.executeUpdate();
            }
        });
    }

    private byte[][] sealed(List<Kept> answers, List<UUID> ids, Function<Kept, String> text, String field) {
        return IntStream.range(0, answers.size())
                .mapToObj(i -> seal.close(text.apply(answers.get(i)), ids.get(i), field))
                .toArray(byte[][]::new);
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
        session.createNativeQuery("""
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
                .setParameter("answer", seal.close(json.write(answer.getEntity()), id, ANSWER))
                .executeUpdate();
    }

    @Scheduled(every = "1h", delayed = "1m")
    @Transactional
    void dropOld() {
        session.createNativeMutationQuery("delete from idempotent_request where created_at < now() - interval '7 days'")
                .executeUpdate();
    }
}
