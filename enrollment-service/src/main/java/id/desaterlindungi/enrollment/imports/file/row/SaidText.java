package id.desaterlindungi.enrollment.imports.file.row;

import id.desaterlindungi.enrollment.imports.file.Cells;
import id.desaterlindungi.enrollment.imports.file.Column;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What a row says where it has a finding, as people are asked about it. */
final class SaidText {
    /** What rows say in them is asked about: they have codes. */
    private static final Set<Column> SAID = EnumSet.of(
            Column.SEGMENT,
            Column.OCCUPATION,
            Column.FUNDING_SOURCE,
            Column.PROGRAMMES,
            Column.ORIGIN,
            Column.BACKDATING_REASON);

    private static final Pattern WHITE = Pattern.compile("\\s+");
    private static final int LONGEST_SAID = 100;
    /** The code of a village has ten, a NIK sixteen. */
    private static final int MOST_DIGITS_SAID = 12;

    private SaidText() {}

    /** What the row says of a field that has codes, or of its village: rows that say the same are mended alike. */
    static String of(RowCells cells, String field) {
        var column = Column.ofField(field).orElse(null);
        if (column == null) {
            return "";
        }
        if (!column.isOfAPlace()) {
            return SAID.contains(column) ? askable(Cells.value(cells.cell(column))) : "";
        }
        return askable(Stream.of(Column.VILLAGE_CODE, Column.VILLAGE_NAME, Column.DISTRICT, Column.REGENCY)
                .map(one -> Cells.value(cells.cell(one)))
                .filter(text -> !text.isEmpty())
                .collect(Collectors.joining(", ")));
    }

    /** Empty for what may be somebody's number, and for what nobody would read. */
    private static String askable(String text) {
        var line = WHITE.matcher(Cells.visible(text)).replaceAll(" ").toUpperCase(Locale.ROOT);
        return line.length() <= LONGEST_SAID
                        && line.chars().filter(Character::isDigit).count() <= MOST_DIGITS_SAID
                ? line
                : "";
    }
}
