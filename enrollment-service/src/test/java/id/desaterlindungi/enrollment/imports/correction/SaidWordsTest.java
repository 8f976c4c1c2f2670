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

        var sum = new SaidWords.Sum(Set.of(3, 4));
        Stream.of(first, second).flatMap(one -> one.all().stream()).forEach(sum::add);

        assertThat(sum.most()).containsExactly(new Counted(CODE, FIELD, "TUKANG LAS", 2, 2, 5));
    }

    /** What stands in one row alone may be a name in the wrong column; the name of a village is nobody's. */
    @Test
    void asksAboutAWordThatSeveralRowsSay() {
        var words = new SaidWords();
        words.add(CODE, FIELD, "SITI UJI", 2, true);
        words.add("village-name-alone", "villageName", "NEGERI SINDANG", 3, true);
        var sum = new SaidWords.Sum(Set.of());

        words.all().forEach(sum::add);

        assertThat(sum.most()).extracting(Counted::text).containsExactly("NEGERI SINDANG");
    }

    /** A list in which each row says something else would be as many questions. */
    @Test
    void keepsWhatMostRowsSay() {
        var words = new SaidWords();
        IntStream.rangeClosed(1, 3_000).forEach(row -> words.add(CODE, FIELD, "KATA " + row, row, true));
        IntStream.rangeClosed(3_001, 6_000).forEach(row -> words.add(CODE, FIELD, "KATA " + (row - 3_000), row, true));
        words.add(CODE, FIELD, "KATA 7", 6_001, false);
        var sum = new SaidWords.Sum(Set.of());

        words.all().forEach(sum::add);

        assertThat(words.all()).hasSize(200);
        assertThat(sum.most()).hasSize(20).startsWith(new Counted(CODE, FIELD, "KATA 7", 3, 2, 7));
    }
}
