package id.desaterlindungi.enrollment.imports.correction;

import static org.assertj.core.api.Assertions.assertThat;

import id.desaterlindungi.enrollment.imports.correction.SaidWords.Counted;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class SaidWordsTest {
    private static final String CODE = "occupation-unknown";
    private static final String FIELD = "occupation";

    @Test
    void countsAlikeFromAllChunksAndLeavesOutRowsThatAreDoubles() {
        var first = new SaidWords();
        first.add(CODE, FIELD, "TUKANG LAS", 5, true);
        first.add(CODE, FIELD, "TUKANG LAS", 3, false);
        first.add(CODE, FIELD, "PENARI", 4, true);
        var second = new SaidWords();
        second.add(CODE, FIELD, "TUKANG LAS", 1_003, true);
        second.add("code-unknown", "segment", "SAWAH", 1_004, true);

        var counted = SaidWords.counted(Stream.of(first, second).flatMap(one -> one.all().stream()), Set.of(3, 4));

        assertThat(counted)
                .containsExactlyInAnyOrder(
                        new Counted(CODE, FIELD, "TUKANG LAS", 2, 2, 5),
                        new Counted("code-unknown", "segment", "SAWAH", 1, 1, 1_004));
    }

    /** A list in which each row says something else would be as many questions. */
    @Test
    void keepsWhatMostRowsSay() {
        var words = new SaidWords();
        IntStream.rangeClosed(1, 3_000).forEach(row -> words.add(CODE, FIELD, "KATA " + row, row, true));
        IntStream.rangeClosed(3_001, 3_002).forEach(row -> words.add(CODE, FIELD, "KATA 7", row, false));

        var counted = SaidWords.counted(words.all().stream(), Set.of());

        assertThat(words.all()).hasSize(200);
        assertThat(counted).hasSize(20).startsWith(new Counted(CODE, FIELD, "KATA 7", 3, 1, 7));
    }
}
