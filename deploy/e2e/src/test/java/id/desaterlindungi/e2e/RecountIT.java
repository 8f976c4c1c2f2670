package id.desaterlindungi.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.sql.SQLException;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The other tests are worth as much as the recount that they end with. */
@ExtendWith(RunningSystem.class)
class RecountIT {
    private final DesaSystem system;
    private final Recount recount;

    RecountIT(DesaSystem system) {
        this.system = system;
        this.recount = new Recount(system);
    }

    @ParameterizedTest
    @CsvSource({"coverage_count, coverage cells", "birth_year_cell, birth years", "area_total, area totals"})
    void onePersonTooManyInOneRowIsNoticed(String table, String complaint) throws SQLException {
        system.askEnrollment()
                .body(system.people().next().request())
                .post("/v1/participants")
                .then()
                .statusCode(201);
        recount.requireAllRight();

        addToOneRow(table, 1);
        var noticed = catchThrowable(recount::requireAllRight);
        addToOneRow(table, -1);

        assertThat(noticed).isInstanceOf(AssertionError.class).hasMessageContaining(complaint);
        recount.requireAllRight();
    }

    private void addToOneRow(String table, int people) throws SQLException {
        try (var totals = system.totalsDatabase()) {
            // By its values: an update moves a row, and with it its place.
            Sql.execute(totals, """
                    update %1$s set people = people + %2$d
                    where (%1$s)::text =
                          (select max((%1$s)::text) from %1$s
                           where generation = (select generation from projection where state = 'LIVE'))
                    """.formatted(table, people));
        }
    }
}
