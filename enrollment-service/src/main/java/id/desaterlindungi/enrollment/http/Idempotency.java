package id.desaterlindungi.enrollment.http;

import id.desaterlindungi.enrollment.ByteArrays;
import id.desaterlindungi.enrollment.Json;
import id.desaterlindungi.enrollment.Workers;
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
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
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
    public static final String REPLAYED = "Idempotency-Replayed";
    private static final String REQUEST = "request";
    /** What an answer that is kept is sealed as, with the id of its row. */
    public static final String ANSWER = "answer";

    private static final Pattern KEY = Pattern.compile("[\\x21-\\x7e]{1,200}");

    private final Jdbi jdbi;
    private final Jdbi workers;
    private final SecurityIdentity caller;
    private final Json json;
    private final Seal seal;
    private final Change change;

    Idempotency(Jdbi jdbi, @Workers Jdbi workers, SecurityIdentity caller, Json json, Seal seal, Change change) {
        this.jdbi = jdbi;
        this.workers = workers;
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
        var mine = key(key);
        if (lock(List.of(mine)).isEmpty()) {
            throw inProgress();
        }
        var first = kept(List.of(mine)).get(mine);
        if (first != null) {
            return change.written(replay(first, text(request)));
        }
        var answer = work.get();
        keep(List.of(kept(mine, request, answer)));
        return change.written(answer);
    }

    /** A key belongs to its caller. */
    public record Key(String caller, String text) {}

    /** @throws ProblemException 400 for a key that is no visible ASCII */
    public Key key(String text) {
        if (!KEY.matcher(text).matches()) {
            throw ProblemException.parameters(Finding.at(HEADER, "idempotency-key-format"));
        }
        return keyWithin(text);
    }

    /** A key of one of the requests that come together in one body, which has its own rules for them. */
    public Key keyWithin(String text) {
        return new Key(caller.getPrincipal().getName(), text);
    }

    /**
     * A request, and what it was answered.
     *
     * @param location of what it created; null for one of the requests that came together in one body, as the tag
     */
    public record Kept(
            Key key,
            String request,
            int status,
            @Nullable String location,
            @Nullable String etag,
            String answer) {
        /** One of the requests that came together in one body. */
        public static Kept within(Key key, String request, String answer) {
            return new Kept(key, request, 200, null, null, answer);
        }
    }

    public Kept kept(Key key, Object request, Response answer) {
        return new Kept(
                key,
                text(request),
                answer.getStatus(),
                answer.getHeaderString(HttpHeaders.LOCATION),
                answer.getHeaderString(HttpHeaders.ETAG),
                json.write(answer.getEntity()));
    }

    /** What was asked, as it is compared. */
    public String text(Object request) {
        return request.getClass().getName() + json.write(request);
    }

    public static ProblemException inProgress() {
        return ProblemException.conflict("request-in-progress");
    }

    /** Those of the keys that no other transaction is at; held until this one ends. */
    @Transactional(TxType.MANDATORY)
    public Set<Key> lock(Collection<Key> keys) {
        return jdbi.withHandle(handle -> lock(handle, keys));
    }

    public Set<Key> lock(Handle handle, Collection<Key> keys) {
        // Sorted, and never waiting: two transactions with the same keys cannot hold each other up.
        return handle.createQuery("""
                        select caller, key
                        from (select * from unnest(:callers, :keys) as one (caller, key) order by caller, key) as given
                        where pg_try_advisory_xact_lock(hashtextextended(caller, hashtextextended(key, 0)))
                        """)
                .bind("callers", texts(keys, Key::caller))
                .bind("keys", texts(keys, Key::text))
                .map((row, _) -> new Key(row.getString("caller"), row.getString("key")))
                .set();
    }

    /** What was kept under any of the keys, each by its key. */
    @Transactional(TxType.MANDATORY)
    public Map<Key, Kept> kept(Collection<Key> keys) {
        return jdbi.withHandle(handle -> kept(handle, keys));
    }

    /** Each by itself: a join could begin with all that the policy lets these callers see, hundreds of thousands of answers. */
    public Map<Key, Kept> kept(Handle handle, Collection<Key> keys) {
        return handle.createQuery("""
                        select id, caller, key, request_sealed, status, location, etag, answer_sealed
                        from unnest(:callers, :keys) as given (caller, key)
                        cross join lateral (
                            select id, request_sealed, status, location, etag, answer_sealed from idempotent_request as own
                            where own.caller = given.caller and own.key = given.key limit 1) as kept
                        """)
                .bind("callers", texts(keys, Key::caller))
                .bind("keys", texts(keys, Key::text))
                .map((row, _) -> {
                    var id = row.getObject("id", UUID.class);
                    return new Kept(
                            new Key(row.getString("caller"), row.getString("key")),
                            seal.open(row.getBytes("request_sealed"), id, REQUEST),
                            row.getInt("status"),
                            row.getString("location"),
                            row.getString("etag"),
                            seal.open(row.getBytes("answer_sealed"), id, ANSWER));
                })
                .collect(Collectors.toMap(Kept::key, Function.identity()));
    }

    @Transactional(TxType.MANDATORY)
    public void keep(List<Kept> answers) {
        jdbi.useHandle(handle -> keep(handle, answers));
    }

    public void keep(Handle handle, List<Kept> answers) {
        var ids = answers.stream().map(_ -> UUID.randomUUID()).toList();
        handle.createUpdate("""
                        insert into idempotent_request (id, caller, key, request_sealed, status, location, etag, answer_sealed)
                        select id, caller, key, request, status, location, etag, answer
                        from unnest(:ids, :callers, :keys, :requests, :statuses, :locations, :etags, :answers)
                            as kept (id, caller, key, request, status, location, etag, answer)
                        """)
                .bind("ids", ids.toArray(UUID[]::new))
                .bind("callers", texts(answers, one -> one.key().caller()))
                .bind("keys", texts(answers, one -> one.key().text()))
                .bind("requests", sealed(answers, ids, Kept::request, REQUEST))
                .bind("statuses", answers.stream().map(Kept::status).toArray(Integer[]::new))
                .bind("locations", texts(answers, Kept::location))
                .bind("etags", texts(answers, Kept::etag))
                .bind("answers", sealed(answers, ids, Kept::answer, ANSWER))
                .execute();
    }

    private static <T> String[] texts(Collection<T> items, Function<T, @Nullable String> text) {
        return items.stream().map(text).toArray(String[]::new);
    }

    private ByteArrays sealed(List<Kept> answers, List<UUID> ids, Function<Kept, String> text, String field) {
        return ByteArrays.of(
                IntStream.range(0, answers.size()).boxed().toList(),
                i -> seal.close(text.apply(answers.get(i)), ids.get(i), field));
    }

    /** The first answer again. @throws ProblemException 422 where the key came with another request */
    public Response replay(Kept first, String request) {
        if (!first.request().equals(request)) {
            throw ProblemException.unprocessable("idempotency-key-reused", List.of());
        }
        return Response.status(first.status())
                .header(HttpHeaders.LOCATION, first.location())
                .header(HttpHeaders.ETAG, first.etag())
                .header(REPLAYED, true)
                .type(MediaType.APPLICATION_JSON)
                .entity(first.answer())
                .build();
    }

    @Scheduled(every = "1h", delayed = "1m")
    @Transactional
    void dropOld() {
        workers.useHandle(handle ->
                handle.execute("delete from idempotent_request where created_at < now() - interval '7 days'"));
    }
}
