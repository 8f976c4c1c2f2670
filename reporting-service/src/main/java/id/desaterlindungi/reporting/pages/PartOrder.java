package id.desaterlindungi.reporting.pages;

import com.fasterxml.jackson.annotation.JsonProperty;
import id.desaterlindungi.reporting.pages.words.Language;
import id.desaterlindungi.reporting.pages.words.Words;
import id.desaterlindungi.reporting.progress.PageReader.Part;
import java.text.Collator;
import java.util.Comparator;
import java.util.List;

/** In which order the parts of an area stand. What is not told comes last, and equals go by name. */
enum PartOrder {
    @JsonProperty("covered")
    COVERED,
    @JsonProperty("fewest")
    FEWEST,
    @JsonProperty("change")
    CHANGE,
    @JsonProperty("money")
    MONEY,
    @JsonProperty("name")
    NAME;

    static final String PARAMETER = "sort";

    String code() {
        return switch (this) {
            case COVERED -> "covered";
            case FEWEST -> "fewest";
            case CHANGE -> "change";
            case MONEY -> "money";
            case NAME -> "name";
        };
    }

    private String text(Words words) {
        return switch (this) {
            case COVERED -> words.sortCovered();
            case FEWEST -> words.sortFewest();
            case CHANGE -> words.sortChange();
            case MONEY -> words.sortMoney();
            case NAME -> words.sortName();
        };
    }

    List<SortLink> links(Visit visit, Words words) {
        return List.of(values()).stream()
                .map(order -> new SortLink(
                        order.text(words),
                        (order == COVERED ? visit.without(PARAMETER) : visit.with(PARAMETER, order.code())) + "#parts",
                        order == this))
                .toList();
    }

    Comparator<Part> comparator(Language language) {
        var byName = byName(language);
        return switch (this) {
            case COVERED ->
                Comparator.<Part>comparingLong(part -> -number(part, -1)).thenComparing(byName);
            case FEWEST ->
                Comparator.<Part>comparingLong(part -> number(part, Long.MAX_VALUE))
                        .thenComparing(byName);
            case CHANGE ->
                Comparator.comparing(Part::change, Comparator.nullsLast(Comparator.<Long>reverseOrder()))
                        .thenComparing(byName);
            case MONEY -> Comparator.<Part>comparingLong(part -> -without(part)).thenComparing(byName);
            case NAME -> byName;
        };
    }

    /** As the language orders names. */
    private static Comparator<Part> byName(Language language) {
        var collator = Collator.getInstance(language.locale());
        return Comparator.comparing(part -> part.area().area().name(), collator);
    }

    private static long number(Part part, long withheld) {
        var covered = part.covered();
        return covered == null ? withheld : covered;
    }

    private static long without(Part part) {
        var budgets = part.budgets();
        return budgets == null ? -1 : budgets.desaWithout();
    }
}
