package id.desaterlindungi.enrollment.imports;

import id.desaterlindungi.enrollment.participant.Enrollment;
import id.desaterlindungi.enrollment.participant.EnrollmentCheck;
import id.desaterlindungi.enrollment.participant.EnrollmentCheck.Verdict;
import id.desaterlindungi.enrollment.participant.EnrollmentRequest;
import id.desaterlindungi.enrollment.problem.Finding;
import jakarta.enterprise.context.ApplicationScoped;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What can be told of a row from itself and from the villages: its cells read, Excel's damage seen, the register's rules. */
@ApplicationScoped
class RowCheck {
    private static final Pattern SCIENTIFIC = Pattern.compile("[0-9]+(?:[.,][0-9]+[eE]\\+?|[eE]\\+)[0-9]+");
    private static final Pattern MOBILE_WITHOUT_ZERO = Pattern.compile("8[0-9]{7,12}");
    private static final int NIK_DIGITS = 16;

    private final EnrollmentCheck check;
    private final Places places;
    private final int maxCell;

    RowCheck(EnrollmentCheck check, Places places, ImportSettings settings) {
        this.check = check;
        this.places = places;
        this.maxCell = settings.maxCell();
    }

    /**
     * @param enrollment null where there are errors
     * @param findings the errors; where there are none, the warnings
     */
    record Checked(int row, @Nullable Enrollment enrollment, List<Finding> findings) {
        boolean isGood() {
            return enrollment != null;
        }
    }

    Checked of(ListRow row, Header header, Defaults defaults) {
        var read = new Read(row, header, defaults);
        var request = read.request();
        var errors = read.errors;
        return switch (check.of(request)) {
            case Verdict.Accepted(var enrollment)
            when errors.isEmpty() ->
                new Checked(
                        row.number(),
                        enrollment,
                        enrollment.warnings().stream().map(check::warning).toList());
            case Verdict.Accepted accepted -> new Checked(row.number(), null, errors);
            case Verdict.Refused(var refused) ->
                new Checked(
                        row.number(),
                        null,
                        // What is wrong with a cell as such says more than that nothing could be read from it.
                        Stream.concat(
                                        errors.stream(),
                                        refused.stream()
                                                .filter(one ->
                                                        errors.stream().noneMatch(other -> isOfTheSame(other, one))))
                                .toList());
        };
    }

    private static boolean isOfTheSame(Finding one, Finding other) {
        return one.pointer().equals(other.pointer())
                || one.pointer().equals("/villageName") && other.pointer().equals("/villageCode");
    }

    /** One row, cell by cell. */
    private final class Read {
        private final ListRow row;
        private final Header header;
        private final Defaults defaults;
        private final List<Finding> errors = new ArrayList<>();

        Read(ListRow row, Header header, Defaults defaults) {
            this.row = row;
            this.header = header;
            this.defaults = defaults;
        }

        EnrollmentRequest request() {
            var programmes = text(Column.PROGRAMMES);
            return new EnrollmentRequest(
                    nik(),
                    text(Column.NAME),
                    date(Column.BIRTH_DATE),
                    code(Column.SEX),
                    village(),
                    code(Column.SEGMENT),
                    code(Column.OCCUPATION),
                    code(Column.FUNDING_SOURCE),
                    programmes == null ? null : List.copyOf(Words.programmes(programmes)),
                    code(Column.ORIGIN),
                    date(Column.ENROLLED_ON),
                    phone(),
                    kpj(),
                    code(Column.MONTHLY_INCOME),
                    text(Column.GROUP_NAME),
                    code(Column.GROUP_KIND),
                    date(Column.COVERED_FROM),
                    date(Column.COVERED_UNTIL));
        }

        private Cell cell(Column column) {
            return row.cell(header.place(column));
        }

        /** Null for nothing, as a field that is absent. */
        private @Nullable String text(Column column) {
            var text = Cells.clean(cell(column).text());
            if (text.isEmpty()) {
                text = defaults.of(column);
            }
            if (text.length() > maxCell) {
                error(column, "cell-too-long", maxCell);
                return null;
            }
            return text.isEmpty() ? null : text;
        }

        private void error(Column column, String code, Object... arguments) {
            errors.add(Finding.at("/" + column.field(), code, arguments));
        }

        private @Nullable String code(Column column) {
            var text = text(column);
            return text == null ? null : Words.code(column, text);
        }

        private @Nullable String date(Column column) {
            var text = text(column);
            if (text == null) {
                return null;
            }
            if (cell(column).numeric()) {
                return WorkbookList.serialDate(new BigDecimal(text));
            }
            return column == Column.BIRTH_DATE ? Words.birthDate(text) : Words.date(text);
        }

        private @Nullable String nik() {
            var text = unharmed(Column.NIK);
            if (text != null && isRounded(cell(Column.NIK))) {
                error(Column.NIK, "excel-rounded");
            }
            return text;
        }

        private @Nullable String kpj() {
            var text = unharmed(Column.KPJ);
            return text == null ? null : text.toUpperCase(Locale.ROOT);
        }

        private @Nullable String phone() {
            var text = unharmed(Column.PHONE);
            return text != null && MOBILE_WITHOUT_ZERO.matcher(text).matches() ? "0" + text : text;
        }

        private @Nullable String unharmed(Column column) {
            var text = text(column);
            if (text != null && SCIENTIFIC.matcher(text).matches()) {
                error(column, "excel-scientific");
            }
            return text;
        }

        private @Nullable String village() {
            var code = Cells.clean(cell(Column.VILLAGE_CODE).text());
            var name = Cells.clean(cell(Column.VILLAGE_NAME).text());
            if (Places.code(name).isPresent() && code.isEmpty()) {
                return known(Column.VILLAGE_NAME, name);
            }
            if (!code.isEmpty() && (Places.code(code).isPresent() || name.isEmpty() && !isName(code))) {
                return known(Column.VILLAGE_CODE, code);
            }
            if (code.isEmpty() && name.isEmpty()) {
                return defaults.has(Column.VILLAGE_CODE)
                        ? known(Column.VILLAGE_CODE, defaults.of(Column.VILLAGE_CODE))
                        : null;
            }
            return name.isEmpty() ? named(Column.VILLAGE_CODE, code) : named(Column.VILLAGE_NAME, name);
        }

        private static boolean isName(String text) {
            return text.codePoints().anyMatch(Character::isLetter);
        }

        private @Nullable String known(Column column, String text) {
            var code = Places.code(text);
            if (code.isEmpty()) {
                error(column, "village-format");
                return null;
            }
            var place = places.byCode(code.get());
            if (place.isEmpty()) {
                error(column, "village-unknown");
            } else if (!place.get().open()) {
                error(column, "village-closed");
            }
            return code.get();
        }

        private @Nullable String named(Column column, String name) {
            var district = Cells.clean(cell(Column.DISTRICT).text());
            if (district.isEmpty()) {
                error(column, "village-name-alone");
                return null;
            }
            var found = places.byName(
                    name, district, Cells.clean(cell(Column.REGENCY).text()));
            if (found.size() == 1) {
                if (!found.getFirst().open()) {
                    error(column, "village-closed");
                }
                return found.getFirst().code();
            }
            error(column, found.isEmpty() ? "village-name-unknown" : "village-name-ambiguous");
            return null;
        }
    }

    /** Excel keeps 15 digits: of a NIK that was typed as a number the last is gone, and a 0 in its place. */
    static boolean isRounded(Cell nik) {
        return nik.numeric() && nik.text().length() == NIK_DIGITS && nik.text().endsWith("0");
    }
}
