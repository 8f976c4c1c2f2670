package id.desaterlindungi.e2e;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.equalTo;

import id.desaterlindungi.e2e.fuzz.Fuzz;
import id.desaterlindungi.e2e.fuzz.Secrets;
import id.desaterlindungi.e2e.fuzz.Target;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.HashSet;
import java.util.List;
import java.util.Properties;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Requests without sense or measure, from a seed. The villages of the other tests are kept from them. {@code deploy/e2e/fuzz} runs more
 * of them, or has one again.
 */
@ExtendWith(RunningSystem.class)
class FuzzIT {
    private static final Path ROOT = Path.of(System.getProperty("basedir", ""))
            .toAbsolutePath()
            .resolve("../..")
            .normalize();
    private static final int REQUESTS = Integer.getInteger("fuzz.requests", 2_000);
    private static final long SEED = Long.getLong("fuzz.seed", 20_261_126L);
    /** The one to have again; none below 0. */
    private static final int INDEX = Integer.getInteger("fuzz.index", -1);

    private final DesaSystem system;

    FuzzIT(DesaSystem system) {
        this.system = system;
    }

    @Test
    @Timeout(value = 60, unit = TimeUnit.MINUTES)
    void noRequestBreaksAServiceOrATotal() throws IOException, SQLException {
        var fuzz = new Fuzz(target(), SEED, codes());

        Fuzz.Outcome outcome;
        try (var _ = new ComingKey(system)) {
            outcome = INDEX < 0 ? fuzz.run(REQUESTS) : fuzz.repeat(REQUESTS, INDEX, Measured::say);
        }

        System.out.println(outcome.table());
        outcome.faulty().forEach(Measured::say);
        assertThat(outcome.faulty()).as("requests answered as none may be").isEmpty();
        assertThat(outcome.undone())
                .as("operations that never got to their end")
                .isSubsetOf(REQUESTS < 2_000 || INDEX >= 0 ? outcome.undone() : List.of("(another address or method)"));
        requireNothingTold(outcome.secrets());
        new Recount(system).requireAllRight();
        requireCensusMatched();
    }

    private Target target() {
        var untouched = new HashSet<>(system.people().villages());
        untouched.addAll(List.of("16", "16.01.07.2001"));
        return new Target(
                system.enrollment().url(),
                system.reporting().url(),
                system.stack()::token,
                system::registerDatabase,
                system::totalsDatabase,
                untouched);
    }

    /** {@code problem.forbidden}, {@code finding.nik-format}: whatever there are words for. */
    private static Set<String> codes() throws IOException {
        var codes = new HashSet<String>();
        for (var service : List.of("enrollment-service", "reporting-service")) {
            var messages = new Properties();
            try (var file =
                    Files.newBufferedReader(ROOT.resolve(service + "/src/main/resources/messages_en.properties"))) {
                messages.load(file);
            }
            codes.addAll(messages.stringPropertyNames().stream()
                    .map(key -> key.replaceFirst("^(problem\\.[^.]+)\\.(title|detail)$", "$1"))
                    .collect(Collectors.toSet()));
        }
        return codes;
    }

    private void requireNothingTold(Secrets secrets) throws IOException {
        system.logs().requireNone(secrets);
        for (var service : List.of(system.enrollment(), system.reporting())) {
            var metrics = given().baseUri(service.managementUrl().toString())
                    .get("/q/metrics")
                    .then()
                    .statusCode(200)
                    .extract()
                    .asString();
            assertThat(secrets.in(metrics))
                    .as("metrics of " + service.managementUrl())
                    .isEmpty();
        }
    }

    private void requireCensusMatched() {
        int position = system.askAsOperator(system.enrollment())
                .post("/v1/census")
                .then()
                .statusCode(200)
                .extract()
                .path("position");
        await("the census to be compared")
                .untilAsserted(() -> system.askReporting()
                        .get("/v1/reconciliations/" + position)
                        .then()
                        .statusCode(200)
                        .body("reconciliation.matched", equalTo(true))
                        .body("reconciliation.parked", equalTo(0)));
    }
}
