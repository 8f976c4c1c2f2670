package id.desaterlindungi.enrollment.imports.file;

import id.desaterlindungi.enrollment.http.Fields;
import id.desaterlindungi.enrollment.imports.choice.Choice;
import id.desaterlindungi.enrollment.imports.choice.Choices;
import id.desaterlindungi.enrollment.imports.file.workbook.SerialDates;
import id.desaterlindungi.enrollment.participant.Enrollment;
import id.desaterlindungi.enrollment.participant.EnrollmentCheck;
import id.desaterlindungi.enrollment.participant.EnrollmentCheck.Verdict;
import id.desaterlindungi.enrollment.participant.EnrollmentRequest;
import id.desaterlindungi.enrollment.participant.codes.GroupKind;
import id.desaterlindungi.enrollment.participant.codes.Nik;
import id.desaterlindungi.enrollment.participant.codes.Occupation;
import id.desaterlindungi.enrollment.participant.codes.Phone;
import id.desaterlindungi.enrollment.participant.codes.Sex;
import id.desaterlindungi.enrollment.problem.Finding;
import jakarta.enterprise.context.ApplicationScoped;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
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

    /** What an enrollment does without: a cell of these that cannot be read is left out, with a warning. */
    private static final Set<Column> OPTIONAL =
            EnumSet.of(Column.PHONE, Column.KPJ, Column.MONTHLY_INCOME, Column.GROUP_NAME, Column.GROUP_KIND);

    /** Of a birth date whose month and year stand in columns of their own. */
    private static final Pattern DAY = Pattern.compile("[0-9]{1,2}");

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

    private static final Pattern KPJ = Pattern.compile("[0-9A-Z]{11}");
    private static final Pattern VILLAGE_NUMBER = Pattern.compile("[12][0-9]{3}");
    private static final Pattern AREA_NUMBER = Pattern.compile("[0-9]{1,2}");

    private static final Pattern WHOLE = Pattern.compile("[0-9]{16}[.,]0");
    private static final Pattern WITHOUT_LAST_DIGIT = Pattern.compile("[0-9]{15}\\?");
    private static final Set<String> P_OR_W = Set.of("P", "W");
    private static final int NIK_DIGITS = 16;
    private static final int REGENCY_LENGTH = "16.01".length();
    private static final int DISTRICT_LENGTH = "16.01.07".length();

    private final EnrollmentCheck check;
    private final int maxCell;

    RowCheck(EnrollmentCheck check, FileSettings settings) {
        this.check = check;
        this.maxCell = settings.maxCell();
    }

    /**
     * How the rows of a list are read.
     *
     * @param places the villages that there are for the sender
     * @param datesBack whether the sender may date an enrollment back as far as a reason has it
     */
    public record Terms(
            Header header,
            Defaults defaults,
            Set<FileTrait> traits,
            Choices choices,
            Places places,
            boolean datesBack) {}

    /**
     * @param enrollment null if there are errors
     * @param findings the errors, or else the warnings
     * @param said what the row says of a field, for findings that are asked about by it
     * @param mended fields that a choice gave another value, as a cell would have it
     */
    public record Checked(
            int row,
            @Nullable Enrollment enrollment,
            List<Finding> findings,
            Map<String, String> said,
            Map<Column, String> mended) {
        public boolean isGood() {
            return enrollment != null;
        }
    }

    public Checked of(FileRow row, Terms terms) {
        if (row.marks().contains(RowMark.MISPLACED)) {
            return new Checked(
                    row.number(), null, List.of(Finding.at("/row", RowMark.MISPLACED.code())), Map.of(), Map.of());
        }
        var read = new RowReading(row, terms);
        var request = read.request();
        var verdict = check.of(request, terms.datesBack);
        while (!terms.choices.isEmpty() && read.mend(told(verdict, read))) {
            verdict = check.of(read.mended(request), terms.datesBack);
        }
        var findings = told(verdict, read);
        if (verdict instanceof Verdict.Accepted(var enrollment) && read.errors.isEmpty()) {
            var heldBack = read.mending.heldBack();
            return heldBack.isEmpty()
                    ? read.checked(
                            enrollment,
                            findings.stream()
                                    .filter(one -> !read.mending.isSettled(one))
                                    .toList())
                    : read.checked(null, heldBack);
        }
        return read.checked(null, findings);
    }

    /** The errors, or else the warnings. */
    private List<Finding> told(Verdict verdict, RowReading read) {
        var errors = read.errors;
        return switch (verdict) {
            case Verdict.Accepted(var enrollment)
            when errors.isEmpty() ->
                Stream.concat(enrollment.warnings().stream().map(check::warning), read.warnings.stream())
                        .toList();
            case Verdict.Accepted _ -> errors;
            case Verdict.Refused(var refused) ->
                // What is wrong with a cell says more than that nothing could be read from it.
                Stream.concat(
                                errors.stream(),
                                refused.stream()
                                        .filter(one -> !read.untold.contains(one.pointer())
                                                && errors.stream().noneMatch(other -> isOfTheSame(other, one))))
                        .toList();
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
        /** Fields whose lack follows from an error that is told. */
        private final Set<String> untold = new HashSet<>();

        private final Optional<Nik> knownNik;
        private final Mending mending;
        private @Nullable String groupName;
        /** The birth date as its cell has it, where another reading was taken. */
        private @Nullable String writtenBirthDate;

        RowReading(FileRow row, Terms terms) {
            this.row = row;
            this.header = terms.header;
            this.defaults = terms.defaults;
            this.traits = terms.traits;
            this.places = terms.places;
            this.mending = new Mending(terms.choices, this::said, this::chosen);
            this.knownNik = Words.nik(cell(Column.NIK)).map(Nik::new).filter(Nik::hasBirthDate);
            row.marks().stream().sorted().forEach(mark -> warnings.add(Finding.at("/row", mark.code())));
        }

        /**
         * Also by warnings that are not told beside errors: once these are corrected, the row is as it was chosen.
         *
         * @return whether a field has another value now, so that the row is to be judged again
         */
        boolean mend(List<Finding> told) {
            var mended = mending.apply(
                    Stream.concat(told.stream(), warnings.stream()).toList());
            for (var column : mended) {
                errors.removeIf(one -> Mending.isAbout(column, one));
                warnings.removeIf(one -> Mending.isAbout(column, one));
                if (column == Column.VILLAGE_CODE) {
                    known(column, mending.values().getOrDefault(column, ""));
                }
            }
            return !mended.isEmpty();
        }

        EnrollmentRequest mended(EnrollmentRequest request) {
            return mending.of(request, groupName);
        }

        Checked checked(@Nullable Enrollment enrollment, List<Finding> findings) {
            var asked = new HashMap<String, String>();
            for (var finding : findings) {
                var field = Mending.field(finding);
                var said = said(field);
                if (!said.isEmpty()) {
                    asked.put(field, said);
                }
            }
            return new Checked(row.number(), enrollment, findings, asked, mending.values());
        }

        /** What the row says of a field that has codes, or of its village: rows that say the same are mended alike. */
        private String said(String field) {
            var column = Column.ofField(field).orElse(null);
            if (column == null) {
                return "";
            }
            if (!column.isOfAPlace()) {
                return SAID.contains(column) ? askable(Cells.value(cell(column))) : "";
            }
            return askable(Stream.of(Column.VILLAGE_CODE, Column.VILLAGE_NAME, Column.DISTRICT, Column.REGENCY)
                    .map(one -> Cells.value(cell(one)))
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

        /** The value that a choice gives to a field of this row. */
        private Optional<String> chosen(Column column, String choice) {
            return switch (choice) {
                case Choice.AS_WRITTEN -> Optional.ofNullable(writtenBirthDate);
                case Choice.NIK ->
                    column == Column.SEX
                            ? knownNik.map(nik -> nik.sex().name())
                            : knownNik.flatMap(nik -> nik.birthDate(check.today()))
                                    .map(LocalDate::toString);
                case Choice.EXCEL_DAY ->
                    cell(column).numeric()
                            ? SerialDates.all(new BigDecimal(cell(column).text()))
                                    .findFirst()
                                    .map(LocalDate::toString)
                            : Optional.empty();
                case Choice.YEAR_1900 -> inCentury(column, 1900);
                case Choice.YEAR_2000 -> inCentury(column, 2000);
                default -> Optional.of(choice);
            };
        }

        private Optional<String> inCentury(Column column, int first) {
            return Dates.birthDateOfShortYear(Cells.visible(Cells.value(cell(column)))).stream()
                    .flatMap(one -> one.days().stream())
                    .filter(day -> day.getYear() >= first && day.getYear() < first + 100)
                    .findFirst()
                    .map(LocalDate::toString);
        }

        EnrollmentRequest request() {
            groupName = groupName();
            var groupKind = known(Column.GROUP_KIND);
            if (groupName != null && groupKind == null) {
                groupKind = groupKind(groupName);
            }
            return new EnrollmentRequest(
                    nik(),
                    text(Column.NAME),
                    birthDate(),
                    sex(),
                    village(),
                    code(Column.SEGMENT),
                    occupation(),
                    code(Column.FUNDING_SOURCE),
                    programmes(),
                    code(Column.ORIGIN),
                    date(Column.ENROLLED_ON),
                    code(Column.BACKDATING_REASON),
                    phone(),
                    kpj(),
                    known(Column.MONTHLY_INCOME),
                    groupKind == null ? null : groupName,
                    groupName == null ? null : groupKind,
                    date(Column.COVERED_FROM),
                    date(Column.COVERED_UNTIL));
        }

        private Cell cell(Column column) {
            return row.cell(header.place(column));
        }

        /** Null for an empty cell, as for a field that is absent. */
        private @Nullable String text(Column column) {
            var text = column == Column.NAME || column == Column.GROUP_NAME
                    ? Cells.value(cell(column))
                    : Cells.visible(Cells.value(cell(column)));
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
            if (EnrollmentCheck.isExcelError(text)) {
                error(column, "excel-error");
                return null;
            }
            return text.isEmpty() ? null : text;
        }

        /** A warning where the register does without what the cell would say. */
        private void error(Column column, String code, Object... arguments) {
            (OPTIONAL.contains(column) ? warnings : errors).add(Finding.at("/" + column.field(), code, arguments));
        }

        private void warn(Column column, String code, Object... arguments) {
            warnings.add(Finding.at("/" + column.field(), code, arguments));
        }

        /** The code of an optional column; null with a warning where there is none. */
        private @Nullable String known(Column column) {
            var text = text(column);
            if (text == null) {
                return null;
            }
            var meant = Words.meant(column, text);
            if (meant.size() != 1) {
                warn(column, "left-out");
                return null;
            }
            return meant.iterator().next();
        }

        private @Nullable String groupName() {
            var text = text(Column.GROUP_NAME);
            if (text == null) {
                return null;
            }
            var fields = new Fields();
            var name = fields.name("/groupName", text);
            if (name == null) {
                warn(Column.GROUP_NAME, "left-out");
            }
            return name;
        }

        /** Nobody fails for want of a word: what is unknown is counted with the others, and the word stays in the report. */
        private @Nullable String occupation() {
            var text = text(Column.OCCUPATION);
            if (text == null) {
                return null;
            }
            var meant = Words.meant(Column.OCCUPATION, text);
            if (meant.size() == 1) {
                return meant.iterator().next();
            }
            if (meant.contains(defaults.of(Column.OCCUPATION))) {
                return defaults.of(Column.OCCUPATION);
            }
            if (meant.isEmpty()) {
                warn(Column.OCCUPATION, "occupation-unknown");
                return Occupation.LAINNYA.name();
            }
            var first = new TreeSet<>(meant).first();
            warn(Column.OCCUPATION, "occupation-either", String.join(", ", new TreeSet<>(meant)), first);
            return first;
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
            if (header.place(Column.SEX) < 0 && header.place(Column.SEX_MALE) >= 0) {
                return markedSex();
            }
            var text = text(Column.SEX);
            if (text == null) {
                return errors.stream().anyMatch(one -> one.pointer().equals("/sex"))
                        ? null
                        : ofNik(Column.SEX, nik -> nik.sex().name(), "sex-from-nik");
            }
            if (isEither(text)) {
                if (knownNik.isEmpty()) {
                    error(Column.SEX, EITHER_SEX);
                }
                return knownNik.map(nik -> nik.sex().name()).orElse(null);
            }
            return code(Column.SEX);
        }

        /** A column for each, with a mark in one. */
        private @Nullable String markedSex() {
            var male = !Cells.value(cell(Column.SEX_MALE)).isEmpty();
            var female = !Cells.value(cell(Column.SEX_FEMALE)).isEmpty();
            if (male != female) {
                return (male ? Sex.M : Sex.F).name();
            }
            return ofNik(Column.SEX_MALE, nik -> nik.sex().name(), "sex-from-nik");
        }

        /** What a list does not say of a person and the NIK does. Said of the row if its list has the column. */
        private @Nullable String ofNik(Column column, Function<Nik, @Nullable String> part, String code) {
            if (knownNik.isEmpty()) {
                if (header.place(column) < 0) {
                    untold.add("/" + column.field());
                }
                return null;
            }
            if (header.place(column) >= 0) {
                warn(column, code);
            }
            return part.apply(knownNik.get());
        }

        /** Also if a report said so before: it may hold only the failed rows, which do not tell it any more. */
        private boolean isEither(String sex) {
            return isPOrW(sex)
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

        /**
         * As the cell has it. Where that leaves a doubt (the century, or whether Excel took the day for the month), the NIK
         * decides if it agrees with one reading.
         */
        private @Nullable String birthDate() {
            var text = text(Column.BIRTH_DATE);
            if (errors.stream().anyMatch(one -> one.pointer().equals("/birthDate"))) {
                return null;
            }
            var beside = row.cell(header.placeBesideBirth());
            var cell = cell(Column.BIRTH_DATE);
            if (!beside.isBlank() && (text == null || text.chars().noneMatch(Character::isDigit))) {
                cell = beside;
                text = Cells.visible(Cells.value(beside));
            }
            if (text == null || text.isEmpty()) {
                return ofNik(
                        Column.BIRTH_DATE,
                        nik -> nik.birthDate(check.today())
                                .map(LocalDate::toString)
                                .orElse(null),
                        "birth-date-from-nik");
            }
            if (header.place(Column.BIRTH_YEAR) >= 0 && DAY.matcher(text).matches()) {
                text = "%s-%s-%s".formatted(text, given(Column.BIRTH_MONTH), given(Column.BIRTH_YEAR));
            } else if (cell.numeric()) {
                return number(Column.BIRTH_DATE, cell);
            }
            var written = Dates.birthDate(text);
            var swapped = Dates.swapped(written);
            if (swapped.isPresent()
                    && knownNik.filter(nik -> nik.agreesWith(swapped.get())).isPresent()) {
                var day = swapped.get().toString();
                if (!day.equals(written)) { // 5 May is 5 May either way.
                    writtenBirthDate = written;
                    warn(Column.BIRTH_DATE, "birth-date-swapped");
                }
                return day;
            }
            var shortYear = Dates.isWrittenAsTheApiTakesIt(written)
                    ? Optional.<Dates.ShortYear>empty()
                    : Dates.birthDateOfShortYear(text);
            if (shortYear.isEmpty()) {
                return written;
            }
            var days = shortYear.get().days();
            if (knownNik.filter(nik -> days.stream().anyMatch(nik::agreesWith)).isEmpty()) {
                error(Column.BIRTH_DATE, "date-short-year");
                return null;
            }
            return knownNik.flatMap(nik -> nik.birthDate(check.today()))
                    .map(LocalDate::toString)
                    .orElse(null);
        }

        private @Nullable String date(Column column) {
            var text = text(column);
            if (text == null) {
                return null;
            }
            if (cell(column).numeric()) {
                return number(column, cell(column));
            }
            var written = Dates.date(text);
            if (!Dates.isWrittenAsTheApiTakesIt(written)
                    && Dates.shortYear(text).isPresent()) {
                error(column, "date-short-year");
                return null;
            }
            return written;
        }

        private @Nullable String number(Column column, Cell cell) {
            var date = column == Column.BIRTH_DATE
                    ? RowCheck.birthDate(cell, cell(Column.NIK))
                    : Optional.<LocalDate>empty();
            if (date.isEmpty()) {
                error(column, "date-number");
            }
            return date.map(LocalDate::toString).orElse(null);
        }

        private @Nullable String nik() {
            var text = unharmed(Column.NIK);
            if (text != null && WHOLE.matcher(text).matches()) { // As some programs write any number.
                text = text.substring(0, NIK_DIGITS);
            }
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
            if (text == null) {
                return null;
            }
            var kpj = EnrollmentCheck.capital(text);
            if (!KPJ.matcher(kpj).matches()) {
                warn(Column.KPJ, "left-out");
                return null;
            }
            return kpj;
        }

        private @Nullable String phone() {
            var text = unharmed(Column.PHONE);
            if (text == null) {
                return null;
            }
            var phone = MOBILE_WITHOUT_ZERO.matcher(text).matches() ? "0" + text : text;
            if (Phone.read(phone).isEmpty()) {
                warn(Column.PHONE, "left-out");
                return null;
            }
            return phone;
        }

        /** Null for an optional number that Excel has shortened; that of a NIK is told by itself. */
        private @Nullable String unharmed(Column column) {
            var text = text(column);
            if (text != null && Words.isScientific(text)) {
                error(column, "excel-scientific");
                return OPTIONAL.contains(column) ? null : text;
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
            if (VILLAGE_NUMBER.matcher(code).matches() && header.place(Column.DISTRICT_NUMBER) >= 0) {
                return numbered(code);
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
            var text = Cells.visible(Cells.value(cell(column)));
            if (EnrollmentCheck.isExcelError(text)) {
                error(column, "excel-error");
                return "";
            }
            if (text.indexOf('\n') >= 0 || text.indexOf('\r') >= 0) {
                error(column, "cell-line-break");
                return "";
            }
            return text;
        }

        /** By the numbers of the civil registry. What a list leaves out of them is that of the default village, or not in doubt. */
        private @Nullable String numbered(String village) {
            var districtNumber = given(Column.DISTRICT_NUMBER);
            var found = places.byNumbers(
                    given(Column.PROVINCE_NUMBER), given(Column.REGENCY_NUMBER), districtNumber, village);
            var like = defaults.of(Column.VILLAGE_CODE);
            if (found.size() > 1 && like.length() > DISTRICT_LENGTH) {
                var within = like.substring(
                        0, AREA_NUMBER.matcher(districtNumber).matches() ? REGENCY_LENGTH : DISTRICT_LENGTH);
                found = found.stream()
                        .filter(place -> place.code().startsWith(within + "."))
                        .toList();
            }
            if (found.size() != 1) {
                error(Column.VILLAGE_CODE, found.isEmpty() ? "village-unknown" : "village-name-ambiguous");
                return null;
            }
            return open(Column.VILLAGE_CODE, found.getFirst());
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

    /** Whether it is the bare letter that may be either. */
    public static boolean isPOrW(String sex) {
        return P_OR_W.contains(Column.plain(sex));
    }

    /** Excel keeps 15 digits. A NIK that was typed as a number has a 0 in place of its last digit. */
    private static boolean isRounded(Cell nik) {
        return nik.numeric() && nik.text().length() == NIK_DIGITS && nik.text().endsWith("0");
    }
}
