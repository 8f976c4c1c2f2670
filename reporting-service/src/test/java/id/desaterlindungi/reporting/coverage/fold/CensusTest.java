package id.desaterlindungi.reporting.coverage.fold;

import static id.desaterlindungi.reporting.RegisterStub.person;
import static id.desaterlindungi.reporting.coverage.fold.LiveTotals.LIVE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.equalTo;

import id.desaterlindungi.local.LocalStack;
import id.desaterlindungi.reporting.RegisterStub;
import id.desaterlindungi.reporting.area.Areas;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.sql.SQLException;
import java.util.Map;
import java.util.TreeMap;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a census of the register says about the totals. No test of another class uses the district. */
@QuarkusTest
class CensusTest {
    private static final String VILLAGE = "16.12.02.2001";

    @Inject
    RegisterStub register;

    @Inject
    Jdbi jdbi;

    @Inject
    Areas areas;

    @Inject
    MeterRegistry metrics;

    LocalStack stack;

    private LiveTotals totals;

    @BeforeEach
    void totals() {
        totals = new LiveTotals(stack, register, jdbi, areas);
    }

    @AfterEach
    void leaveTheAreasAsOtherTestsKnowThem() throws SQLException {
        totals.leaveTheAreasAsOtherTestsKnowThem();
    }

    @Test
    void findsAnErrorByTheNextCensusAndRepairsIt() throws Exception {
        totals.rebuild("topic");
        register.enroll(person(VILLAGE));
        register.awaitFolded();
        var expected = totals.counted();
        assertThat(totals.census(expected)).isTrue();
        await().untilAsserted(() -> assertThat(totals.texts("select state from projection order by state"))
                .containsExactly("EMPTY", "LIVE"));

        totals.owner("""
                update coverage_count set people = people + 3
                  from facets
                 where generation = %s and village_code = '16.12.02.2001' and facets.id = facets_id
                   and status = 'ACTIVE' and occupation = 'PETANI'
                """.formatted(LIVE));
        assertThat(totals.census(expected)).isFalse();

        var latest = totals.ask("branch")
                .get("/v1/reconciliations?limit=1")
                .then()
                .statusCode(200)
                .extract()
                .jsonPath();
        assertThat(latest.getBoolean("items[0].matched")).isFalse();
        assertThat(latest.getInt("items[0].differences")).isEqualTo(1);
        assertThat(latest.getInt("items[0].villages")).isEqualTo(1);
        totals.ask("branch")
                .get("/v1/reconciliations/" + latest.getLong("items[0].position"))
                .then()
                .statusCode(200)
                .body("differences[0].areaCode", equalTo("16.12.02.2001"))
                .body("differences[0].totals", equalTo("coverage_cell"))
                .body("differences[0].status", equalTo("ACTIVE"));
        totals.ask("branch").get("/v1/progress").then().body("asOf.matched", equalTo(false));
        await().untilAsserted(() -> assertThat(
                        metrics.get("reporting.reconciliation.matched").gauge().value())
                .isZero());
        totals.ask("branch")
                .queryParam("cursor", latest.getString("next"))
                .get("/v1/reconciliations?limit=1")
                .then()
                .statusCode(200)
                .body("items[0].matched", equalTo(true));

        totals.rebuild("topic");
        assertThat(totals.texts("select distinct first_event_at from projection where state in ('LIVE', 'RETIRED')"))
                .as("the same by folding anew")
                .hasSize(1)
                .doesNotContainNull();
        totals.ask("branch").get("/v1/progress").then().body("asOf.matched", equalTo(null));
        assertThat(totals.texts("select state from projection order by state")).containsExactly("LIVE", "RETIRED");
        assertThat(totals.census(expected)).isTrue();
        totals.ask("branch").get("/v1/progress").then().body("asOf.matched", equalTo(true));
        await().untilAsserted(() -> assertThat(totals.texts("select state from projection order by state"))
                .containsExactly("EMPTY", "LIVE"));
    }

    /** Each table that people are counted in, a row of it put wrong, and put right again after the census. */
    @Test
    void findsAnErrorInAnyOfTheTotals() throws Exception {
        register.enroll(person(VILLAGE));
        register.awaitFolded();
        var expected = totals.counted();
        assertThat(totals.census(expected)).isTrue();
        var told = Map.of(
                "coverage_count", "coverage_cell 16.12.02.2001",
                "area_count", "area_cell 16.12",
                "birth_year_cell", "birth_year_cell 16.12.02.2001",
                "area_birth_year_cell", "area_birth_year_cell 16.12",
                "area_total", "area_total 16.12.02",
                "flow", "flow 16.12.02");
        assertThat(told.keySet()).containsExactlyInAnyOrderElementsOf(totals.texts("""
                        select relname from pg_class
                          join pg_attribute on attrelid = pg_class.oid and attname = 'people'
                         where relkind = 'p' order by relname
                        """));
        for (var table : told.entrySet()) {
            var area = table.getValue().split(" ")[1];
            var column = table.getKey().equals("flow") ? "covered" : "people";
            // A row is known by what it counts, not by its place: each change moves it, and another row would be set
            // back.
            var row = "(to_jsonb(t) - '" + column + "')::text";
            var rows = " from " + table.getKey() + " t where generation = " + LIVE + " and %s = '" + area + "'";
            var change = "update " + table.getKey() + " t set " + column + " = " + column + " %s 3 where generation = "
                    + LIVE + " and " + row + " = (select min(" + row + ")" + rows + ")";
            var key = area.length() == 13 && !table.getKey().startsWith("area") ? "village_code" : "area_code";

            totals.owner(change.formatted("+", key));
            var census = register.publish(register.appendCensus(expected));
            totals.awaitFolded();
            assertThat(totals.texts("select totals || ' ' || area_code from reconciliation_difference where position = "
                            + census.position()))
                    .as(table.getKey())
                    .containsExactly(table.getValue());
            assertThat(totals.texts("select villages from reconciliation where position = " + census.position()))
                    .containsExactly(area.length() == 13 ? "1" : "0");
            totals.owner(change.formatted("-", key));
        }
        assertThat(totals.census(expected)).isTrue();
    }

    @Test
    void countsTheVillagesThatDifferThoughNotAllDifferencesAreKept() {
        register.awaitFolded();
        var expected = totals.counted();
        var wrong = new TreeMap<>(expected);
        // Four tables tell each village's people, those above it in others: the thousand that are kept are of fewer
        // villages.
        totals.texts("select code from area where kind = 'desa' order by code limit 600")
                .forEach(village -> wrong.put(village, Map.of("LAPSED", 7L)));

        var census = register.publish(register.appendCensus(wrong));
        totals.awaitFolded();

        totals.ask("branch")
                .get("/v1/reconciliations/" + census.position())
                .then()
                .statusCode(200)
                .body("reconciliation.villages", equalTo(600))
                .body("differences.size()", equalTo(1_000));
        assertThat(totals.census(expected)).isTrue();
    }

    @Test
    void goesOnWhereACensusCannotBeCompared() throws SQLException {
        totals.rebuild("topic");
        register.awaitFolded();
        var failures = failures();
        totals.owner("revoke insert on reconciliation from reporting_app");
        try {
            register.publish(register.appendCensus(totals.counted()));
            register.enroll(person("16.12.02.2006"));
            totals.awaitFolded();
        } finally {
            totals.owner("grant insert on reconciliation to reporting_app");
        }

        assertThat(failures()).isEqualTo(failures + 1);
        assertThat(totals.census(totals.counted())).isTrue();
    }

    private double failures() {
        return metrics.counter("reporting.reconciliation.failures").count();
    }
}
