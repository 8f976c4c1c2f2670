package id.desaterlindungi.reporting.pages;

import id.desaterlindungi.reporting.pages.drawing.Bar;
import id.desaterlindungi.reporting.pages.words.Formats;
import id.desaterlindungi.reporting.pages.words.Words;
import id.desaterlindungi.reporting.progress.PageReader.Part;
import java.time.LocalDate;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;

/**
 * A part of an area, as a line of a ranking.
 *
 * @param value covered in the register; a dash where it is not told
 * @param length of its bar, of 100
 * @param change of that number in 30 days, with its sign; a dash where it is not told
 * @param money how many of its desa have set nothing aside, empty where that is not known
 */
record PartRow(
        String href,
        String name,
        String value,
        String length,
        boolean told,
        String change,
        String money,
        boolean closed) {
    static final String WITHHELD = "–";

    static List<PartRow> of(List<Part> parts, PartOrder order, Visit visit, Words words) {
        var most = parts.stream().mapToLong(PartRow::number).max().orElse(0);
        return parts.stream()
                .sorted(order.comparator(visit.language()))
                .map(part -> of(part, most, visit, words))
                .toList();
    }

    private static PartRow of(Part part, long most, Visit visit, Words words) {
        var area = part.area().area();
        var covered = part.covered();
        return new PartRow(
                visit.to("/areas/" + area.code()),
                area.name(),
                covered == null ? WITHHELD : visit.formats().number(covered),
                covered == null ? "0" : Bar.length(covered, most, 100),
                covered != null,
                part.change() == null ? WITHHELD : visit.formats().change(part.change()),
                money(part, visit, words),
                part.closed());
    }

    private static String money(Part part, Visit visit, Words words) {
        var budgets = part.budgets();
        if (budgets == null || part.closed()) {
            return "";
        }
        if (budgets.desa() == 0) {
            return words.noDesa();
        }
        var village = part.kind().equals("desa");
        if (village) {
            return budgets.desaWithout() > 0 ? words.nothingSetAside() : words.setAside();
        }
        var formats = visit.formats();
        return words.desaOf(formats.number(budgets.desaWithout()), formats.number(budgets.desa()));
    }

    /** The part with the most, and that with the fewest, in a sentence. */
    static String leaders(List<Part> parts, Formats formats, Words words) {
        var byCovered = parts.stream()
                .filter(part -> part.covered() != null)
                .sorted(Comparator.comparingLong(part -> -number(part)))
                .toList();
        if (byCovered.isEmpty() || number(byCovered.getFirst()) == 0) {
            return words.nobodyYet();
        }
        var first = byCovered.getFirst();
        var last = byCovered.getLast();
        return words.leaders(
                first.area().area().name(),
                formats.number(number(first)),
                last.area().area().name(),
                formats.number(number(last)));
    }

    /** Where the number grew most in 30 days, in a sentence. */
    static String changes(List<Part> parts, LocalDate until, Formats formats, Words words) {
        var day = formats.day(until);
        if (parts.stream().anyMatch(part -> part.change() == null)) {
            return words.changeWithheld(day);
        }
        return parts.stream()
                .max(Comparator.comparingLong(PartRow::change))
                .filter(most -> change(most) > 0)
                .map(most -> words.changeMost(day, most.area().area().name(), formats.change(change(most))))
                .orElseGet(() -> words.changeNone(day));
    }

    private static long change(Part part) {
        return Objects.requireNonNullElse(part.change(), 0L);
    }

    private static long number(Part part) {
        return Objects.requireNonNullElse(part.covered(), 0L);
    }
}
