package id.desaterlindungi.e2e;

import static io.restassured.RestAssured.get;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.equalTo;

import java.sql.SQLException;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(RunningSystem.class)
class KafkaOutageIT {
    private static final int PEOPLE = 60;

    private final DesaSystem system;
    private final Recount recount;

    KafkaOutageIT(DesaSystem system) {
        this.system = system;
        this.recount = new Recount(system);
    }

    @Test
    void enrollmentGoesOnWithoutKafkaAndItsEventsArriveAfterwardsInOrder() throws SQLException {
        recount.awaitCaughtUp();
        long before = lastPosition();
        var people = system.people().next(PEOPLE);

        system.stack().kafka().stop();
        var answers = new long[PEOPLE];
        for (var i = 0; i < PEOPLE; i++) {
            long asked = System.nanoTime();
            enroll(people.get(i));
            answers[i] = System.nanoTime() - asked;
        }

        var positions =
                LongStream.rangeClosed(before + 1, before + PEOPLE).boxed().toList();
        await("the feed").untilAsserted(() -> assertThat(feedAfter(before)).isEqualTo(positions));
        requireReady(system.enrollment());
        requireReady(system.reporting());
        requireTotalsStandAt(before);

        system.stack().kafka().start();
        recount.requireAllRight();

        Measured.times("enrollment without Kafka", answers);
        assertThat(Topic.positionsAfter(system, before).stream().distinct()).containsExactlyElementsOf(positions);
    }

    private void enroll(Person person) {
        system.askEnrollment()
                .body(person.request())
                .post("/v1/participants")
                .then()
                .statusCode(201);
    }

    private void requireReady(Service service) {
        get(service.managementUrl().resolve("/q/health/ready")).then().statusCode(200);
    }

    private void requireTotalsStandAt(long position) {
        system.askReporting().get("/v1/progress").then().statusCode(200).body("asOf.position", equalTo((int) position));
    }

    private List<Long> feedAfter(long position) {
        return system
                .askAsProgram(system.enrollment())
                .queryParam("after", position)
                .queryParam("limit", 500)
                .get("/v1/events")
                .then()
                .statusCode(200)
                .extract()
                .jsonPath()
                .getList("sequence", String.class)
                .stream()
                .map(Long::valueOf)
                .toList();
    }

    private long lastPosition() throws SQLException {
        try (var register = system.registerDatabase()) {
            return Recount.lastPosition(register);
        }
    }
}
