package id.desaterlindungi.reporting.progress;

import id.desaterlindungi.reporting.access.Caller;
import id.desaterlindungi.reporting.access.Scope;
import id.desaterlindungi.reporting.area.Level;
import id.desaterlindungi.reporting.progress.AreaProgress.AreaName;
import id.desaterlindungi.reporting.progress.Funding.Budgets;
import id.desaterlindungi.reporting.progress.Funding.Part;
import id.desaterlindungi.reporting.progress.Funding.Payer;
import id.desaterlindungi.reporting.progress.Funding.WhatIf;
import id.desaterlindungi.reporting.progress.snapshot.KeptAnswers;
import id.desaterlindungi.reporting.progress.snapshot.KeptAnswers.Told;
import id.desaterlindungi.reporting.progress.snapshot.Snapshots.Snapshot;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Adds up the budgets of villages. */
@ApplicationScoped
class FundingReader {
    private static final String BUDGETS = """
            select part.code, part.name,
                   count(*) filter (where own and open) as desa,
                   count(*) filter (where own and open and coalesce(add_social_security, 0) = 0) as desa_without,
                   coalesce(sum(add_total), 0) as add_total,
                   coalesce(sum(add_social_security), 0) as add_social_security,
                   coalesce(sum(dana_desa_social_security), 0) as dana_desa,
                   coalesce(sum(workers), 0) as workers
              from (select left(village.code, :length) as part_code,
                           village.kind = 'desa' as own,
                           fact.valid_until is null or fact.valid_until > :today as open,
                           budget.add_total, budget.add_social_security, budget.workers,
                           budget.dana_desa_social_security
                      from area village
                      left join village_fact fact
                        on fact.generation = :generation and fact.village_code = village.code
                      left join (select village_code, add_total, add_social_security, workers,
                                        dana_desa_social_security
                                   from village_budget
                                  where generation = :generation and year = :year) budget
                        on budget.village_code = village.code
                     where village.kind in ('desa', 'kelurahan')
                       and (village.code = :within
                            or village.code > :within || '.' and village.code < :within || '/')) village
              join area part on part.code = village.part_code
             group by part.code
             order by part.code
            """;

    private final KeptAnswers answers;
    private final Caller caller;

    FundingReader(KeptAnswers answers, Caller caller) {
        this.answers = answers;
        this.caller = caller;
    }

    /** @param year null for the present year in Asia/Jakarta */
    Optional<Told<Funding>> funding(
            String within, @Nullable Integer year, long monthly, @Nullable Long extraWorkersPerVillage) {
        var scope = caller.scope();
        var request = List.<Object>of(
                "funding",
                within,
                Optional.ofNullable(year),
                monthly,
                Optional.ofNullable(extraWorkersPerVillage),
                scope);
        return answers.answer(
                request,
                snapshot -> ProgressReader.area(snapshot.requireFlows(), within)
                        .map(area -> read(
                                snapshot,
                                area,
                                scope,
                                year == null ? snapshot.today().getYear() : year,
                                monthly,
                                extraWorkersPerVillage)));
    }

    private static Funding read(
            Snapshot snapshot,
            AreaProgress area,
            Scope scope,
            int year,
            long monthly,
            @Nullable Long extraWorkersPerVillage) {
        var within = area.area().code();
        var payers = BreakdownReader.read(snapshot, within, List.of(Facet.FUNDING_SOURCE), Map.of())
                .orElseThrow();
        var own = within.length();
        var parts = Arrays.stream(Level.values())
                .map(Level::codeLength)
                .filter(length -> length > own)
                .findFirst()
                .map(length -> budgets(snapshot, within, year, monthly, length).stream()
                        .filter(part -> scope.meets(part.area().code()))
                        .toList())
                .orElse(List.of());
        var all = budgets(snapshot, within, year, monthly, own).stream()
                .findFirst()
                .map(Part::budgets)
                .orElseGet(() -> Budgets.of(0, 0, 0, 0, 0, 0, monthly));
        return new Funding(
                area.area(),
                year,
                monthly,
                payers.items().stream()
                        .map(item -> new Payer(
                                String.valueOf(item.values().get(Facet.FUNDING_SOURCE.label())),
                                item.people() == null ? 0 : item.people(),
                                item.covered()))
                        .toList(),
                all,
                parts,
                extraWorkersPerVillage == null ? null : WhatIf.of(extraWorkersPerVillage, all.desa(), monthly, area),
                Funding.SAID,
                snapshot.asOf());
    }

    static List<Part> budgets(Snapshot snapshot, String within, int year, long monthly, int length) {
        return snapshot.query(BUDGETS)
                .bind("within", within)
                .bind("year", year)
                .bind("length", length)
                .bind("today", snapshot.today())
                .map((row, _) -> new Part(
                        new AreaName(row.getString("code"), row.getString("name")),
                        Budgets.of(
                                row.getLong("desa"),
                                row.getLong("desa_without"),
                                row.getLong("add_total"),
                                row.getLong("add_social_security"),
                                row.getLong("dana_desa"),
                                row.getLong("workers"),
                                monthly)))
                .list();
    }
}
