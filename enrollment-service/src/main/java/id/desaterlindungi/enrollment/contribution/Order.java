package id.desaterlindungi.enrollment.contribution;

import id.desaterlindungi.enrollment.participant.codes.FundingSource;
import id.desaterlindungi.enrollment.participant.codes.Occupation;
import id.desaterlindungi.enrollment.participant.codes.Programme;
import id.desaterlindungi.enrollment.participant.codes.Segment;
import java.time.YearMonth;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Cover to be paid for.
 *
 * @param programmes in the order of {@link Programme}, each once
 * @param monthlyIncome whole rupiah, of one person
 */
record Order(
        Segment segment,
        @Nullable Occupation occupation,
        Sector sector,
        @Nullable RiskClass riskClass,
        long monthlyIncome,
        List<Programme> programmes,
        FundingSource fundingSource,
        YearMonth from,
        int months,
        int people) {
    Order {
        programmes = programmes.stream().distinct().sorted().toList();
    }

    /** The first month that is no longer paid for. */
    YearMonth until() {
        return from.plusMonths(months);
    }

    Stream<YearMonth> eachMonth() {
        return IntStream.range(0, months).mapToObj(from::plusMonths);
    }
}
