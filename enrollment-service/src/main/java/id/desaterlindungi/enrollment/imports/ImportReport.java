package id.desaterlindungi.enrollment.imports;

import id.desaterlindungi.enrollment.imports.ImportRows.Judged;
import id.desaterlindungi.enrollment.imports.ImportRows.JudgedRow;
import id.desaterlindungi.enrollment.imports.RowView.RowFinding;
import id.desaterlindungi.enrollment.imports.code.ListCode;
import id.desaterlindungi.enrollment.imports.code.RowVerdict;
import id.desaterlindungi.enrollment.imports.file.Cell;
import id.desaterlindungi.enrollment.imports.file.Cells;
import id.desaterlindungi.enrollment.imports.file.Column;
import id.desaterlindungi.enrollment.imports.file.Defaults;
import id.desaterlindungi.enrollment.imports.file.FileRow;
import id.desaterlindungi.enrollment.imports.file.FileTrait;
import id.desaterlindungi.enrollment.imports.file.Header;
import id.desaterlindungi.enrollment.imports.file.NikDigits;
import id.desaterlindungi.enrollment.imports.file.Places;
import id.desaterlindungi.enrollment.imports.file.Words;
import id.desaterlindungi.enrollment.imports.file.row.CodeReading;
import id.desaterlindungi.enrollment.imports.file.row.DayReading;
import id.desaterlindungi.enrollment.imports.file.row.NumberReading;
import id.desaterlindungi.enrollment.imports.file.row.RowCheck;
import id.desaterlindungi.enrollment.imports.file.row.Terms;
import id.desaterlindungi.enrollment.participant.codes.Nik;
import id.desaterlindungi.enrollment.participant.codes.Sex;
import id.desaterlindungi.enrollment.problem.Finding;
import id.desaterlindungi.enrollment.problem.Messages;
import id.desaterlindungi.enrollment.problem.ProblemException;
import id.desaterlindungi.enrollment.sheet.SheetWriter;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * The uploaded list once more, with the verdict beside each row. Somebody can correct it and upload it as it is. The uploader's
 * defaults are written into it, so that it needs none when it comes back.
 */
@ApplicationScoped
class ImportReport {
    /** A NIK, a KPJ, a telephone number, or a day. A spreadsheet would change their form. */
    private static final Pattern CODE = Pattern.compile("(?=.*[0-9])[0-9A-Z]{8,20}|0[0-9]+|[0-9]{4}-[0-9]{2}-[0-9]{2}");

    /** Replaces a P that may be a man. When it is read again, it is neither. */
    private static final String EITHER_SEX = "Pria/Perempuan";

    /** What the NIK makes of a P in a list that writes W too: without the rest of the list it would mean a woman. */
    private static final String WOMAN = "Perempuan";

    private static final String MAN = "Laki-laki";

    /** In the one of two columns for the sexes. */
    private static final String MARK = "X";

    private final ImportRows rows;
    private final PlaceDirectory places;
    private final RowCheck check;

    ImportReport(ImportRows rows, PlaceDirectory places, RowCheck check) {
        this.rows = rows;
        this.places = places;
        this.check = check;
    }

    /**
     * The list's own columns, then one for each default or choice that has no column, then the report's. An earlier report's are
     * left out.
     */
    List<String> header(Judged list, Messages messages) {
        var header = list.header();
        var names = new ArrayList<>(own(header).stream()
                .map(i -> SheetWriter.text(header.names().get(i)))
                .toList());
        lacking(rows.terms(list, places)).forEach(column -> names.add(column.header(messages.locale())));
        names.addAll(Column.reportHeaders(messages.locale()));
        return names;
    }

    private static List<Column> lacking(Terms terms) {
        var choices = terms.choices();
        return Stream.of(
                        Defaults.OFFERED.stream().filter(terms.defaults()::has),
                        Stream.of(Column.BACKDATING_REASON).filter(_ -> choices.areAbout("backdating-reason-missing")),
                        Stream.of(Column.GROUP_KIND).filter(_ -> choices.areAbout("group-kind-unknown")))
                .flatMap(columns -> columns)
                .distinct()
                .filter(column -> terms.header().place(column) < 0)
                .toList();
    }

    private static List<Integer> own(Header header) {
        return IntStream.range(0, header.names().size())
                .filter(i -> header.columns()
                        .get(i)
                        .filter(column -> !column.isRead() && column != Column.SEQUENCE)
                        .isEmpty())
                .boxed()
                .toList();
    }

    /** @throws ProblemException 409 if its rows are checked anew meanwhile: a report shows one check and one set of choices */
    void write(Judged list, boolean failedOnly, Messages messages, SheetWriter file) throws IOException {
        var cells = new ReportCells(rows.terms(list, places), messages, file);
        var seen = 0;
        for (var number = 0; ; number++) {
            var chunk = rows.chunk(list, number);
            if (chunk.isEmpty()) {
                break;
            }
            seen += chunk.get().size();
            for (var row : chunk.get()) {
                if (!failedOnly || row.verdict() == RowVerdict.FAILED) {
                    file.row(cells.of(row));
                }
            }
        }
        if (seen < rows.count(list.id())) {
            throw new IllegalStateException("The rows were deleted while they were being reported");
        }
        file.finish();
    }

    /** Makes the cells of the report's rows. */
    private final class ReportCells {
        private final Terms terms;
        private final Header header;
        private final Defaults defaults;
        private final Set<FileTrait> traits;
        private final Messages messages;
        private final SheetWriter file;
        private final List<Integer> own;
        private final List<Column> lacking;

