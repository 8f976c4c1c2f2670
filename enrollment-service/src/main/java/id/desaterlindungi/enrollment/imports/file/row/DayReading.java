package id.desaterlindungi.enrollment.imports.file.row;

import id.desaterlindungi.enrollment.imports.file.Cell;
import id.desaterlindungi.enrollment.imports.file.Cells;
import id.desaterlindungi.enrollment.imports.file.Column;
import id.desaterlindungi.enrollment.imports.file.Dates;
import id.desaterlindungi.enrollment.imports.file.NikDigits;
import id.desaterlindungi.enrollment.imports.file.workbook.SerialDates;
import id.desaterlindungi.enrollment.participant.codes.Nik;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads the days of a row. */
public final class DayReading {
    /** Of a birth date whose month and year stand in columns of their own. */
    private static final Pattern DAY = Pattern.compile("[0-9]{1,2}");

    private final RowCells cells;
    private final LocalDate today;
    /** What could not be read: for a birth date also the cell beside its own, or three columns put together. */
    private final Map<Column, Cell> doubted = new EnumMap<>(Column.class);
    /** The birth date as its cell has it, where another reading was taken. */
    private @Nullable String writtenBirthDate;

    DayReading(RowCells cells, LocalDate today) {
        this.cells = cells;
        this.today = today;
    }

    Optional<String> writtenBirthDate() {
        return Optional.ofNullable(writtenBirthDate);
    }

    /**
     * As the cell has it. Where that leaves a doubt (the century, or whether Excel took the day for the month), the NIK
     * decides if it agrees with one reading.
     */
    @Nullable
    String birthDate() {
        var text = cells.text(Column.BIRTH_DATE);
        if (cells.isWrong(Column.BIRTH_DATE)) {
            return null;
        }
        var beside = cells.row.cell(cells.header.placeBesideBirth());
        var said = cells.cell(Column.BIRTH_DATE);
        if (!beside.isBlank() && (text == null || text.chars().noneMatch(Character::isDigit))) {
            said = beside;
            text = Cells.visible(Cells.value(beside));
        }
        if (text == null || text.isEmpty()) {
            return cells.ofNik(
                    Column.BIRTH_DATE,
                    nik -> nik.birthDate(today).map(LocalDate::toString).orElse(null),
                    "birth-date-from-nik");
        }
        if (cells.header.place(Column.BIRTH_YEAR) >= 0 && DAY.matcher(text).matches()) {
            text = "%s-%s-%s".formatted(text, cells.given(Column.BIRTH_MONTH), cells.given(Column.BIRTH_YEAR));
        } else if (said.numeric()) {
            return number(Column.BIRTH_DATE, said);
        }
        var written = Dates.birthDate(text);
        var swapped = Dates.swapped(written);
        if (swapped.isPresent()
                && cells.knownNik.filter(nik -> nik.agreesWith(swapped.get())).isPresent()) {
            var day = swapped.get().toString();
            if (!day.equals(written)) { // 5 May is 5 May either way.
                writtenBirthDate = written;
                cells.warn(Column.BIRTH_DATE, "birth-date-swapped");
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
        if (cells.knownNik
                .filter(nik -> days.stream().anyMatch(nik::agreesWith))
                .isEmpty()) {
            doubt(Column.BIRTH_DATE, "date-short-year", Cell.of(text));
            return null;
        }
        return cells.knownNik
                .flatMap(nik -> nik.birthDate(today))
                .map(LocalDate::toString)
                .orElse(null);
    }

    @Nullable
    String date(Column column) {
        var text = cells.text(column);
        if (text == null) {
            return null;
        }
        if (cells.cell(column).numeric()) {
            return number(column, cells.cell(column));
        }
        var written = Dates.date(text);
        if (!Dates.isWrittenAsTheApiTakesIt(written) && Dates.shortYear(text).isPresent()) {
            doubt(column, "date-short-year", Cell.of(text));
            return null;
        }
        return written;
    }

    private @Nullable String number(Column column, Cell cell) {
        var date = column == Column.BIRTH_DATE ? ofNumber(cell, cells.cell(Column.NIK)) : Optional.<LocalDate>empty();
        if (date.isEmpty()) {
            doubt(column, "date-number", cell);
        }
        return date.map(LocalDate::toString).orElse(null);
    }

    /**
     * The day that a number without a date's format stands for, if the NIK has the same birth date. Otherwise {@code 030690}, of
     * which the cell kept 30690, would be a day in 1984.
     */
    public static Optional<LocalDate> ofNumber(Cell number, Cell nik) {
        return NikDigits.of(nik)
                .map(Nik::new)
                .flatMap(known -> SerialDates.all(new BigDecimal(number.text()))
                        .filter(known::agreesWith)
                        .findFirst());
    }

    private void doubt(Column column, String code, Cell cell) {
        cells.error(column, code);
        doubted.put(column, cell);
    }

    /** The day that Excel keeps under a number. */
    Optional<String> ofExcel(Column column) {
        return Optional.ofNullable(doubted.get(column))
                .filter(Cell::numeric)
                .flatMap(cell -> SerialDates.all(new BigDecimal(cell.text())).findFirst())
                .map(LocalDate::toString);
    }

    Optional<String> inCentury(Column column, int first) {
        return Optional.ofNullable(doubted.get(column)).stream()
                .flatMap(cell -> Dates.birthDateOfShortYear(cell.text()).stream())
                .flatMap(one -> one.days().stream())
                .filter(day -> day.getYear() >= first && day.getYear() < first + 100)
                .findFirst()
                .map(LocalDate::toString);
    }
}
