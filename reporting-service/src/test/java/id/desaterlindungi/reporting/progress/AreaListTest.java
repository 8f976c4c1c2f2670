package id.desaterlindungi.reporting.progress;

import static id.desaterlindungi.reporting.RegisterStub.person;
import static id.desaterlindungi.reporting.progress.Reads.DISTRICT;
import static id.desaterlindungi.reporting.progress.Reads.ONE;
import static id.desaterlindungi.reporting.progress.Reads.OTHER;
import static id.desaterlindungi.reporting.progress.Reads.REGENCY;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.hasKey;
import static org.hamcrest.Matchers.not;

import com.fasterxml.jackson.databind.ObjectMapper;
import id.desaterlindungi.local.LocalStack;
import id.desaterlindungi.reporting.RegisterStub;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.io.IOException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Areas in any order, and villages by what they lack, over HTTP. */
@QuarkusTest
class AreaListTest {
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
    void areasCanBeSortedAndPagedByAnyFigure() {
        reads.enroll(person(ONE), today);
        reads.enroll(person(OTHER), today.minusDays(45));
        register.awaitFolded();

        for (var sort : List.of("code", "covered", "gap", "percent", "growth")) {
            for (var order : List.of("asc", "desc")) {
                var query = "/v1/progress/areas?level=regency&sort=" + sort + "&order=" + order;
                List<String> whole = reads.get(query).getList("items.area.code");
                var paged = new ArrayList<String>();
                String next = null;
                do {
                    var page = reads.get(query + "&limit=5" + (next == null ? "" : "&cursor=" + next));
                    paged.addAll(page.getList("items.area.code"));
                    next = page.getString("next");
                } while (next != null);
                assertThat(paged).as("%s %s", sort, order).hasSize(17).isEqualTo(whole);
            }
        }
        List<Integer> covered =
                reads.get("/v1/progress/areas?level=regency&sort=covered").getList("items.register.covered");
        assertThat(covered).isSortedAccordingTo(Comparator.reverseOrder());
        var grown = reads.get("/v1/progress/areas?within=" + REGENCY + "&level=village&sort=growth&limit=500");
        assertThat(grown.getList("items.growth", Integer.class)).isSortedAccordingTo(Comparator.reverseOrder());
        reads.caller().get("/v1/progress/areas?level=regency").then().body("items[0]", not(hasKey("growth")));
    }

    @Test
    void villagesCanBeListedByWhatTheyLack() throws IOException {
        reads.enroll(person(ONE), today);
        reads.budget("16.13.02.2003", 25_000_000L);
        village("16.13.02.2004", ",\"validUntil\":\"" + today.minusDays(1) + "\"", 900L);
        village("16.13.02.2006", ",\"validUntil\":null", 1_240L);
        register.awaitFolded();

        var none = reads.get("/v1/progress/areas?level=village&limit=500&having=none&within=" + DISTRICT);
        assertThat(none.getList("items.area.code"))
                .contains("16.13.02.2003", "16.13.02.2006")
                .doesNotContain(ONE, "16.13.02.2004");
        var noBudget = reads.get("/v1/progress/areas?level=village&limit=500&having=no-budget&within=" + DISTRICT);
        assertThat(noBudget.getList("items.area.code"))
                .contains(ONE, "16.13.02.2006")
                .doesNotContain("16.13.02.2003", "16.13.02.2004");
        var facts = reads.get("/v1/progress?within=16.13.02.2006");
        assertThat(facts.getLong("village.workers")).isEqualTo(1_240);
        assertThat(facts.getString("village.workersOn")).isEqualTo(today.toString());
        assertThat(facts.getBoolean("village.sadar")).isTrue();
    }

    private void village(String village, String more, long workers) throws IOException {
        register.publish(register.appendData(
                "id.desaterlindungi.village.updated.v1",
                new ObjectMapper().readTree("""
                {"villageCode":"%s","version":2,"on":"%s","before":null,
                 "after":{"kind":"desa","workers":%d,"headPresent":true,"sadar":true,"parentVillage":null,"validFrom":null,
                          "successors":[]%s}}
                """.formatted(village, today, workers, more)),
                null));
    }
}
