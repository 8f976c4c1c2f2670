package id.desaterlindungi.enrollment.contribution;

import id.desaterlindungi.enrollment.participant.codes.Programme;
import id.desaterlindungi.enrollment.problem.Finding;
import java.time.YearMonth;
import java.time.temporal.ChronoUnit;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * What an order costs, in whole rupiah.
 *
 * @param tariffs the rows that it was reckoned with, each once
 */
record Quotation(
        List<Line> lines, List<MonthlyTotal> monthlyTotals, long total, List<Tariff> tariffs, List<Finding> warnings) {
    Quotation {
        lines = List.copyOf(lines);
        monthlyTotals = List.copyOf(monthlyTotals);
        tariffs = tariffs.stream().distinct().toList();
        warnings = List.copyOf(warnings);
    }

    @Schema(name = "QuoteLine", description = "One programme, over months with the same tariff")
    record Line(
            @Schema(required = true, examples = "JKK") Programme programme,

            @Schema(required = true, implementation = String.class, description = "First month", examples = "2027-01")
            YearMonth from,

            @Schema(
                    required = true,
                    implementation = String.class,
                    description = "The first month that is no longer paid for",
                    examples = "2028-01")
            YearMonth until,

            @Schema(required = true, examples = "12") int months,

            @Schema(required = true, description = "For one person and month", examples = "10000")
            long monthlyAmount,

            @Schema(required = true, description = "For all people and months of the line", examples = "12000000")
            long amount,

            @Schema(required = true, examples = "bpu-jkk-2024")
            String tariffId) {
        static Line of(
                Programme programme, YearMonth from, YearMonth until, long monthlyAmount, int people, String tariffId) {
            var months = monthsBetween(from, until);
            var amount = Math.multiplyExact(Math.multiplyExact(monthlyAmount, (long) months), (long) people);
            return new Line(programme, from, until, months, monthlyAmount, amount, tariffId);
        }
    }

    @Schema(name = "MonthlyTotal", description = "All programmes, over months that cost the same")
    record MonthlyTotal(
            @Schema(required = true, implementation = String.class, description = "First month", examples = "2027-01")
            YearMonth from,

            @Schema(
                    required = true,
                    implementation = String.class,
                    description = "The first month that is no longer paid for",
                    examples = "2028-01")
            YearMonth until,

            @Schema(required = true, examples = "12") int months,

            @Schema(required = true, description = "For one person and month", examples = "16800")
            long perPerson,

            @Schema(required = true, description = "For all people in one month", examples = "1680000")
            long monthlyTotal) {
        static MonthlyTotal of(YearMonth from, YearMonth until, long perPerson, int people) {
            return new MonthlyTotal(
                    from, until, monthsBetween(from, until), perPerson, Math.multiplyExact(perPerson, (long) people));
        }
    }

    private static int monthsBetween(YearMonth from, YearMonth until) {
        return (int) ChronoUnit.MONTHS.between(from, until);
    }
}
