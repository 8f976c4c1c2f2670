package id.desaterlindungi.reporting.progress;

import com.fasterxml.jackson.annotation.JsonInclude;
import id.desaterlindungi.reporting.http.table.Table;
import id.desaterlindungi.reporting.http.table.Table.Code;
import id.desaterlindungi.reporting.http.table.Tabular;
import id.desaterlindungi.reporting.progress.AreaProgress.AreaName;
import id.desaterlindungi.reporting.progress.snapshot.AsOf;
import id.desaterlindungi.reporting.progress.snapshot.Dated;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** Who pays, and what the villages set aside. Amounts are whole rupiah. */
@JsonInclude(JsonInclude.Include.NON_NULL)
@Schema(description = "Who pays for an area's people, and what its villages set aside in a year, in whole rupiah.")
public record Funding(
        @Schema(required = true) AreaName area,

        @Schema(required = true, examples = "2026") int year,

        @Schema(
                required = true,
                description = "What one worker costs a month: as given, or else the least for an own-account worker.",
                examples = "16800")
        long monthly,

        @Schema(required = true, description = "The people of the register by payer, now.")
        List<Payer> payers,

        @Schema(required = true, description = "The year's budgets of all its villages.")
        Budgets budgets,

        @Schema(required = true, description = "The same for each area one level below; a village has none.")
        List<Part> parts,

        @Nullable WhatIf whatIf,

        @Schema(required = true) Quotation quotation,

        @Schema(required = true) AsOf asOf)
        implements Dated<Funding>, Tabular {

    /** The least that an own-account worker's work accident and death insurance cost a month, in rupiah. */
    public static final long LEAST_MONTHLY = 16_800;

    /** A quotation. It is shown beside the figures and nothing is computed from it. */
    public static final Quotation SAID = new Quotation(
            "70 percent of ADD is not allocated to social security",
            "Planning news of BPJS Ketenagakerjaan's South Sumatra regional office, dateline Palembang 29 April 2024");

    @Schema(name = "FundingPayer")
    public record Payer(
            @Schema(required = true, examples = "ADD") String fundingSource,

            @Schema(required = true, description = "Of any status.", examples = "120")
            long people,

            @Schema(required = true, description = "With status ACTIVE or GRACE.", examples = "118")
            long covered) {}

    @JsonInclude(JsonInclude.Include.NON_NULL)
    @Schema(name = "FundingBudgets")
    public record Budgets(
            @Schema(
                    required = true,
                    description = "Open desa: villages with an allocation (ADD) of their own.",
                    examples = "143")
            long desa,

            @Schema(required = true, description = "Of these, without any ADD for social security.", examples = "100")
            long desaWithout,

            @Schema(required = true, description = "The whole ADD.", examples = "812500000")
            long addTotal,

            @Schema(required = true, description = "ADD for social security.", examples = "20160000")
            long addSocialSecurity,

            @Schema(description = "addSocialSecurity / addTotal, in percent, two decimals.", examples = "2.48")
            @Nullable
            BigDecimal addPercent,

            @Schema(required = true, description = "Dana Desa for social security.", examples = "0")
            long danaDesaSocialSecurity,

            @Schema(
                    required = true,
                    description = "Number of workers that the amounts are meant to pay for.",
                    examples = "100")
            long workers,

            @Schema(
                    description =
                            "Months that ADD and Dana Desa for social security pay for those workers at `monthly`, "
                                    + "one decimal; absent where there are none.",
                    examples = "12.0")
            @Nullable
            BigDecimal monthsCovered) {

        static Budgets of(
                long desa,
                long desaWithout,
                long addTotal,
                long addSocialSecurity,
                long danaDesaSocialSecurity,
                long workers,
                long monthly) {
            BigDecimal months = workers == 0
                    ? null
                    : BigDecimal.valueOf(addSocialSecurity)
                            .add(BigDecimal.valueOf(danaDesaSocialSecurity))
                            .divide(
                                    BigDecimal.valueOf(workers).multiply(BigDecimal.valueOf(monthly)),
                                    1,
                                    RoundingMode.HALF_UP);
            return new Budgets(
                    desa,
                    desaWithout,
                    addTotal,
                    addSocialSecurity,
                    addTotal == 0 ? null : AreaProgress.percent(addSocialSecurity, addTotal),
                    danaDesaSocialSecurity,
                    workers,
                    months);
        }
    }

    @Schema(name = "FundingPart")
    public record Part(
            @Schema(required = true) AreaName area,
            @Schema(required = true) Budgets budgets) {}

    @JsonInclude(JsonInclude.Include.NON_NULL)
    @Schema(name = "FundingWhatIf", description = "If each open desa paid for more workers.")
    public record WhatIf(
            @Schema(required = true, examples = "50") long extraWorkersPerVillage,
            @Schema(required = true, examples = "143") long villages,
            @Schema(required = true, examples = "7150") long workers,
            @Schema(required = true, examples = "120120000") long costPerMonth,

            @Schema(required = true, description = "Twelve months.", examples = "1441440000")
            long costPerYear,

            @Schema(description = "Covered in all, if none of them is covered already. Only with a goal.") @Nullable
            Long covered,

            @Schema(description = "Workers still short of the goal then.") @Nullable
            Long remaining,

            @Schema(description = "covered / target, in percent, two decimals.") @Nullable
            BigDecimal percentOfGoal) {

        public static WhatIf of(long extra, long villages, long monthly, AreaProgress area) {
            var workers = extra * villages;
            var perMonth = workers * monthly;
            var now = area.covered();
            if (now == null || area.goal() == null) {
                return new WhatIf(extra, villages, workers, perMonth, perMonth * 12, null, null, null);
            }
            var covered = now + workers;
            var target = area.goal().target();
            return new WhatIf(
                    extra,
                    villages,
                    workers,
                    perMonth,
                    perMonth * 12,
                    covered,
                    Math.max(target - covered, 0),
                    AreaProgress.percent(covered, target));
        }
    }

    @Schema(
            name = "FundingQuotation",
            description = "A quotation. It is not a figure of this system, and nothing is calculated from it.")
    public record Quotation(
            @Schema(required = true) String text,
            @Schema(required = true) String source) {}

    @Override
    public Funding with(AsOf confirmed) {
        return new Funding(area, year, monthly, payers, budgets, parts, whatIf, quotation, confirmed);
    }

    @Override
    public int size() {
        return 1 + parts.size();
    }

    @Override
    public Table table() {
        var table = Table.of(
                "progress-funding",
                "code",
                "name",
                "year",
                "desa",
                "desaWithout",
                "addTotal",
                "addSocialSecurity",
                "addPercent",
                "danaDesaSocialSecurity",
                "workers",
                "monthsCovered",
                "position",
                "at");
        row(table, area, budgets);
        parts.forEach(part -> row(table, part.area(), part.budgets()));
        return table;
    }

    private void row(Table table, AreaName name, Budgets of) {
        table.row(
                new Code(name.code()),
                name.name(),
                year,
                of.desa(),
                of.desaWithout(),
                of.addTotal(),
                of.addSocialSecurity(),
                of.addPercent(),
                of.danaDesaSocialSecurity(),
                of.workers(),
                of.monthsCovered(),
                asOf.position(),
                asOf.at());
    }
}
