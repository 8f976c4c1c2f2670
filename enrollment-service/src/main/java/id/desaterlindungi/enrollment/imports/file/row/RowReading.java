package id.desaterlindungi.enrollment.imports.file.row;

import id.desaterlindungi.enrollment.imports.choice.Choice;
import id.desaterlindungi.enrollment.imports.file.Column;
import id.desaterlindungi.enrollment.participant.EnrollmentRequest;
import id.desaterlindungi.enrollment.problem.Finding;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Reads one row, cell by cell. */
final class RowReading {
    private final RowCells cells;
    private final CodeReading codes;
    private final DayReading days;
    private final NumberReading numbers;
    private final VillageReading villages;
    private final LocalDate today;
    private final Mending mending;
    private @Nullable String groupName;

    RowReading(RowCells cells, Terms terms, LocalDate today) {
        this.cells = cells;
        this.codes = new CodeReading(cells, terms.traits());
        this.days = new DayReading(cells, today);
        this.numbers = new NumberReading(cells, terms.traits());
        this.villages = new VillageReading(cells, terms.places());
        this.today = today;
        this.mending = new Mending(terms.choices(), field -> SaidText.of(cells, field), this::chosen);
    }

    Mending mending() {
        return mending;
    }

    /** The order of the calls is that of the findings. */
    EnrollmentRequest request() {
        groupName = codes.groupName();
        var groupKind = codes.known(Column.GROUP_KIND);
        if (groupName != null && groupKind == null) {
            groupKind = codes.groupKind(groupName);
        }
        return new EnrollmentRequest(
                numbers.nik(),
                cells.text(Column.NAME),
                days.birthDate(),
                codes.sex(),
                villages.village(),
                codes.code(Column.SEGMENT),
                codes.occupation(),
                codes.code(Column.FUNDING_SOURCE),
                codes.programmes(),
                codes.code(Column.ORIGIN),
                days.date(Column.ENROLLED_ON),
                codes.code(Column.BACKDATING_REASON),
                numbers.phone(),
                numbers.kpj(),
                codes.known(Column.MONTHLY_INCOME),
                groupKind == null ? null : groupName,
                groupName == null ? null : groupKind,
                days.date(Column.COVERED_FROM),
                days.date(Column.COVERED_UNTIL));
    }

    /**
     * Also by warnings that are not told beside errors: once these are corrected, the row is as it was chosen.
     *
     * @return whether a field has another value now, so that the row is to be judged again
     */
    boolean mend(List<Finding> told) {
        var mended = mending.apply(
                Stream.concat(told.stream(), cells.warnings.stream()).toList());
        for (var column : mended) {
            cells.errors.removeIf(one -> Mending.isAbout(column, one));
            cells.warnings.removeIf(one -> Mending.isAbout(column, one));
            if (column == Column.VILLAGE_CODE) {
                villages.known(column, mending.values().getOrDefault(column, ""));
            }
        }
        return !mended.isEmpty();
    }

    EnrollmentRequest mended(EnrollmentRequest request) {
        return mending.of(request, groupName);
    }

    /** The value that a choice gives to a field of this row. */
    private Optional<String> chosen(Column column, String choice) {
        return switch (choice) {
            case Choice.AS_WRITTEN -> days.writtenBirthDate();
            case Choice.NIK ->
                column == Column.SEX
                        ? cells.knownNik.map(nik -> nik.sex().name())
                        : cells.knownNik
                                // Who chose the date as it is written chose it over the NIK's.
                                .filter(_ -> days.writtenBirthDate().isEmpty())
                                .flatMap(nik -> nik.birthDate(today))
                                .map(LocalDate::toString);
            case Choice.EXCEL_DAY -> days.ofExcel(column);
            case Choice.YEAR_1900 -> days.inCentury(column, 1900);
            case Choice.YEAR_2000 -> days.inCentury(column, 2000);
            default -> Optional.of(choice);
        };
    }
}
