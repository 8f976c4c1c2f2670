package id.desaterlindungi.enrollment.imports.file;

import id.desaterlindungi.enrollment.participant.Enrollment;
import id.desaterlindungi.enrollment.participant.EnrollmentCheck;
import id.desaterlindungi.enrollment.participant.EnrollmentCheck.Verdict;
import id.desaterlindungi.enrollment.participant.EnrollmentRequest;
import id.desaterlindungi.enrollment.participant.codes.GroupKind;
import id.desaterlindungi.enrollment.participant.codes.Nik;
import id.desaterlindungi.enrollment.problem.Finding;
import jakarta.enterprise.context.ApplicationScoped;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Reads the cells of a row, sees what Excel has damaged, and applies the register's rules. Needs only the row and the villages. */
@ApplicationScoped
public class RowCheck {
    private static final Pattern MOBILE_WITHOUT_ZERO = Pattern.compile("8[0-9]{7,12}");
    /** The finding for a NIK whose last digit is lost. The report writes {@link #LOST_DIGIT} in its place. */
    public static final String ROUNDED = "excel-rounded";
    /** The finding for a sex that may be either. */
    public static final String EITHER_SEX = "sex-p-or-w";

    public static final String LOST_DIGIT = "?";

    private static final Pattern WITHOUT_LAST_DIGIT = Pattern.compile("[0-9]{15}\\?");
    private static final Set<String> P_OR_W = Set.of("P", "W");
    private static final int NIK_DIGITS = 16;

    private final EnrollmentCheck check;
    private final int maxCell;

    RowCheck(EnrollmentCheck check, FileSettings settings) {
        this.check = check;
        this.maxCell = settings.maxCell();
    }

    /**
     * @param enrollment null if there are errors
     * @param findings the errors, or else the warnings
     */
    public record Checked(int row, @Nullable Enrollment enrollment, List<Finding> findings) {
        public boolean isGood() {
            return enrollment != null;
        }
    }

