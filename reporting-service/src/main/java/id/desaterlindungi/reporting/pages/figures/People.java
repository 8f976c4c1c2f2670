package id.desaterlindungi.reporting.pages.figures;

import id.desaterlindungi.reporting.coverage.Status;
import id.desaterlindungi.reporting.pages.drawing.Bar;
import id.desaterlindungi.reporting.pages.words.Formats;
import id.desaterlindungi.reporting.pages.words.Words;
import id.desaterlindungi.reporting.progress.Breakdown;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;

/** The people of an area by one of what they are. */
public record People(String name, boolean withheld, List<Item> items) {
    /** Years of a band of ages. */
    private static final int BAND = 10;

    /** Below 20, as nobody is enrolled before 15. */
    private static final int FIRST_BAND = 1;

    /** 60 and more. */
    private static final int LAST_BAND = 6;

    /** @param length of its bar, of 100 */
    public record Item(String name, String value, String length) {}

    /** The covered ones, the most first. */
    public static People of(Breakdown breakdown, Formats formats, Words words) {
        var facet = breakdown.by().getFirst();
        var most = breakdown.items().stream()
                .mapToLong(Breakdown.Item::covered)
                .max()
                .orElse(0);
        return new People(
                words.facet(facet),
                Objects.requireNonNullElse(breakdown.withheld(), false),
                breakdown.items().stream()
                        .filter(item -> item.covered() > 0)
                        .sorted(Comparator.comparingLong(item -> -item.covered()))
                        .map(item -> new Item(
                                words.facetValue(item.values().getOrDefault(facet, "")),
                                formats.number(item.covered()),
                                Bar.length(item.covered(), most, 100)))
                        .toList());
    }

    /** All in the register, by how their cover stands. */
    static People byStatus(Map<Status, Long> people, Formats formats, Words words) {
        var most = people.values().stream().mapToLong(Long::longValue).max().orElse(0);
        return new People(
                words.statusTitle(),
                false,
                Arrays.stream(Status.values())
                        .filter(people::containsKey)
                        .map(status ->
                                item(words.status(status.name()), people.getOrDefault(status, 0L), most, formats))
                        .toList());
    }

    /** The covered ones, by the age that they reach in a year. */
    static People byAge(Map<Integer, Long> byBirthYear, int year, Formats formats, Words words) {
        var bands = new TreeMap<Integer, Long>();
        byBirthYear.forEach((born, people) ->
                bands.merge(Math.clamp((year - born) / BAND, FIRST_BAND, LAST_BAND), people, Long::sum));
        bands.values().removeIf(people -> people == 0);
        var most = bands.values().stream().mapToLong(Long::longValue).max().orElse(0);
        return new People(
                words.ageTitle(String.valueOf(year)),
                false,
                bands.entrySet().stream()
                        .map(band -> item(age(band.getKey(), words), band.getValue(), most, formats))
                        .toList());
    }

    private static String age(int band, Words words) {
        var from = String.valueOf(band * BAND);
        return band == FIRST_BAND
                ? words.ageBelow(String.valueOf((band + 1) * BAND))
                : band == LAST_BAND ? words.ageFrom(from) : words.ageBand(from, String.valueOf((band + 1) * BAND - 1));
    }

    private static Item item(String name, long people, long most, Formats formats) {
        return new Item(name, formats.number(people), Bar.length(people, most, 100));
    }
}
