package id.desaterlindungi.reporting.progress;

import static id.desaterlindungi.reporting.RegisterStub.person;
import static id.desaterlindungi.reporting.progress.Reads.ONE;
import static id.desaterlindungi.reporting.progress.Reads.REGENCY;
import static org.assertj.core.api.Assertions.assertThat;

import id.desaterlindungi.local.LocalStack;
import id.desaterlindungi.reporting.RegisterStub;
import id.desaterlindungi.reporting.coverage.ProjectionNews;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import jakarta.inject.Inject;
import java.time.LocalDate;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The forecast over HTTP; {@link ForecastTest} tries how it is computed. */
@QuarkusTest
class ForecastResourceTest {
    @Inject
    RegisterStub register;

    @Inject
    Jdbi jdbi;

    @Inject
    ProjectionNews news;

    LocalStack stack;

    private Reads reads;

    /** As the test begins; it may end on the next day. */
    private final LocalDate today = Reads.today();

    @BeforeEach
    void caughtUp() {
        reads = new Reads(stack, register);
        register.awaitFolded();
    }

    @Test
    void aForecastSaysHowItWasFoundOrWhyThereIsNone() {
        reads.enroll(person(ONE), today.minusDays(20));
        register.awaitFolded();

        // The register itself is a few minutes old, whatever day an enrollment is dated back to.
        var young = reads.get("/v1/progress/forecast?within=" + REGENCY);
        assertThat(young.getList("paces.daysKnown", Integer.class)).allMatch(days -> days <= 1);
        assertThat(reads.get("/v1/progress/forecast").getString("outlook")).isEqualTo("TOO_FEW_DAYS");

        JsonPath province;
        JsonPath regency;
        firstEvent("first_event_at - interval '16 days'");
        try {
            province = reads.get("/v1/progress/forecast");
            regency = reads.get("/v1/progress/forecast?within=" + REGENCY);
        } finally {
            firstEvent("first_event_at + interval '16 days'");
        }

        assertThat(regency.getList("paces.daysKnown", Integer.class))
                .startsWith(7)
                .allMatch(days -> days <= 17);
        assertThat(province.getList("paces.days", Integer.class)).containsExactly(7, 30, 90);
        assertThat(province.getBoolean("needed.overdue")).isTrue();
        assertThat(province.getString("outlook")).isIn("DATED", "NOT_GROWING", "TOO_SLOW");
        assertThat(province.getString("method.source")).contains("Student");
        assertThat(regency.getString("outlook")).isEqualTo("NO_GOAL");
        assertThat(regency.getMap("$")).doesNotContainKeys("goal", "needed", "reached");
    }

    private void firstEvent(String at) {
        jdbi.useHandle(
                handle -> handle.execute("update projection set first_event_at = " + at + " where state = 'LIVE'"));
        news.changed();
    }
}
