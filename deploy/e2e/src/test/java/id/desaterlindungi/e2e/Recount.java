package id.desaterlindungi.e2e;

import static io.restassured.http.ContentType.JSON;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.equalTo;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;

/** Counts the register anew, person by person, and holds the events and the totals against it. */
final class Recount {
    private static final Duration CAUGHT_UP_WITHIN = Duration.ofSeconds(60);

    private static final String LIVE = "where generation = (select generation from projection where state = 'LIVE')";

    private static final String PARTICIPANT_WITHOUT_ONE_EVENT = """
            select participant.id, events.number
            from participant
            full join (select subject, count(*) as number from event_log
                       where type = 'id.desaterlindungi.participant.enrolled.v1'
                       group by subject) events
              on events.subject = participant.id::text
            where participant.id is null or events.number is distinct from 1
            """;

    private static final String COVERAGE_OF_REGISTER = """
            select village_code, status, segment, occupation, funding_source,
                   (select string_agg(programme, '+' order by array_position('{JKK,JKM,JHT,JP,JKP}', programme))
                    from unnest(programmes) as programme) as programme_list,
                   sex, origin, count(*)
            from participant
            group by village_code, status, segment, occupation, funding_source, programme_list, sex, origin
            """;

    private static final String COVERAGE_OF_TOTALS = """
            select village_code, status, segment, occupation, funding_source, programmes, sex, origin, people
            from coverage_cell
            %s
            """.formatted(LIVE);

    private static final String BIRTH_YEARS_OF_REGISTER = """
            select village_code, status, extract(year from birth_date)::integer as birth_year, count(*)
            from participant
            group by village_code, status, birth_year
            """;

    private static final String BIRTH_YEARS_OF_TOTALS =
            "select village_code, status, birth_year, people from birth_year_cell " + LIVE;

    private static final String AREAS_OF_REGISTER = """
            select area_code, status, origin, count(*)
            from participant
            cross join lateral (values (left(village_code, 2)), (left(village_code, 5)), (left(village_code, 8)),
                                       (village_code)) as lineage (area_code)
            group by area_code, status, origin
            """;

    private static final String AREAS_OF_TOTALS = "select area_code, status, origin, people from area_total " + LIVE;

    private static final String COVERED_OF_REGISTER = """
            select area_code, count(*)
            from participant
            cross join lateral (values (left(village_code, 2)), (left(village_code, 5)), (left(village_code, 8)),
                                       (village_code)) as lineage (area_code)
            where status in ('ACTIVE', 'GRACE')
            group by area_code
            """;

    private static final String COVERED_OF_FLOWS = """
            select area_code, sum(covered)
            from flow
            %s
            group by area_code
            having sum(covered) <> 0
            """.formatted(LIVE);

    private static final String VILLAGES_OF_REGISTER = """
            select code, workers_estimate, workers_estimate is not null, head_name is not null, sadar, parent_village,
                   valid_from, valid_until,
                   array(select successor_code from village_successor
                         where village_code = code order by successor_code)
            from village
            where version > 1 or valid_from is not null
            """;

    private static final String VILLAGES_OF_TOTALS = """
            select village_code, workers, workers_on is not null, head_present, sadar, parent_village, valid_from,
                   valid_until, successors
            from village_fact
            %s
            """.formatted(LIVE);

    private static final String BUDGETS_OF_REGISTER = """
            select village_code, budget_year, add_total, add_social_security, dana_desa_social_security, workers
            from village_budget
            """;

    private static final String BUDGETS_OF_TOTALS = """
            select village_code, year, add_total, add_social_security, dana_desa_social_security, workers
            from village_budget
            %s
            """.formatted(LIVE);

    private final DesaSystem system;

    Recount(DesaSystem system) {
        this.system = system;
    }

    /** Waits until every change of the register is in the totals, and then requires all of them to be right. */
    void requireAllRight() throws SQLException {
        awaitCaughtUp();
        try (var register = system.registerDatabase();
                var totals = system.totalsDatabase()) {
            requireEventsWithoutGap(register);
            assertThat(Sql.rows(register, PARTICIPANT_WITHOUT_ONE_EVENT))
                    .as("people without exactly one event, events without a person")
                    .isEmpty();
            requireSame("coverage cells", register, COVERAGE_OF_REGISTER, totals, COVERAGE_OF_TOTALS);
            requireSame("birth years", register, BIRTH_YEARS_OF_REGISTER, totals, BIRTH_YEARS_OF_TOTALS);
            requireSame("area totals", register, AREAS_OF_REGISTER, totals, AREAS_OF_TOTALS);
            requireSame("flows", register, COVERED_OF_REGISTER, totals, COVERED_OF_FLOWS);
            requireSame("villages", register, VILLAGES_OF_REGISTER, totals, VILLAGES_OF_TOTALS);
            requireSame("budgets", register, BUDGETS_OF_REGISTER, totals, BUDGETS_OF_TOTALS);
            requireHeadline(register);
        }
    }

    void awaitCaughtUp() {
        await("totals at the register's last position")
                .atMost(CAUGHT_UP_WITHIN)
                .pollInterval(Duration.ofMillis(50))
                .ignoreExceptionsMatching(SQLException.class::isInstance)
                .until(this::caughtUp);
    }

    private boolean caughtUp() throws SQLException {
        try (var register = system.registerDatabase();
                var totals = system.totalsDatabase()) {
            return Sql.number(register, "select count(*) from outbox") == 0
                    && lastPosition(register)
                            == Sql.number(totals, "select position from projection where state = 'LIVE'")
                    && (system.reporting().isKilled() || lastPosition(register) == answered());
        }
    }

    /** What is answered follows the totals within milliseconds, and not at once: answers are kept. */
    private long answered() {
        return system.askReporting().get("/v1/progress").jsonPath().getLong("asOf.position");
    }

    static long lastPosition(Connection register) throws SQLException {
        return Sql.number(register, "select coalesce(max(position), 0) from event_log");
    }

    private static void requireEventsWithoutGap(Connection register) throws SQLException {
        long last = lastPosition(register);

        var found = Sql.rows(register, "select min(position), max(position), count(*) from event_log");

        assertThat(found).as("positions 1..n").containsExactly("1|%d|%d".formatted(last, last));
    }

    private static void requireSame(
            String what, Connection register, String ofRegister, Connection totals, String ofTotals)
            throws SQLException {
        var counted = Sql.rows(register, ofRegister);
        var told = Sql.rows(totals, ofTotals);

        assertThat(without(counted, told)).as(what + " that should be there").isEmpty();
        assertThat(without(told, counted))
                .as(what + " that should not be there")
                .isEmpty();
    }

    private static List<String> without(List<String> rows, List<String> others) {
        var left = new ArrayList<>(rows);
        left.removeAll(new HashSet<>(others));
        return left;
    }

    private void requireHeadline(Connection register) throws SQLException {
        var covered =
                (int) Sql.number(register, "select count(*) from participant where status in ('ACTIVE', 'GRACE')");
        var carriedOver = (int) Sql.number(register, "select count(*) from participant where origin = 'CARRIED_OVER'");
        var last = (int) lastPosition(register);

        system.askReporting()
                .get("/v1/progress")
                .then()
                .statusCode(200)
                .contentType(JSON)
                .body("asOf.position", equalTo(last))
                .body("asOf.parked", equalTo(0))
                .body("register.covered", equalTo(covered))
                .body("register.carriedOver", equalTo(carriedOver))
                .body("covered", equalTo(1_100_000 - carriedOver + covered));
    }
}
