package id.desaterlindungi.reporting.pages;

import static org.assertj.core.api.Assertions.assertThat;

import id.desaterlindungi.reporting.pages.words.Language;
import id.desaterlindungi.reporting.progress.AreaProgress;
import id.desaterlindungi.reporting.progress.AreaProgress.AreaName;
import id.desaterlindungi.reporting.progress.AreaProgress.RegisterFigures;
import id.desaterlindungi.reporting.progress.PageReader.Part;
import io.quarkus.test.junit.QuarkusTest;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Lines of a ranking, made of figures as they are told. The texts are there in a running service alone. */
@QuarkusTest
class PartRowTest {
    private static final LocalDate UNTIL = LocalDate.of(2026, 11, 22);
    private static final Visit VISIT = new Visit(Language.ENGLISH, false, "/", Map.of());

    private final List<Part> parts = List.of(
            part("16.01", 20L, -5L), part("16.02", 1_200L, 1_100L), part("16.03", 7L, 0L), part("16.04", 9L, null));

    @Test
    void changesHaveTheirSignAndStandInTheirOrder() {
        var rows = PartRow.of(parts, PartOrder.CHANGE, VISIT, VISIT.language().words());

        assertThat(rows).extracting(PartRow::name).containsExactly("16.02", "16.03", "16.01", "16.04");
        assertThat(rows).extracting(PartRow::change).containsExactly("+1,100", "0", "−5", "–");
    }

    @Test
    void mostIsNamedWhereAllAreTold() {
        assertThat(changes(parts.subList(0, 3)))
                .isEqualTo("In the 30 days to 22 November 2026 most were added in 16.02 (+1,100).");
        assertThat(changes(parts.subList(2, 3)))
                .isEqualTo("In the 30 days to 22 November 2026 none was added anywhere.");
        assertThat(changes(parts)).startsWith("A dash in place of the change");
    }

    private static String changes(List<Part> parts) {
        return PartRow.changes(parts, UNTIL, VISIT.formats(), VISIT.language().words());
    }

    private static Part part(String code, long covered, @Nullable Long change) {
        var register = new RegisterFigures(covered, null, null);
        var area =
                new AreaProgress(new AreaName(code, code), null, null, null, null, null, register, null, null, false);
        return new Part(area, "kabupaten", "", null, false, change);
    }
}
