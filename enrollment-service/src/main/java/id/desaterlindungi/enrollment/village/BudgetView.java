package id.desaterlindungi.enrollment.village;

import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** A year's budget of a village, in whole rupiah. */
@Schema(name = "VillageBudget")
record BudgetView(
        @Schema(required = true, examples = "16.01.07.2001") String villageCode,

        @Schema(required = true, examples = "2026") int year,

        @Schema(required = true, description = "1 at first; each change adds 1. Also the ETag", examples = "1")
        int version,

        @Schema(
                required = true,
                description = "The whole village allocation (Alokasi Dana Desa)",
                examples = "812500000")
        long addTotal,

        @Schema(
                required = true,
                description = "The part of it that is set aside for contributions",
                examples = "20160000")
        long addSocialSecurity,

        @Schema(required = true, description = "What is set aside for contributions from Dana Desa", examples = "0")
        long danaDesaSocialSecurity,

        @Schema(required = true, description = "Number of workers that it is meant to pay for", examples = "100")
        int workers,

        @Schema(required = true, examples = "Perdes 3/2026 tentang APBDes, lampiran II")
        String sourceDocument) {

    static BudgetView of(VillageBudget budget) {
        var amounts = budget.amounts();
        return new BudgetView(
                budget.villageCode(),
                budget.year(),
                budget.version(),
                amounts.addTotal(),
                amounts.addSocialSecurity(),
                amounts.danaDesaSocialSecurity(),
                amounts.workers(),
                budget.sourceDocument());
    }
}
