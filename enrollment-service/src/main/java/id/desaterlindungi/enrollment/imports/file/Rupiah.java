package id.desaterlindungi.enrollment.imports.file;

import id.desaterlindungi.enrollment.participant.codes.IncomeBand;
import java.math.BigDecimal;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/** Reads amounts in rupiah as people write them. */
final class Rupiah {
    private static final String PER_MONTH = "(?: ?(?:/|PER) ?(?:BULAN|BLN))?";
    private static final Pattern IN_DIGITS = Pattern.compile(
            "(?:(?:RP|IDR)[. ]{0,2})?([0-9]{1,3}(?:\\.[0-9]{3}){1,3}|[0-9]{1,3}(?:,[0-9]{3}){1,3}|[0-9]{1,10})(?:[.,](?:-|00?))?"
                    + PER_MONTH);
    private static final Pattern IN_WORDS =
            Pattern.compile("(?:(?:RP|IDR)[. ]{0,2})?([0-9]{1,4})(?:[.,]([0-9]{1,2}))? ?(JUTA|JT|RIBU|RB)" + PER_MONTH);
    private static final int LONGEST_AMOUNT = 40;

    /** No income, but an amount in thousands or millions whose unit is not said. */
    private static final BigDecimal LEAST_AMOUNT = BigDecimal.valueOf(10_000);

    private Rupiah() {}

    /** The band of an amount in rupiah a month, {@code Rp1.500.000} or {@code 1,5 juta}; a band begins with its lower bound. */
    static Optional<IncomeBand> band(String text) {
        if (text.length() > LONGEST_AMOUNT) {
            return Optional.empty();
        }
        var upper = text.toUpperCase(Locale.ROOT);
        var inWords = IN_WORDS.matcher(upper);
        if (inWords.matches()) {
            var number = inWords.group(1) + "."
                    + Optional.ofNullable(inWords.group(2)).orElse("0");
            return band(new BigDecimal(number)
                    .multiply(BigDecimal.valueOf(inWords.group(3).startsWith("J") ? 1_000_000 : 1_000)));
        }
        var rupiah = IN_DIGITS.matcher(upper);
        return rupiah.matches() ? band(new BigDecimal(Column.plain(rupiah.group(1)))) : Optional.empty();
    }

    private static Optional<IncomeBand> band(BigDecimal rupiah) {
        if (rupiah.compareTo(LEAST_AMOUNT) < 0) {
            return Optional.empty();
        }
        if (rupiah.compareTo(BigDecimal.valueOf(1_000_000)) < 0) {
            return Optional.of(IncomeBand.UNDER_1_MILLION);
        }
        if (rupiah.compareTo(BigDecimal.valueOf(2_000_000)) < 0) {
            return Optional.of(IncomeBand.FROM_1_TO_2_MILLION);
        }
        return Optional.of(
                rupiah.compareTo(BigDecimal.valueOf(3_500_000)) <= 0
                        ? IncomeBand.FROM_2_TO_3_5_MILLION
                        : IncomeBand.OVER_3_5_MILLION);
    }
}
