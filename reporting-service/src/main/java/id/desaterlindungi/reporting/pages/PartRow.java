package id.desaterlindungi.reporting.pages;

import id.desaterlindungi.reporting.pages.drawing.Bar;
import id.desaterlindungi.reporting.pages.words.Formats;
import id.desaterlindungi.reporting.pages.words.Words;
import id.desaterlindungi.reporting.progress.PublicReader.Part;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;

/**
 * A part of an area, as a line of a ranking.
 *
 * @param value covered in the register; a dash where it is not told
 * @param length of its bar, of 100
 * @param money how many of its desa have set nothing aside, empty where that is not known
 */
record PartRow(String href, String name, String value, String length, boolean told, String money, boolean closed) {
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

    private static long number(Part part) {
        return Objects.requireNonNullElse(part.covered(), 0L);
    }
}
