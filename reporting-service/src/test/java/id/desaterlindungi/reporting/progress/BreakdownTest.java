package id.desaterlindungi.reporting.progress;

import static id.desaterlindungi.reporting.RegisterStub.person;
import static id.desaterlindungi.reporting.progress.Reads.DISTRICT;
import static id.desaterlindungi.reporting.progress.Reads.ONE;
import static id.desaterlindungi.reporting.progress.Reads.OTHER;
import static id.desaterlindungi.reporting.progress.Reads.REGENCY;
import static id.desaterlindungi.reporting.progress.Reads.sum;
import static org.assertj.core.api.Assertions.assertThat;

import id.desaterlindungi.local.LocalStack;
import id.desaterlindungi.reporting.RegisterStub;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.time.LocalDate;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** People told apart by their facets, over HTTP. */
@QuarkusTest
class BreakdownTest {
    @Inject
    RegisterStub register;

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
    void aBreakdownAddsUpToTheHeadlineWhicheverWayItIsCut() {
        reads.enroll(person(ONE).put("occupation", "NELAYAN"), today);
        reads.enroll(person(ONE).put("sex", "M").put("status", "REGISTERED").put("birthYear", 1990), today);
        reads.enroll(person(OTHER).put("fundingSource", "CSR").put("status", "GRACE"), today);
        register.awaitFolded();

        for (var area : List.of("16", REGENCY, DISTRICT, ONE)) {
            var headline = reads.get("/v1/progress?within=" + area);
            var people = headline.getMap("register.byStatus", String.class, Long.class).values().stream()
                    .mapToLong(Long::longValue)
                    .sum();
            for (var by : List.of(
                    "status",
                    "occupation,sex",
                    "fundingSource,status",
                    "programmes,segment",
                    "origin",
                    "birthYear,status")) {
                var breakdown = reads.get("/v1/progress/breakdown?within=" + area + "&by=" + by);
                assertThat(sum(breakdown.getList("items.people"))).isEqualTo(people);
                assertThat(breakdown.getLong("total.people")).isEqualTo(people);
                assertThat(breakdown.getLong("total.covered")).isEqualTo(headline.getLong("register.covered"));
                assertThat(breakdown.getString("by.join(',')")).isEqualTo(by);
                assertThat(breakdown.getLong("asOf.position")).isEqualTo(register.position());
            }
        }
        var filtered = reads.get(
                "/v1/progress/breakdown?within=" + ONE
                        + "&by=sex&status=REGISTERED&programmes=JKM,JKK&segment=BPU&occupation=PETANI&fundingSource=ADD&origin=NEW");
        assertThat(filtered.getString("items[0].values.sex")).isEqualTo("M");
        assertThat(filtered.getLong("total.covered")).isZero();
        assertThat(filtered.getString("filters.programmes")).isEqualTo("JKK+JKM");
        assertThat(reads.get("/v1/progress/breakdown?within=" + ONE + "&by=status&birthYear=1990")
                        .getString("items[0].values.status"))
                .isEqualTo("REGISTERED");
    }
}
