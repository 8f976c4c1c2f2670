package id.desaterlindungi.enrollment.privacy;

import static id.desaterlindungi.enrollment.SyntheticPerson.body;
import static id.desaterlindungi.enrollment.privacy.PrivacyCalls.REQUESTS;
import static id.desaterlindungi.enrollment.privacy.PrivacyCalls.row;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.equalTo;

import id.desaterlindungi.enrollment.EnrollmentTest;
import id.desaterlindungi.enrollment.Owner;
import id.desaterlindungi.enrollment.Workers;
import id.desaterlindungi.enrollment.participant.codes.Nik;
import id.desaterlindungi.enrollment.privacy.Traces.Somebody;
import id.desaterlindungi.local.LocalStack;
import io.restassured.response.Response;
import jakarta.inject.Inject;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.jdbi.v3.core.HandleConsumer;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** An erasure, and whoever works with the person at the same moment. */
@EnrollmentTest
class ErasureAtOnceTest {
    @Inject
    @Owner
    Jdbi jdbi;

    @Inject
    @Workers
    Jdbi workers;

    @Inject
    Erasures erasures;

    LocalStack stack;
    PrivacyCalls calls;

    @BeforeEach
    void prepare() {
        calls = new PrivacyCalls(stack);
    }

    @Test
    void isDoneOnceByManyAtOnce() throws Exception {
        var person = calls.enroll();
        calls.end(person, 1);
        var request = calls.take(person, "ERASURE");

        List<Integer> answers;
        try (var threads = Executors.newFixedThreadPool(4)) {
            var tasks = IntStream.range(0, 4)
                    .<Callable<Integer>>mapToObj(
                            _ -> () -> calls.erase(request, 1).statusCode())
                    .toList();
            answers = threads.invokeAll(tasks).stream()
                    .map(one -> one.resultNow())
                    .toList();
        }

        assertThat(answers).containsOnlyOnce(200).allMatch(status -> status == 200 || status == 409 || status == 412);
        assertThat(row(jdbi, person)).containsEntry("version", 3);
    }

    /** It goes through all lists that are kept, and whoever closes the person's village does not wait for that. */
    @Test
    void looksThroughListsBeforeAnybodyIsLocked() {
        var body = body();
        var person = calls.enroll(body);
        var somebody = new Somebody(UUID.fromString(person), new Nik((String) body.get("nik")));

        workers.useTransaction(handle -> {
            erasures.look(handle, List.of(somebody));

            assertThat(jdbi.<Integer, RuntimeException>inTransaction(other -> other.select(
                                    "select 1 from participant where id = cast(? as uuid) for update nowait", person)
                            .mapTo(Integer.class)
                            .one()))
                    .isOne();
        });
    }

    @Test
    void seesARequestThatIsBeingTakenDown() throws Exception {
        var person = calls.enroll();
        calls.end(person, 1);
        var request = calls.take(person, "ERASURE");

        var answer =
                whileLocked(person, "for share", () -> calls.erase(request, 1), handle -> handle.execute("""
                insert into data_subject_request (participant_id, kind, received_at, due_at, identity_check, recorded_by)
                values (cast(? as uuid), 'ACCESS', now(), now() + interval '72 hours', 'KTP_SHOWN', 'village')
                """, person));

        answer.then().statusCode(409).body("code", equalTo("data-subject-requests-open"));
        assertThat(row(jdbi, person)).containsEntry("name", "Uji Peserta");
    }

    @Test
    void leavesNoRequestThatWasBeingTakenDown() throws Exception {
        var person = calls.enroll();
        calls.end(person, 1);

        var answer = whileLocked(
                person,
                "for no key update",
                () -> calls.branch()
                        .body(PrivacyCalls.request(person, "ACCESS"))
                        .post(REQUESTS),
                handle -> handle.execute("""
                        update participant set erased_at = now(), name = '-', warnings = '{}', covered_until = null, phone_sealed = null,
                            birth_date = '1970-01-01' where id = cast(? as uuid)
                        """, person));

        answer.then().statusCode(409).body("code", equalTo("participant-erased"));
    }

    /** @param work of another, until which somebody waits */
    private Response whileLocked(
            String person, String lock, Callable<Response> waiting, HandleConsumer<RuntimeException> work)
            throws Exception {
        try (var threads = Executors.newSingleThreadExecutor()) {
            var answer = jdbi.<Future<Response>, RuntimeException>inTransaction(handle -> {
                handle.select("select 1 from participant where id = cast(? as uuid) " + lock, person)
                        .mapTo(Integer.class)
                        .one();
                work.useHandle(handle);
                var waits = threads.submit(waiting);
                await().untilAsserted(() -> assertThat(jdbi.<Boolean, RuntimeException>withHandle(
                                other -> other.select("""
                                        select exists (select from pg_locks where locktype = 'transactionid' and not granted)
                                        """).mapTo(Boolean.class).one()))
                        .isTrue());
                return waits;
            });
            return answer.get();
        }
    }
}
