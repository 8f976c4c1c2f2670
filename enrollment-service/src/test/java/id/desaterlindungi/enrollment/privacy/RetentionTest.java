package id.desaterlindungi.enrollment.privacy;

import static id.desaterlindungi.enrollment.privacy.PrivacyCalls.PEOPLE;
import static id.desaterlindungi.enrollment.privacy.PrivacyCalls.row;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.equalTo;

import id.desaterlindungi.enrollment.EnrollmentTest;
import id.desaterlindungi.enrollment.Owner;
import id.desaterlindungi.local.LocalStack;
import jakarta.inject.Inject;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Memberships that ended long ago. Nobody looks whom the job takes, so others who have ended in this run of tests go too. */
@EnrollmentTest
class RetentionTest {
    @Inject
    @Owner
    Jdbi jdbi;

    @Inject
    Retention retention;

    LocalStack stack;
    PrivacyCalls calls;

    @BeforeEach
    void prepare() {
        calls = new PrivacyCalls(stack);
    }

    @Test
    void comesByItselfOnceTheTimeIsOver() {
        var ended = calls.enroll();
        calls.end(ended, 1);
        var asks = calls.enroll();
        calls.end(asks, 1);
        calls.take(asks, "ACCESS");
        var restricted = calls.enroll();
        calls.end(restricted, 1);
        calls.branch()
                .header("If-Match", "\"2\"")
                .body(Map.of("reason", "DISPUTE"))
                .put(PEOPLE + "/" + restricted + "/restriction")
                .then()
                .statusCode(200);
        var active = calls.enroll();
        awaitSequenced();
        var before = OffsetDateTime.now().minusDays(1);

        retention.eraseEndedBefore(before);
        assertThat(row(jdbi, ended)).as("ended today").containsEntry("name", "Uji Peserta");
        // Others who have ended in this run of tests are erased too.
        assertThat(retention.eraseEndedBefore(OffsetDateTime.now())).isPositive();

        assertThat(row(jdbi, ended)).containsEntry("name", "-").containsEntry("version", 3);
        for (var stays : List.of(asks, restricted, active)) {
            assertThat(row(jdbi, stays)).containsEntry("name", "Uji Peserta");
        }
        assertThat(records(ended, "eraseEndedMemberships")).containsExactly("200  {" + ended + "}");
        await().untilAsserted(() -> calls.branch()
                .get(PEOPLE + "/" + ended + "/history")
                .then()
                .body("items[2].reason", equalTo("ERASED"))
                .body("items[2].actor", equalTo("enrollment-service")));
    }

    /** Nobody knows of whom the database will say no. */
    @Test
    void holdsNobodyUpWhereSomebodyCannotBeErased() {
        var stays = calls.enroll();
        calls.end(stays, 1);
        var goes = calls.enroll();
        calls.end(goes, 1);
        awaitSequenced();
        jdbi.useHandle(handle -> {
            handle.execute("""
                    create function refuse_erasure() returns trigger language plpgsql as
                    $$ begin raise exception 'not this one' using errcode = 'check_violation'; end $$
                    """);
            handle.execute("""
                    create trigger refuse_erasure before update on participant for each row
                    when (old.id = '%s') execute function refuse_erasure()
                    """.formatted(UUID.fromString(stays)));
        });

        try {
            retention.eraseEndedBefore(OffsetDateTime.now());
        } finally {
            jdbi.useHandle(handle -> handle.execute("drop function refuse_erasure cascade"));
        }

        assertThat(row(jdbi, stays)).containsEntry("name", "Uji Peserta");
        assertThat(row(jdbi, goes)).containsEntry("name", "-");
    }

    private List<String> records(String person, String operation) {
        return jdbi.withHandle(handle ->
                handle.select("""
                        select concat_ws(' ', status, role, participants::text) from access_record
                        where operation = ? and participants @> array[cast(? as uuid)]
                        """, operation, person).mapTo(String.class).list());
    }

    private void awaitSequenced() {
        await().untilAsserted(() -> assertThat(jdbi.<Integer, RuntimeException>withHandle(
                        handle -> handle.select("select count(*) from outbox")
                                .mapTo(Integer.class)
                                .one()))
                .isZero());
    }
}
