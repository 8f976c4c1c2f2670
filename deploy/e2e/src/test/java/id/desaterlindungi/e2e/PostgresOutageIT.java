package id.desaterlindungi.e2e;

import static io.restassured.RestAssured.get;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.startsWith;

import io.restassured.response.Response;
import java.time.Duration;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(RunningSystem.class)
class PostgresOutageIT {
    private static final Duration RECOVERED_WITHIN = Duration.ofSeconds(30);

    private final DesaSystem system;
    private final Recount recount;

    PostgresOutageIT(DesaSystem system) {
        this.system = system;
        this.recount = new Recount(system);
    }

    @Test
    void bothServicesAnswerWithProblemsMeanwhileAndRecoverByThemselves() throws Exception {
        var person = system.people().next();
        var load = Load.start(system, 4);
        try (load) {
            await("load").until(() -> load.answered() > 50);

            system.stack().postgres().stop();
            requireFault(
                    "enrollment",
                    () -> system.askEnrollment()
                            .body(person.request())
                            .header("Idempotency-Key", person.key())
                            .post("/v1/participants"));
            requireFault(
                    "events", () -> system.askAsProgram(system.enrollment()).get("/v1/events"));
            requireFault("progress", () -> system.askReporting().get("/v1/progress"));
            for (var service : new Service[] {system.enrollment(), system.reporting()}) {
                get(service.managementUrl().resolve("/q/health/live")).then().statusCode(200);
                get(service.managementUrl().resolve("/q/health/ready")).then().statusCode(503);
            }

            system.stack().postgres().start();
            long started = System.nanoTime();
            awaitStatus(
                    201,
                    () -> system.askEnrollment()
                            .body(person.request())
                            .header("Idempotency-Key", person.key())
                            .post("/v1/participants"));
            awaitStatus(200, () -> system.askReporting().get("/v1/progress"));
            Measured.say(
                    "both answer again %d ms after PostgreSQL".formatted((System.nanoTime() - started) / 1_000_000));
            int answered = load.answered();
            await("load goes on").atMost(RECOVERED_WITHIN).until(() -> load.answered() > answered + 50);
        }

        Measured.say("PostgreSQL stopped and started: " + load);
        load.requireNobodyRefused();
        assertThat(load.enrolled()).doesNotHaveDuplicates();
        for (var service : new Service[] {system.enrollment(), system.reporting()}) {
            get(service.managementUrl().resolve("/q/health/ready")).then().statusCode(200);
        }
        recount.requireAllRight();
    }

    /** The request's own time limit would fail it: a fault is told, and told in time. */
    private static void requireFault(String what, Supplier<Response> request) {
        long asked = System.nanoTime();
        var answer = request.get();
        Measured.say("%s without PostgreSQL: %d after %d ms"
                .formatted(what, answer.statusCode(), (System.nanoTime() - asked) / 1_000_000));
        answer.then().statusCode(503).contentType(startsWith("application/problem+json"));
    }

    private static void awaitStatus(int status, Supplier<Response> request) {
        await("answer " + status)
                .atMost(RECOVERED_WITHIN)
                .until(() -> request.get().statusCode() == status);
    }
}
