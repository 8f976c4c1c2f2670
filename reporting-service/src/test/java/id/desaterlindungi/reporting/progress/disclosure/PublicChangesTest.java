package id.desaterlindungi.reporting.progress.disclosure;

import static org.assertj.core.api.Assertions.assertThat;

import id.desaterlindungi.reporting.progress.disclosure.PublicChanges.Area;
import id.desaterlindungi.reporting.progress.disclosure.PublicChanges.Stock;
import java.time.DayOfWeek;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.ToLongFunction;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Somebody who knows the rule, the changes and the numbers that are told, who knows also that nothing happened after the 30 days, and
 * who can try all registers there could be: no number of 1 to 4 people follows, neither one of before, nor one of after, nor a change.
 */
class PublicChangesTest {
    /** Two regencies; one with three districts and one with one. */
    private static final List<String> DISTRICTS = List.of("16.01.01", "16.01.02", "16.01.03", "16.02.01");

    private static final int MOST_PEOPLE = 9;
    private static final Stock NOBODY = new Stock(0, 0);

    /** Each area's people, before and after. */
    private record Register(Map<String, Stock> areas) {}

    @Test
    void noRegisterCanBeWorkedOutFromWhatIsTold() {
        var counts = counts(new int[DISTRICTS.size()], 0, MOST_PEOPLE);
        var byAnswer = new HashMap<String, List<Register>>();
        for (var after : counts) {
            for (var before : counts) {
                var register = register(before, after);
                byAnswer.computeIfAbsent(told(register), _ -> new ArrayList<>()).add(register);
            }
        }

        var withheld = 0;
        var changes = 0;
        for (var alike : byAnswer.values()) {
            var first = alike.getFirst();
            var told = changes(first);
            changes += (int) first.areas().keySet().stream()
                    .filter(code -> told.of(code) != null)
                    .count();
            for (var code : first.areas().keySet()) {
                for (var number : List.<ToLongFunction<Stock>>of(Stock::before, Stock::after, Stock::change)) {
                    var possible = alike.stream()
                            .map(one -> number.applyAsLong(one.areas().get(code)))
                            .collect(Collectors.toSet());
                    if (possible.stream().anyMatch(people -> PublicFigures.few(Math.abs(people)))) {
                        withheld++;
                        assertThat(told.of(code)).isNull();
                        assertThat(possible)
                                .as("what %s can be in registers with the same answers as %s", code, first)
                                .hasSizeGreaterThan(1);
                    }
                }
            }
        }
        assertThat(changes).isGreaterThan(1_000);
        assertThat(withheld).isGreaterThan(1_000);
    }

    @Test
    void tellsWhatGrewAndWhatShrank() {
        var told = changes(register(new int[] {50, 60, 0, 12}, new int[] {70, 60, 8, 6}));

        assertThat(told.of("16")).isEqualTo(22);
        assertThat(told.of("16.01")).isEqualTo(28);
        assertThat(told.of("16.01.01")).isEqualTo(20);
        assertThat(told.of("16.01.02")).isZero();
        assertThat(told.of("16.02.01")).isEqualTo(-6);
    }

    /** Before, after, or by how many: one part of a few people hides those beside it, and not the other sums. */
    @Test
    void withholdsAllPartsOfASumOfWhichOneIsAFew() {
        for (var after : List.of(new int[] {70, 60, 3, 50}, new int[] {70, 60, 13, 50}, new int[] {70, 63, 8, 50})) {
            var told = changes(register(new int[] {50, 60, 3, 40}, after));

            assertThat(told.of("16.01")).isNotNull();
            assertThat(told.of("16.01.01")).isNull();
            assertThat(told.of("16.01.02")).isNull();
            assertThat(told.of("16.02.01")).isEqualTo(10);
        }
    }

    @Test
    void tellsNothingWhereTheWayToTheGoalWouldTellWhoWasCarriedOver() {
        var register = register(new int[] {50, 60, 0, 12}, new int[] {70, 60, 8, 6});

        assertThat(PublicChanges.of(areas(register), new Stock(20, 23), figures(register))
                        .of("16"))
                .isNull();
        assertThat(PublicChanges.of(areas(register), new Stock(20, 25), figures(register))
                        .of("16"))
                .isEqualTo(22);
    }

    @ParameterizedTest
    @ValueSource(strings = {"2026-11-23", "2026-11-28", "2026-11-29"})
    void endsWithTheLastWholeWeek(String today) {
        var last = PublicChanges.lastDay(LocalDate.parse(today));

        assertThat(last).isEqualTo("2026-11-22");
        assertThat(last.getDayOfWeek()).isEqualTo(DayOfWeek.SUNDAY);
    }

    private static List<int[]> counts(int[] people, int district, int left) {
        if (district == people.length) {
            return List.of(people.clone());
        }
        var all = new ArrayList<int[]>();
        for (var here = 0; here <= left; here++) {
            people[district] = here;
            all.addAll(counts(people, district + 1, left - here));
        }
        people[district] = 0;
        return all;
    }

    private static Register register(int[] before, int[] after) {
        var areas = new TreeMap<String, Stock>();
        for (var i = 0; i < before.length; i++) {
            for (var length : new int[] {2, 5, 8}) {
                areas.merge(
                        DISTRICTS.get(i).substring(0, length),
                        new Stock(before[i], after[i]),
                        (one, other) -> new Stock(one.before() + other.before(), one.after() + other.after()));
            }
        }
        return new Register(areas);
    }

    private static List<Area> areas(Register register) {
        return register.areas().entrySet().stream()
                .map(area -> new Area(area.getKey(), parent(area.getKey()), area.getValue()))
                .toList();
    }

    private static String parent(String code) {
        return code.length() == 2 ? "" : code.substring(0, code.lastIndexOf('.'));
    }

    private static PublicFigures figures(Register register) {
        return PublicFigures.of(register.areas().entrySet().stream()
                .map(area -> new PublicFigures.Area(
                        area.getKey(), parent(area.getKey()), area.getValue().after()))
                .toList());
    }

    private static PublicChanges changes(Register register) {
        return PublicChanges.of(areas(register), NOBODY, figures(register));
    }

    private static String told(Register register) {
        var figures = figures(register);
        var changes = changes(register);
        var told = new StringBuilder();
        register.areas()
                .forEach((code, stock) -> told.append(figures.tells(code) ? stock.after() : "?")
                        .append(',')
                        .append(changes.of(code))
                        .append(' '));
        return told.toString();
    }
}
