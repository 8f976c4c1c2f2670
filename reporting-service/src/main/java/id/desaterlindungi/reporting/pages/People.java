package id.desaterlindungi.reporting.pages;

import id.desaterlindungi.reporting.pages.drawing.Bar;
import id.desaterlindungi.reporting.pages.words.Formats;
import id.desaterlindungi.reporting.pages.words.Words;
import id.desaterlindungi.reporting.progress.Breakdown;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;

/** The covered people of the province by one of what they are, the most first. */
record People(String name, boolean withheld, List<Item> items) {
    /** @param length of its bar, of 100 */
    record Item(String name, String value, String length) {}

    static People of(Breakdown breakdown, Formats formats, Words words) {
        var facet = breakdown.by().getFirst();
        var most = breakdown.items().stream()
                .mapToLong(Breakdown.Item::covered)
                .max()
                .orElse(0);
        return new People(
                words.facet(facet),
                Objects.requireNonNullElse(breakdown.withheld(), false),
                breakdown.items().stream()
                        .sorted(Comparator.comparingLong(item -> -item.covered()))
                        .map(item -> new Item(
                                words.facetValue(item.values().getOrDefault(facet, "")),
                                formats.number(item.covered()),
                                Bar.length(item.covered(), most, 100)))
                        .toList());
    }
}
