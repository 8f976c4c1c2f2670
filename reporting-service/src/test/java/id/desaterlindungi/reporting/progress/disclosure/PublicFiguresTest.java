package id.desaterlindungi.reporting.progress.disclosure;

import static org.assertj.core.api.Assertions.assertThat;

import id.desaterlindungi.reporting.progress.disclosure.PublicFigures.Area;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/**
 * Somebody who knows the rule and every number that is told, and who can try all registers there could be: none of the withheld
 * numbers of 1 to 4 people follows.
 */
class PublicFiguresTest {
    /** Two regencies; one with a district of three villages and one of one, one with a district of two. */
    private static final List<String> VILLAGES = List.of(
            "16.01.01.2001", "16.01.01.2002", "16.01.01.2003", "16.01.02.2001", "16.02.01.2001", "16.02.01.2002");

    private static final int MOST_PEOPLE = 12;

    @Test
    void noRegisterCanBeWorkedOutFromWhatIsTold() {
        var byAnswer = new HashMap<String, List<Map<String, Long>>>();
        for (var register : registers(new int[VILLAGES.size()], 0, MOST_PEOPLE)) {
            byAnswer.computeIfAbsent(told(register), _ -> new ArrayList<>()).add(register);
        }

        var withheld = 0;
        for (var alike : byAnswer.values()) {
            var figures = PublicFigures.of(areas(alike.getFirst()));
            for (var register : alike) {
                for (var area : register.entrySet()) {
                    if (PublicFigures.few(area.getValue())) {
                        withheld++;
                        assertThat(figures.tells(area.getKey())).isFalse();
                        assertThat(alike)
                                .as("registers with the same answers as %s", register)
                                .anyMatch(other -> !other.get(area.getKey()).equals(area.getValue()));
                    }
                }
            }
        }
        assertThat(byAnswer.size()).isGreaterThan(50);
        assertThat(withheld).isGreaterThan(1_000);
    }

    @Test
    void tellsAllWhereNobodyIsAlone() {
        var areas = areas(register(new int[] {5, 0, 7, 12, 5, 9}));

        var figures = PublicFigures.of(areas);

        assertThat(areas).allMatch(area -> figures.tells(area.code()));
    }

    @Test
    void withholdsNeighboursAndWhatLiesWithinButNotWhatLiesBeside() {
        var figures = PublicFigures.of(areas(register(new int[] {50, 60, 3, 40, 50, 9})));

        assertThat(figures.tells("16.01.01")).isTrue();
        assertThat(figures.tells("16.01.01.2001")).isFalse();
        assertThat(figures.tells("16.01.01.2003")).isFalse();
        assertThat(figures.tells("16.01.02.2001")).isTrue();
        assertThat(figures.tells("16.02.01.2002")).isTrue();
    }

    @Test
    void tellsNothingWhileTheWholeIsAFew() {
        var figures = PublicFigures.of(areas(register(new int[] {1, 0, 1, 0, 0, 0})));

        assertThat(figures.tells("16")).isFalse();
        assertThat(figures.tells("16.02")).isFalse();
    }

    private static List<Map<String, Long>> registers(int[] people, int village, int left) {
        if (village == people.length) {
            return List.of(register(people));
        }
        var all = new ArrayList<Map<String, Long>>();
        for (var here = 0; here <= left; here++) {
            people[village] = here;
            all.addAll(registers(people, village + 1, left - here));
        }
        people[village] = 0;
        return all;
    }

    private static Map<String, Long> register(int[] people) {
        var register = new TreeMap<String, Long>();
        for (var i = 0; i < people.length; i++) {
            for (var length : new int[] {2, 5, 8, 13}) {
                register.merge(VILLAGES.get(i).substring(0, length), (long) people[i], Long::sum);
            }
        }
        return register;
    }

    private static List<Area> areas(Map<String, Long> register) {
        return register.entrySet().stream()
                .map(area -> new Area(
                        area.getKey(),
                        area.getKey().length() == 2
                                ? ""
                                : area.getKey().substring(0, area.getKey().lastIndexOf('.')),
                        area.getValue()))
                .toList();
    }

    private static String told(Map<String, Long> register) {
        var figures = PublicFigures.of(areas(register));
        return register.entrySet().stream()
                .map(area -> figures.tells(area.getKey()) ? area.toString() : area.getKey() + "=?")
                .collect(Collectors.joining(" "));
    }
}
