package id.desaterlindungi.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.startsWith;

import java.sql.SQLException;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** One enrollment's way, from the request to the totals. */
@ExtendWith(RunningSystem.class)
class EnrollmentWayIT {
    /** One second is the aim, told by the output; this is for a machine that has much else to do. */
    private static final Duration SOON = Duration.ofSeconds(5);

    private static final int PEOPLE = 12;

    private final DesaSystem system;
    private final Recount recount;

    EnrollmentWayIT(DesaSystem system) {
        this.system = system;
        this.recount = new Recount(system);
    }

    @Test
    void enrolledPersonShowsInTheProgressAndOnItsStream() throws SQLException {
        // Ready is said before the consumer has its partition; the first person waits for that.
        enroll(system.people().next());
        recount.awaitCaughtUp();
        var untilTotals = new long[PEOPLE];
        var untilStream = new long[PEOPLE];
        try (var stream = new ProgressStream(system)) {
            for (var i = 0; i < PEOPLE; i++) {
                long before = coveredByRegister();
                long position = position();

                enroll(system.people().next());
                long answered = System.nanoTime();

                await().atMost(SOON)
                        .pollInterval(Duration.ofMillis(5))
                        .pollDelay(Duration.ZERO)
                        .until(() -> coveredByRegister() == before + 1);
                untilTotals[i] = System.nanoTime() - answered;
                var told = stream.awaitPosition(position + 1);
                untilStream[i] = told.nanoTime() - answered;
                assertThat(told.headline().path("register").path("covered").asLong())
                        .isEqualTo(before + 1);
            }
        }
        Measured.times("from 201 to the total", untilTotals);
        Measured.times("from 201 to the stream", untilStream);
        assertThat(untilStream[PEOPLE - 1]).isLessThan(SOON.toNanos());
        recount.requireAllRight();
    }

    @Test
    void traceOfARequestIsFoundInItsEvent() {
        var trace = "4bf92f3577b34da6a3ce929d0e0e4736";
        recount.awaitCaughtUp();
        long before = position();

        system.askEnrollment()
                .header("traceparent", "00-" + trace + "-00f067aa0ba902b7-01")
                .body(system.people().next().request())
                .post("/v1/participants")
                .then()
                .statusCode(201);

        system.askAsProgram(system.enrollment())
                .queryParam("after", before)
                .queryParam("wait", 5)
                .get("/v1/events")
                .then()
                .statusCode(200)
                .body("", hasSize(1))
                .body("[0].sequence", equalTo(Long.toString(before + 1)))
                .body("[0].traceparent", startsWith("00-" + trace + "-"));
    }

    private void enroll(Person person) {
        system.askEnrollment()
                .body(person.request())
                .post("/v1/participants")
                .then()
                .statusCode(201);
    }

    private long coveredByRegister() {
        return progress("register.covered");
    }

    private long position() {
        return progress("asOf.position");
    }

    private long progress(String path) {
        return system.askReporting()
                .get("/v1/progress")
                .then()
                .statusCode(200)
                .extract()
                .jsonPath()
                .getLong(path);
    }
}