    /**
     * @param places the villages that there are for the sender
     * @param datesBack whether the sender may date an enrollment back as far as a reason has it
     */
    public Checked of(
            FileRow row, Header header, Defaults defaults, Set<FileTrait> traits, Places places, boolean datesBack) {
        var read = new RowReading(row, header, defaults, traits, places);
        var request = read.request();
        var errors = read.errors;
        return switch (check.of(request, datesBack)) {
            case Verdict.Accepted(var enrollment)
            when errors.isEmpty() ->
                new Checked(
                        row.number(),
                        enrollment,
                        Stream.concat(enrollment.warnings().stream().map(check::warning), read.warnings.stream())
                                .toList());
            case Verdict.Accepted accepted -> new Checked(row.number(), null, errors);
            case Verdict.Refused(var refused) ->
                new Checked(
                        row.number(),
                        null,
                        // What is wrong with a cell says more than that nothing could be read from it.
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

    /** Reads one row, cell by cell. */
    private final class RowReading {
        private final FileRow row;
        private final Header header;
        private final Defaults defaults;
        private final Set<FileTrait> traits;
        private final Places places;
        private final List<Finding> errors = new ArrayList<>();
        private final List<Finding> warnings = new ArrayList<>();

        RowReading(FileRow row, Header header, Defaults defaults, Set<FileTrait> traits, Places places) {
            this.row = row;
            this.header = header;
            this.defaults = defaults;
            this.traits = traits;
            this.places = places;
        }

        EnrollmentRequest request() {
            var groupName = text(Column.GROUP_NAME);
            var groupKind = code(Column.GROUP_KIND);
            if (groupName != null && Cells.value(cell(Column.GROUP_KIND)).isEmpty()) {
                groupKind = groupKind(groupName);
                groupName = groupKind == null ? null : groupName;
            }
            return new EnrollmentRequest(
                    nik(),
                    text(Column.NAME),
                    date(Column.BIRTH_DATE),
                    sex(),
                    village(),
                    code(Column.SEGMENT),
                    code(Column.OCCUPATION),
                    code(Column.FUNDING_SOURCE),
                    programmes(),
                    code(Column.ORIGIN),
                    date(Column.ENROLLED_ON),
                    code(Column.BACKDATING_REASON),
                    phone(),
                    kpj(),
                    code(Column.MONTHLY_INCOME),
                    groupName,
                    groupKind,
                    date(Column.COVERED_FROM),
                    date(Column.COVERED_UNTIL));
        }

        private Cell cell(Column column) {
            return row.cell(header.place(column));
        }

        /** Null for an empty cell, as for a field that is absent. */
        private @Nullable String text(Column column) {
            var text = Cells.value(cell(column));
            if (text.isEmpty()) {
                text = defaults.of(column);
            }
            if (text.length() > maxCell) {
                error(column, "cell-too-long", maxCell);
                return null;
            }
            if (text.indexOf('\n') >= 0 || text.indexOf('\r') >= 0) {
                error(column, "cell-line-break");
                return null;
            }
            return text.isEmpty() ? null : text;
        }

        private void error(Column column, String code, Object... arguments) {
            errors.add(Finding.at("/" + column.field(), code, arguments));
        }

        private @Nullable String code(Column column) {
            var text = text(column);
            if (text == null) {
                return null;
            }
            var meant = Words.meant(column, text);
            if (meant.size() < 2) {
                return meant.isEmpty() ? text : meant.iterator().next();
            }
            if (meant.contains(defaults.of(column))) {
                return defaults.of(column);
            }
            error(column, "code-ambiguous", String.join(", ", new TreeSet<>(meant)));
            return null;
        }

        private @Nullable String sex() {
            var text = text(Column.SEX);
            if (text != null && isEither(text)) {
                error(Column.SEX, EITHER_SEX);
                return null;
            }
            return code(Column.SEX);
        }

        /** Also if a report said so before: it may hold only the failed rows, which do not tell it any more. */
        private boolean isEither(String sex) {
            return P_OR_W.contains(Column.plain(sex))
                            && (traits.contains(FileTrait.P_BESIDE_W)
                                    || cell(Column.REPORT_CODES).text().contains(EITHER_SEX))
                    || Words.meant(Column.SEX, sex).size() > 1;
        }

        private @Nullable List<String> programmes() {
            var text = text(Column.PROGRAMMES);
            if (text == null) {
                return null;
            }
            var programmes = Words.programmes(text);
            var known = Words.codes(Column.PROGRAMMES);
            if (programmes.isEmpty() || !known.containsAll(programmes)) {
                // One finding, however many words there are.
                error(Column.PROGRAMMES, "code-unknown", String.join(", ", known));
                return null;
            }
            return programmes;
        }

        /** Null if it cannot be told. Then the group is left out, since no count depends on it. */
        private @Nullable String groupKind(String name) {
            var kind = Words.groupKind(name, header.name(Column.GROUP_NAME).orElse(""));
            if (kind.isEmpty()) {
                warnings.add(Finding.at("/" + Column.GROUP_NAME.field(), "group-kind-unknown"));
            }
            return kind.map(GroupKind::name).orElse(null);
        }

        private @Nullable String date(Column column) {
            var text = text(column);
            if (text == null) {
                return null;
            }
            if (cell(column).numeric()) {
                return number(column);
            }
            return column == Column.BIRTH_DATE ? Dates.birthDate(text) : Dates.date(text);
        }

        private @Nullable String number(Column column) {
            var date = column == Column.BIRTH_DATE
                    ? birthDate(cell(column), cell(Column.NIK))
                    : Optional.<LocalDate>empty();
            if (date.isEmpty()) {
                error(column, "date-number");
            }
            return date.map(LocalDate::toString).orElse(null);
        }

        private @Nullable String nik() {
            var text = unharmed(Column.NIK);
            if (text != null
                    && (isRounded(cell(Column.NIK))
                            || wasRounded(text)
                            || text.endsWith(LOST_DIGIT)
                                    && WITHOUT_LAST_DIGIT.matcher(text).matches())) {
                error(Column.NIK, ROUNDED);
            }
            return text;
        }

        /** No serial is 0000, but 0001 to 0004 become it. And if nearly all NIKs end in 0, these had another last digit. */
        private boolean wasRounded(String text) {
            return Words.nik(Cell.of(text))
                    .filter(nik -> nik.endsWith("0000") || traits.contains(FileTrait.NIKS_ROUNDED) && nik.endsWith("0"))
                    .isPresent();
        }

        private @Nullable String kpj() {
            var text = unharmed(Column.KPJ);
            return text == null ? null : EnrollmentCheck.capital(text);
        }

        private @Nullable String phone() {
            var text = unharmed(Column.PHONE);
            return text != null && MOBILE_WITHOUT_ZERO.matcher(text).matches() ? "0" + text : text;
        }

        private @Nullable String unharmed(Column column) {
            var text = text(column);
            if (text != null && Words.isScientific(text)) {
                error(column, "excel-scientific");
            }
            return text;
        }

        private @Nullable String village() {
            var code = given(Column.VILLAGE_CODE);
            var name = given(Column.VILLAGE_NAME);
            var coded = Places.code(code.isEmpty() ? name : code);
            if (coded.isPresent()) {
                return known(code.isEmpty() ? Column.VILLAGE_NAME : Column.VILLAGE_CODE, coded.get());
            }
            if (!code.isEmpty() && name.isEmpty() && !isName(code)) {
                error(Column.VILLAGE_CODE, "village-format");
                return null;
            }
            if (code.isEmpty() && name.isEmpty()) {
                return Places.code(defaults.of(Column.VILLAGE_CODE))
                        .map(given -> known(Column.VILLAGE_CODE, given))
                        .orElse(null);
            }
            return name.isEmpty() ? named(Column.VILLAGE_CODE, code) : named(Column.VILLAGE_NAME, name);
        }

        /** What the cell itself says about a place, without a default. No place has several lines. */
        private String given(Column column) {
            var text = Cells.value(cell(column));
            if (text.indexOf('\n') >= 0 || text.indexOf('\r') >= 0) {
                error(column, "cell-line-break");
                return "";
            }
            return text;
        }

        private static boolean isName(String text) {
            return text.codePoints().anyMatch(Character::isLetter);
        }

        private String known(Column column, String code) {
            var place = places.byCode(code);
            if (place.isEmpty()) {
                error(column, "village-unknown");
            } else if (!place.get().open()) {
                error(column, "village-closed");
            }
            return code;
        }

        private @Nullable String named(Column column, String name) {
            var district = given(Column.DISTRICT);
            if (district.isEmpty()) {
                return defaultNamed(column, name);
            }
            var found = places.byName(name, district);
            if (found.isEmpty()) {
                error(column, "village-name-unknown");
                return null;
            }
            var regency = places.regency(given(Column.REGENCY));
            var within = regency.isEmpty()
                    ? found
                    : found.stream()
                            .filter(place -> place.regency().equals(regency.get()))
                            .toList();
            if (within.isEmpty()) {
                error(Column.REGENCY, "village-regency-other");
                return found.getFirst().code();
            }
            if (within.size() > 1) {
                error(column, "village-name-ambiguous");
                return null;
            }
            return open(column, within.getFirst());
        }

        /** A name alone is enough only for the village that the uploader gave as the default. */
        private @Nullable String defaultNamed(Column column, String name) {
            var place = places.byCode(defaults.of(Column.VILLAGE_CODE)).filter(one -> one.isCalled(name));
            if (place.isEmpty()) {
                error(column, "village-name-alone");
                return null;
            }
            return open(column, place.get());
        }

        private String open(Column column, Places.Place place) {
            if (!place.open()) {
                error(column, "village-closed");
            }
            return place.code();
        }
    }

    /**
     * The day that a number without a date's format stands for, if the NIK has the same birth date. Otherwise {@code 030690}, of
     * which the cell kept 30690, would be a day in 1984.
     */
    public static Optional<LocalDate> birthDate(Cell number, Cell nik) {
        return Words.nik(nik)
                .map(Nik::new)
                .flatMap(known -> SerialDates.all(new BigDecimal(number.text()))
                        .filter(known::agreesWith)
                        .findFirst());
    }

    /** Excel keeps 15 digits. A NIK that was typed as a number has a 0 in place of its last digit. */
    private static boolean isRounded(Cell nik) {
        return nik.numeric() && nik.text().length() == NIK_DIGITS && nik.text().endsWith("0");
    }
}
