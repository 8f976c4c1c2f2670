package id.desaterlindungi.enrollment.contribution;

import com.fasterxml.jackson.annotation.JsonInclude;
import id.desaterlindungi.enrollment.participant.codes.FundingSource;
import id.desaterlindungi.enrollment.participant.codes.Occupation;
import id.desaterlindungi.enrollment.participant.codes.Programme;
import id.desaterlindungi.enrollment.participant.codes.Segment;
import id.desaterlindungi.enrollment.problem.Messages;
import id.desaterlindungi.enrollment.problem.ProblemError;
import java.time.YearMonth;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** A quote: the request as it was understood, and what it costs. */
@JsonInclude(JsonInclude.Include.NON_NULL)
@Schema(
        name = "Quote",
        description =
                "All amounts are whole rupiah. A quote says what cover costs, never what somebody is entitled to.")
record QuoteView(
        @Schema(required = true, examples = "BPU") Segment segment,

        @Schema(examples = "PEKERJA_RENTAN_LAIN") @Nullable Occupation occupation,

        @Schema(required = true, description = "As given, or else by the occupation", examples = "GENERAL")
        Sector sector,

        @Nullable RiskClass riskClass,

        @Schema(required = true, examples = "1000000") long monthlyIncome,

        @Schema(required = true) List<Programme> programmes,

        @Schema(required = true, examples = "DANA_DESA") FundingSource fundingSource,

        @Schema(required = true, implementation = String.class, description = "First month", examples = "2027-01")
        YearMonth from,

        @Schema(
                required = true,
                implementation = String.class,
                description = "The first month that is no longer paid for",
                examples = "2028-01")
        YearMonth until,

        @Schema(required = true, examples = "12") int months,

        @Schema(required = true, examples = "100") int people,

        @Schema(required = true) List<Quotation.Line> lines,

        @Schema(required = true) List<Quotation.MonthlyTotal> monthlyTotals,

        @Schema(required = true, description = "For all people, programmes and months", examples = "20160000")
        long total,

        @Schema(required = true, description = "The tariff rows that the quote was calculated with")
        List<Tariff> tariffs,

        @Schema(required = true, description = "What is not settled about this quote, and what short cover means")
        List<ProblemError> warnings) {
    static QuoteView of(Order order, Quotation quotation, Messages messages) {
        return new QuoteView(
                order.segment(),
                order.occupation(),
                order.sector(),
                order.riskClass(),
                order.monthlyIncome(),
                order.programmes(),
                order.fundingSource(),
                order.from(),
                order.until(),
                order.months(),
                order.people(),
                quotation.lines(),
                quotation.monthlyTotals(),
                quotation.total(),
                quotation.tariffs(),
                quotation.warnings().stream().map(messages::of).toList());
    }
}
