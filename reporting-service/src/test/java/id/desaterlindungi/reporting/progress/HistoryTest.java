package id.desaterlindungi.reporting.progress;

import static id.desaterlindungi.reporting.RegisterStub.STATUS_CHANGED;
import static id.desaterlindungi.reporting.RegisterStub.TRANSFERRED;
import static id.desaterlindungi.reporting.RegisterStub.person;
import static id.desaterlindungi.reporting.progress.Reads.DISTRICT;
import static id.desaterlindungi.reporting.progress.Reads.ONE;
import static id.desaterlindungi.reporting.progress.Reads.OTHER;
import static id.desaterlindungi.reporting.progress.Reads.REGENCY;
import static org.assertj.core.api.Assertions.assertThat;

import id.desaterlindungi.local.LocalStack;
import id.desaterlindungi.reporting.RegisterStub;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** How an area came to where it is, over HTTP. */
@QuarkusTest
class HistoryTest {
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
    void aHistoryEndsAtTheHeadlineAndItsFlowsAddUp() {
        reads.enroll(person(ONE), today.minusDays(40));
        reads.enroll(person(ONE), today);
        register.publish(
                register.append(STATUS_CHANGED, person(ONE), person(ONE).put("status", "ENDED"), today.minusDays(1)));
        register.publish(register.append(TRANSFERRED, person(ONE), person(OTHER), today));
        reads.enroll(person(ONE), LocalDate.of(1999, 1, 1));
        reads.enroll(person(ONE), today.plusDays(400));
        register.awaitFolded();

        for (var area : List.of("16", REGENCY, DISTRICT, ONE, OTHER)) {
            var headline = reads.get("/v1/progress?within=" + area);
            for (var query : List.of("&interval=day&from=" + today.minusDays(60), "&interval=week", "")) {
                var history = reads.get("/v1/progress/history?within=" + area + query);
                var later = history.getLong("later.covered");
                List<Integer> stock = history.getList("steps.registerCovered");
                List<Integer> net = history.getList("steps.net.covered");
                assertThat(stock.getLast() + later).isEqualTo(headline.getLong("register.covered"));
                for (var i = 1; i < stock.size(); i++) {
                    assertThat(stock.get(i)).isEqualTo(stock.get(i - 1) + net.get(i));
                }
                List<Map<String, Map<String, Integer>>> flows = history.getList("steps.flows");
                for (var i = 0; i < flows.size(); i++) {
                    assertThat(flows.get(i).values().stream()
                                    .mapToInt(flow -> flow.get("covered"))
                                    .sum())
                            .isEqualTo(net.get(i));
                }
                assertThat(LocalDate.parse(history.getString("steps[-1].to"))).isBetween(today, Reads.today());
            }
        }
        var province = reads.get("/v1/progress/history");
        assertThat(province.getLong("steps[-1].covered")
                        + province.getLong("later.covered")
                        - province.getLong("later.carriedOver"))
                .isEqualTo(reads.get("/v1/progress").getLong("covered"));
        assertThat(reads.get("/v1/progress/history?interval=day&from=" + today + "&within=" + DISTRICT)
                        .getMap("steps[0].flows"))
                .doesNotContainKeys("TRANSFERRED_IN", "TRANSFERRED_OUT");
        assertThat(reads.get("/v1/progress/history?interval=day&from=" + today + "&within=" + OTHER)
                        .getInt("steps[0].flows.TRANSFERRED_IN.people"))
                .isEqualTo(1);
        assertThat(reads.get("/v1/progress/history?interval=month&from=1999-01-01&to=1999-01-31&within=" + ONE)
                        .getInt("steps[0].net.covered"))
                .isEqualTo(1);
    }
}
