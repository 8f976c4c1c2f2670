package id.desaterlindungi.enrollment.imports.file.row;

import id.desaterlindungi.enrollment.imports.file.Cells;
import id.desaterlindungi.enrollment.imports.file.Column;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

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

    /** All that a village is found by: two of one name in two districts are not the same. */
    private static final List<Column> PLACE = List.of(
            Column.VILLAGE_CODE,
            Column.VILLAGE_NAME,
            Column.DISTRICT,
            Column.REGENCY,
            Column.DISTRICT_NUMBER,
            Column.REGENCY_NUMBER,
            Column.PROVINCE_NUMBER);

    private static final String EMPTY = "-";
    /** The empty ones before the first text and after the last. */
    private static final Pattern AROUND = Pattern.compile("^(?:-(?:, |$))+|(?:, -)+$");

    private static final Pattern WHITE = Pattern.compile("\\s+");
    private static final int LONGEST_SAID = 100;
    /** Of one cell: the code of a village has ten, a NIK sixteen. */
    private static final int MOST_DIGITS_SAID = 12;

    private SaidText() {}

    /** What the row says of a field that has codes, or of its village: rows that say the same are mended alike. */
    static String of(RowCells cells, String field) {
        var column = Column.ofField(field).orElse(null);
        if (column == null) {
            return "";
        }
        if (column.isOfAPlace()) {
            return askable(cells, PLACE);
        }
        return SAID.contains(column) ? askable(cells, List.of(column)) : "";
    }

    /** Empty for what may hold somebody's number, and for what nobody would read. */
    private static String askable(RowCells cells, List<Column> columns) {
        var said = columns.stream()
                .filter(column -> cells.header.place(column) >= 0)
                .map(column -> Cells.visible(Cells.value(cells.cell(column))))
                .toList();
        // An empty cell between others keeps its place, so that a district's number is not taken for that of a regency.
        var line = AROUND.matcher(said.stream()
                        .map(text ->
                                text.isEmpty() ? EMPTY : WHITE.matcher(text).replaceAll(" "))
                        .collect(Collectors.joining(", ")))
                .replaceAll("")
                .toUpperCase(Locale.ROOT);
        return line.length() <= LONGEST_SAID && said.stream().noneMatch(SaidText::mayBeSomebodys) ? line : "";
    }

    private static boolean mayBeSomebodys(String text) {
        return text.chars().filter(Character::isDigit).count() > MOST_DIGITS_SAID;
    }
}
