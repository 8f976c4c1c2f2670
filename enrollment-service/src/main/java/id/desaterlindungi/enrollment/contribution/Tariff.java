package id.desaterlindungi.enrollment.contribution;

import com.fasterxml.jackson.annotation.JsonInclude;
import id.desaterlindungi.enrollment.participant.codes.FundingSource;
import id.desaterlindungi.enrollment.participant.codes.Occupation;
import id.desaterlindungi.enrollment.participant.codes.Programme;
import id.desaterlindungi.enrollment.participant.codes.Segment;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.LocalDate;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** What one programme costs in a month, for those whom the row is for. */
@JsonInclude(JsonInclude.Include.NON_NULL)
@Schema(
        name = "Tariff",
        description = "Either `ratePercent` or `fixedRupiah`. A condition that is absent excludes nobody.")
record Tariff(
        @Schema(required = true, examples = "bpu-jkk-2024") String id,

        @Schema(required = true, examples = "JKK") Programme programme,

        @Schema(required = true, examples = "BPU") Segment segment,

        @Schema(examples = "GENERAL") @Nullable Sector sector,

        @Schema(examples = "KEPALA_DESA") @Nullable Occupation occupation,

        @Schema(examples = "VERY_LOW") @Nullable RiskClass riskClass,

        @Schema(required = true, description = "Replaces the regular tariff while it is valid", examples = "false")
        boolean relief,

        @Schema(required = true, description = "It does not apply to these payers", examples = "[\"APBN\"]")
        List<FundingSource> excludedPayers,

        @Schema(
                required = true,
                description = "It is not settled whether it applies to these payers",
                examples = "[\"ADD\"]")
        List<FundingSource> unsettledPayers,

        @Schema(description = "Percent of the monthly income", examples = "1") @Nullable
        BigDecimal ratePercent,

        @Schema(description = "Whole rupiah a month, independent of the income", examples = "6800") @Nullable
        Long fixedRupiah,

        @Schema(description = "At least this much a month", examples = "10000") @Nullable
        Long minimumRupiah,

        @Schema(required = true, description = "The income counts only up to a cap", examples = "false")
        boolean wageCapped,

        @Schema(description = "The cap; absent while its amount is not settled") @Nullable
        Long wageCapRupiah,

        @Schema(required = true, examples = "2024-01-01") LocalDate validFrom,

        @Schema(description = "The first day on which it is no longer valid; absent if no end is known") @Nullable
        LocalDate validUntil,

        @Schema(required = true, description = "Where the figure comes from")
        String source,

        @Schema(required = true, description = "Whether every figure and condition of the row is settled")
        boolean settled) {

    Tariff {
        excludedPayers = List.copyOf(excludedPayers);
        unsettledPayers = List.copyOf(unsettledPayers);
        if ((ratePercent == null) == (fixedRupiah == null)) {
            throw new IllegalArgumentException("Either a rate or an amount: " + id);
        }
    }

    boolean validOn(LocalDate day) {
        return !day.isBefore(validFrom) && (validUntil == null || day.isBefore(validUntil));
    }

    /** Whole rupiah for one person and month, half a rupiah rounded up. */
    long amount(long monthlyIncome) {
        if (fixedRupiah != null) {
            return fixedRupiah;
        }
        var base = wageCapRupiah == null ? monthlyIncome : Math.min(monthlyIncome, wageCapRupiah);
        var share = BigDecimal.valueOf(base)
                .multiply(rate())
                .movePointLeft(2)
                .setScale(0, RoundingMode.HALF_UP)
                .longValueExact();
        return minimumRupiah == null ? share : Math.max(share, minimumRupiah);
    }

    private BigDecimal rate() {
        return ratePercent == null ? BigDecimal.ZERO : ratePercent;
    }

    @Schema(name = "TariffList")
    record Listing(
            @Schema(required = true, description = "The day asked for", examples = "2026-11-22")
            LocalDate on,

            @Schema(required = true) List<Tariff> items) {
        Listing {
            items = List.copyOf(items);
        }
    }
}
