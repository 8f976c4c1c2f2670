package id.desaterlindungi.reporting.coverage.fold;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import id.desaterlindungi.local.LocalStack;
import id.desaterlindungi.reporting.RegisterStub;
import id.desaterlindungi.reporting.area.Areas;
import io.restassured.specification.RequestSpecification;
import java.sql.SQLException;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jdbi.v3.core.Jdbi;

/** What the tests of censuses and of rebuilds see of the totals, and do to them. */
record LiveTotals(LocalStack stack, RegisterStub register, Jdbi jdbi, Areas areas) {
    /** A village that only an older release let in. */
    static final String OLD_VILLAGE = "16.12.02.2090";

    /** SQL for the generation that answers. */
    static final String LIVE = "(select generation from projection where state = 'LIVE')";

    /** A rebuild brings a village back that another test has registered and taken away. */
    void leaveTheAreasAsOtherTestsKnowThem() throws SQLException {
        owner("delete from area where code in ('16.09.01.2099', '" + OLD_VILLAGE + "')");
        areas.forget();
    }

    /** Requests a rebuild and waits for its end. */
    void rebuild(String from) throws SQLException {
        awaitRebuilt();
        ask("operator").post("/v1/projection/rebuild?from=" + from).then().statusCode(202);
        awaitRebuilt();
        leaveTheAreasAsOtherTestsKnowThem();
    }

    void awaitRebuilt() {
        await().atMost(Duration.ofSeconds(60))
                .ignoreExceptions()
                .untilAsserted(() -> assertThat(texts("select id from rebuild where finished_at is null"))
                        .isEmpty());
    }

    void awaitFolded() {
        await().atMost(Duration.ofSeconds(60))
                .ignoreExceptions()
                .untilAsserted(() -> assertThat(register.folded()).isEqualTo(register.position()));
    }

    /** Takes a census and tells whether it matched. */
    boolean census(Map<String, Map<String, Long>> expected) {
        var census = register.publish(register.appendCensus(expected));
        awaitFolded();
        return texts("select matched from reconciliation where position = " + census.position())
                .equals(List.of("t"));
    }

    /** The live cells, by village and status. */
    Map<String, Map<String, Long>> counted() {
        var people = new TreeMap<String, Map<String, Long>>();
        jdbi.useHandle(handle -> handle.createQuery("""
                        select village_code, status, sum(people) as people from coverage_cell
                         where generation = %s group by village_code, status
                        """.formatted(LIVE))
                .map((row, _) -> people.computeIfAbsent(row.getString("village_code"), _ -> new HashMap<>())
                        .put(row.getString("status"), row.getLong("people")))
                .list());
        return people;
    }

    RequestSpecification ask(String role) {
        return given().auth().oauth2(stack.token(role, role.equals("operator") ? null : "16"));
    }

    void owner(String sql) throws SQLException {
        try (var owner = stack.postgres().connect("reporting", "reporting_owner");
                var statement = owner.createStatement()) {
            statement.executeUpdate(sql);
        }
    }

    List<String> texts(String sql) {
        return jdbi.withHandle(
                handle -> handle.createQuery(sql).mapTo(String.class).list());
    }
}
