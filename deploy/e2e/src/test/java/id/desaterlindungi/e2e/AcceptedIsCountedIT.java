package id.desaterlindungi.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.equalTo;

import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import io.restassured.response.Response;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Every operation that writes, with values at the edges of what it takes and beyond them, at random: what the register accepts is
 * in the contract's schema and in the totals, what it refuses has left nothing behind, and nothing is ever parked.
 */
@ExtendWith(RunningSystem.class)
class AcceptedIsCountedIT {
    /** {@code -Dedges.rounds=200} for a long run. */
    private static final int ROUNDS = Integer.getInteger("edges.rounds", 20);

    private static final String CENSUS = "id.desaterlindungi.register.census.v1";

    private final DesaSystem system;
    private final Recount recount;

    AcceptedIsCountedIT(DesaSystem system) {
        this.system = system;
        this.recount = new Recount(system);
    }

    @Test
    void whatIsAcceptedIsCountedAndWhatIsRefusedLeavesNothing() throws Exception {
        var operations = new EdgeOperations(system, Seed.printed());
        var answers = new TreeMap<String, Map<Integer, Integer>>();
        recount.awaitCaughtUp();
        try (var register = system.registerDatabase();
                var totals = system.totalsDatabase()) {
            long first = Recount.lastPosition(register);
            for (var round = 0; round < ROUNDS; round++) {
                for (var operation : operations.all().entrySet()) {
                    var before = trace(register, totals, first);

                    var answer = operation.getValue().get();

                    requireNothingLeftIfRefused(answer, before, trace(register, totals, first));
                    answers.computeIfAbsent(operation.getKey(), _ -> new TreeMap<>())
                            .merge(answer.statusCode(), 1, Integer::sum);
                }
                if (round % 9 == 4) {
                    requireEnrolledIfTaken(operations.importList(), register);
                }
                if (round % 15 == 7) {
                    requireCensus();
                }
            }
            Measured.say("answers " + answers);
            requireInTheSchema(register, first);
        }
        requireEachTakenAndRefused(answers);
        recount.requireAllRight();
        requireCensus();
    }

    /** Everything that a refused request must not change, in few numbers; an hourly census comes when it likes. */
    private static List<String> trace(Connection register, Connection totals, long first) throws SQLException {
        var trace = new ArrayList<>(Sql.rows(register, """
                select (select count(*) || ' ' || coalesce(sum(version), 0) from participant),
                       (select count(*) || ' ' || coalesce(sum(version), 0) from village),
                       (select count(*) || ' ' || coalesce(sum(version), 0) from village_budget),
                       (select count(*) from area),
                       (select coalesce(max(position), 0) from event_log)
                       + (select count(*) from outbox where type <> '%1$s')
                       - (select count(*) from event_log where position > %2$d and type = '%1$s')
                """.formatted(CENSUS, first)));
        trace.addAll(Sql.rows(totals, "select count(*) from goal"));
        return trace;
    }

    private static void requireNothingLeftIfRefused(Response answer, List<String> before, List<String> after) {
        if (answer.statusCode() >= 300) {
            assertThat(answer.statusCode()).as(answer.asString()).isLessThan(500);
            assertThat(after).as(answer.asString()).isEqualTo(before);
        }
    }

    private static void requireEnrolledIfTaken(Response answer, Connection register) throws SQLException {
        assertThat(answer.statusCode()).as(answer.asString()).isIn(200, 202, 400, 422);
        if (answer.statusCode() == 202) {
            var id = answer.jsonPath().getString("id");
            await("the list done")
                    .until(
                            () -> Sql.rows(register, "select state from import where id = '%s'".formatted(id))
                                    .getFirst(),
                            state -> List.of("COMMITTED", "FAILED").contains(state));
            assertThat(Sql.rows(register, "select state from import where id = '%s'".formatted(id)))
                    .containsExactly("COMMITTED");
        }
    }

    /** Otherwise the edges were nowhere near. A batch is taken whatever is in it. */
    private static void requireEachTakenAndRefused(Map<String, Map<Integer, Integer>> answers) {
        assertThat(answers).allSatisfy((operation, statuses) -> {
            if (!operation.equals("batch")) {
                assertThat(statuses)
                        .anySatisfy((status, _) -> assertThat(status).isLessThan(300));
                assertThat(statuses)
                        .anySatisfy((status, _) -> assertThat(status).isGreaterThanOrEqualTo(400));
            }
        });
    }

    private void requireCensus() {
        long position = system.askAsOperator(system.enrollment())
                .post("/v1/census")
                .then()
                .statusCode(200)
                .extract()
                .jsonPath()
                .getLong("position");
        recount.awaitCaughtUp();
        system.askReporting()
                .get("/v1/reconciliations/" + position)
                .then()
                .statusCode(200)
                .body("reconciliation.matched", equalTo(true))
                .body("reconciliation.parked", equalTo(0));
    }

    private void requireInTheSchema(Connection register, long first) throws Exception {
        await().atMost(Duration.ofSeconds(30)).until(() -> Sql.number(register, "select count(*) from outbox") == 0);
        var schemas = new HashMap<String, Schema>();
        for (var event : Sql.rows(register, "select type, data from event_log where position > " + first)) {
            var type = event.substring(0, event.indexOf('|')).replace("id.desaterlindungi.", "");
            var file = type.endsWith("budgeted.v1")
                    ? "village-budget"
                    : type.startsWith("register") ? "census" : type.split("\\.")[0];
            var schema = schemas.computeIfAbsent(file, AcceptedIsCountedIT::schema);
            assertThat(schema.validate(
                            event.substring(event.indexOf('|') + 1),
                            InputFormat.JSON,
                            context -> context.executionConfig(config -> config.formatAssertionsEnabled(true))))
                    .as(event)
                    .isEmpty();
        }
    }

    private static Schema schema(String name) {
        var file = Path.of(System.getProperty("basedir", ""))
                .toAbsolutePath()
                .resolve("../../enrollment-service/src/main/resources/contract/schemas/" + name + ".v1.schema.json");
        try {
            return SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
                    .getSchema(Files.readString(file), InputFormat.JSON);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