        ReportCells(Terms terms, Messages messages, SheetWriter file) {
            this.terms = terms;
            this.header = terms.header();
            this.defaults = terms.defaults();
            this.traits = terms.traits();
            this.messages = messages;
            this.file = file;
            this.own = own(header);
            this.lacking = lacking(terms);
        }

        List<String> of(JudgedRow row) {
            var cells = new ArrayList<String>();
            var chosen = chosen(row.row());
            for (var place : own) {
                cells.add(cell(header.columns().get(place).map(chosen::get).orElseGet(() -> text(row, place))));
            }
            for (var column : lacking) {
                cells.add(cell(chosen.getOrDefault(column, isDefault(row.row(), column) ? defaults.of(column) : "")));
            }
            cells.add(Integer.toString(row.row().number()));
            cells.add(messages.text("row-verdict." + row.verdict().name(), List.of()));
            cells.add(row.findings().stream().map(Finding::code).collect(Collectors.joining(", ")));
            // It begins with words of the file, which may be a formula.
            cells.add(SheetWriter.text(row.findings().stream()
                    .map(finding -> RowFinding.of(finding, header, messages))
                    .map(finding -> finding.column() + ": " + finding.message())
                    .collect(Collectors.joining(" "))));
            return cells;
        }

        /** What choices put in place of the row's cells, so that it is read the same way without them. */
        private Map<Column, String> chosen(FileRow row) {
            if (terms.choices().isEmpty()) {
                return Map.of();
            }
            var chosen = new EnumMap<Column, String>(Column.class);
            chosen.putAll(check.of(row, terms).mended());
            var sex = chosen.get(Column.SEX);
            if (sex != null) {
                var woman = sex.equals(Sex.F.name());
                chosen.put(Column.SEX, woman ? WOMAN : MAN);
                chosen.put(Column.SEX_MALE, woman ? "" : MARK);
                chosen.put(Column.SEX_FEMALE, woman ? MARK : "");
            }
            if (header.place(Column.VILLAGE_CODE) < 0 && chosen.containsKey(Column.VILLAGE_CODE)) {
                chosen.put(Column.VILLAGE_NAME, chosen.getOrDefault(Column.VILLAGE_CODE, ""));
            }
            return chosen;
        }

        private String cell(String text) {
            var clean = Cells.clean(text);
            return CODE.matcher(clean).matches() ? file.code(clean) : SheetWriter.text(text);
        }

        /** Writes the cell so that it is read the same way again: a day as a day, a default where the check took it. */
        private String text(JudgedRow row, int place) {
            var cell = row.row().cell(place);
            var known = header.columns().get(place);
            if (cell.numeric() && (place == header.place(Column.BIRTH_DATE) || place == header.placeBesideBirth())) {
                return DayReading.ofNumber(cell, row.row().cell(header.place(Column.NIK)))
                        .map(LocalDate::toString)
                        .orElse(cell.text());
            }
            if (known.isEmpty()) {
                return cell.text();
            }
            var column = known.get();
            if (defaults.has(column) && isDefault(row.row(), column)) {
                return defaults.of(column);
            }
            if (column == Column.NIK && hasFinding(row, ListCode.ROUNDED)) {
                return withoutLastDigit(cell.text());
            }
            if (column == Column.SEX && hasFinding(row, ListCode.EITHER_SEX)) {
                return Column.plain(cell.text()).equals("P") ? EITHER_SEX : cell.text();
            }
            if (column == Column.SEX && traits.contains(FileTrait.P_BESIDE_W) && CodeReading.isPOrW(cell.text())) {
                return NikDigits.of(row.row().cell(header.place(Column.NIK)))
                        .map(nik -> new Nik(nik).sex() == Sex.F ? WOMAN : MAN)
                        .orElse(cell.text());
            }
            return cell.text();
        }

        /** Whether the check took the default: for an empty cell, or for one that may mean two codes. */
        private boolean isDefault(FileRow row, Column column) {
            if (column == Column.VILLAGE_CODE) {
                return isInDefaultVillage(row);
            }
            var said = value(row, column);
            var meant = Words.meant(column, said);
            return said.isEmpty() || meant.size() > 1 && meant.contains(defaults.of(column));
        }

        /** Whether the row names no village, or names this one by its name alone. */
        private boolean isInDefaultVillage(FileRow row) {
            var code = value(row, Column.VILLAGE_CODE);
            var name = value(row, Column.VILLAGE_NAME);
            if (code.isEmpty() && name.isEmpty()) {
                return true;
            }
            return Places.code(code).isEmpty()
                    && Places.code(name).isEmpty()
                    && value(row, Column.DISTRICT).isEmpty()
                    && places.get()
                            .byCode(defaults.of(Column.VILLAGE_CODE))
                            .filter(place -> place.isCalled(name.isEmpty() ? code : name))
                            .isPresent();
        }

        private String value(FileRow row, Column column) {
            return Cells.value(row.cell(header.place(column)));
        }
    }

    /** Some findings come from the list as a whole. The failed rows alone would not lead to them again. */
    private static boolean hasFinding(JudgedRow row, String code) {
        return row.findings().stream().anyMatch(finding -> finding.code().equals(code));
    }

    /** {@code 160107450784900?}, not as if it were whole. */
    private static String withoutLastDigit(String nik) {
        return NikDigits.of(Cell.of(nik))
                .map(digits -> digits.substring(0, digits.length() - 1) + NumberReading.LOST_DIGIT)
                .orElse(nik);
    }
}
