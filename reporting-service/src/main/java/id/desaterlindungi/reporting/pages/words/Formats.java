package id.desaterlindungi.reporting.pages.words;

import id.desaterlindungi.reporting.progress.snapshot.Snapshots;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.text.NumberFormat;
import java.time.Instant;
import java.time.LocalDate;
import java.time.YearMonth;
import java.time.format.DateTimeFormatter;

/** Numbers, money and days as people of a language write them; moments in Asia/Jakarta. */
public record Formats(Language language) {
    private static final BigDecimal MILLION = BigDecimal.valueOf(1_000_000);
    private static final BigDecimal BILLION = BigDecimal.valueOf(1_000_000_000);
    private static final BigDecimal TRILLION = BigDecimal.valueOf(1_000_000_000_000L);

    /** No line is broken between a number and its sign. */
    private static final String FIRM_SPACE = "\u00A0";

    /** {@code 1.485.000} */
    public String number(long number) {
        return NumberFormat.getIntegerInstance(language.locale()).format(number);
    }

    /** {@code +1.485}, {@code −12} or {@code 0}. */
    public String change(long change) {
        var size = number(Math.abs(change));
        return change > 0 ? "+" + size : change < 0 ? "−" + size : size;
    }

    /** {@code 74,21 %} */
    public String percent(BigDecimal percent) {
        return decimal(percent, percent.scale()) + FIRM_SPACE + "%";
    }

    /** {@code Rp16.800} */
    public String rupiah(long rupiah) {
        return "Rp" + number(rupiah);
    }

    /** {@code Rp77,6 miliar}: as far as a reader takes it in. Below a million in full. */
    public String about(long rupiah) {
        var amount = BigDecimal.valueOf(rupiah);
        if (amount.compareTo(MILLION) < 0) {
            return rupiah(rupiah);
        }
        var english = language == Language.ENGLISH;
        if (amount.compareTo(BILLION) < 0) {
            return scaled(amount, MILLION, english ? "million" : "juta");
        }
        return amount.compareTo(TRILLION) < 0
                ? scaled(amount, BILLION, english ? "billion" : "miliar")
                : scaled(amount, TRILLION, english ? "trillion" : "triliun");
    }

    private String scaled(BigDecimal amount, BigDecimal unit, String name) {
        return "Rp" + decimal(amount.divide(unit, 1, RoundingMode.HALF_UP), 1) + FIRM_SPACE + name;
    }

    private String decimal(BigDecimal number, int digits) {
        var format = NumberFormat.getNumberInstance(language.locale());
        format.setMinimumFractionDigits(digits);
        format.setMaximumFractionDigits(digits);
        return format.format(number);
    }

    /** {@code 29 April 2024} */
    public String day(LocalDate day) {
        return DateTimeFormatter.ofPattern("d MMMM uuuu", language.locale()).format(day);
    }

    /** {@code 29 Apr} */
    public String shortDay(LocalDate day) {
        return DateTimeFormatter.ofPattern("d MMM", language.locale()).format(day);
    }

    /** {@code April 2024} */
    public String month(LocalDate day) {
        return DateTimeFormatter.ofPattern("MMMM uuuu", language.locale()).format(YearMonth.from(day));
    }

    /** {@code 29 April 2024 pukul 08.23 WIB} */
    public String moment(Instant moment) {
        var pattern = language == Language.ENGLISH ? "d MMMM uuuu, HH:mm 'WIB'" : "d MMMM uuuu 'pukul' HH.mm 'WIB'";
        return DateTimeFormatter.ofPattern(pattern, language.locale()).format(moment.atZone(Snapshots.JAKARTA));
    }
}
