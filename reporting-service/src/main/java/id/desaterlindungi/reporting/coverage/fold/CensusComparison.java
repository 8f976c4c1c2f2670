package id.desaterlindungi.reporting.coverage.fold;

import id.desaterlindungi.reporting.coverage.Status;
import id.desaterlindungi.reporting.coverage.TotalsVersion;
import id.desaterlindungi.reporting.coverage.fold.Folding.Census;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.stream.IntStream;
import org.jdbi.v3.core.Handle;

/**
 * Compares every table of the totals with what the register counted. It runs in the transaction that reaches the census, so the
 * totals are at exactly its position.
 */
final class CensusComparison {
    private static final int MOST_KEPT = 1_000;

    /** How the rows of each table add up to people by area and status, beside what they should add up to. */
    private static final String DIFFERENCES = """
            with counted as materialized (
                select village_code, status, sum(people) as people
                  from unnest(:villages, :statuses, :people) as one (village_code, status, people)
                 group by village_code, status
            ), area as materialized (
                select area_code, status, sum(people) as people
                  from counted
                 cross join lateral (values (left(village_code, 2)), (left(village_code, 5)), (left(village_code, 8)),
                                            (village_code)) as lineage (area_code)
                 group by area_code, status
            ), covered as (
                select area_code, 'COVERED' as status, sum(people) as people
                  from area where status = any(:coveredStatuses) group by area_code
            ), told as (
                select 'coverage_cell' as totals, village_code as area_code, status, sum(people) as people
                  from coverage_cell where generation = %1$d group by village_code, status
                union all
                select 'birth_year_cell', village_code, status, sum(people)
                  from birth_year_cell_%1$d group by village_code, status
                union all
                select 'area_total', area_code, status, sum(people) from area_total_%1$d group by area_code, status
                union all
                select 'area_cell', area_code, status, sum(people)
                  from area_cell where generation = %1$d and :whole group by area_code, status
                union all
                select 'area_birth_year_cell', area_code, status, sum(people)
                  from area_birth_year_cell_%1$d where :whole group by area_code, status
                union all
                select 'flow', area_code, 'COVERED', sum(covered) from flow_%1$d where :whole group by area_code
            ), expected as (
                select totals, area_code, status, people from area
                 cross join (values ('coverage_cell', 13, 13), ('birth_year_cell', 13, 13), ('area_total', 2, 13),
                                    ('area_cell', 2, 5), ('area_birth_year_cell', 2, 5))
                            as of_table (totals, shortest, longest)
                 where length(area_code) between shortest and longest
                   and (:whole or totals not in ('area_cell', 'area_birth_year_cell'))
                union all
                select 'flow', area_code, status, people from covered where :whole
            ), difference as materialized (
                select totals, area_code, status, coalesce(expected.people, 0) as register,
                       coalesce(told.people, 0) as reported
                  from expected
                  full join told using (totals, area_code, status)
                 where coalesce(expected.people, 0) <> coalesce(told.people, 0)
            ), kept as (
                insert into reconciliation
                       (position, census_id, taken_at, generation, people, parked, differences, villages)
                select :position, :censusId, :takenAt, generation, :total, parked, (select count(*) from difference),
                       (select count(distinct area_code) from difference where length(area_code) = 13)
                  from projection where generation = %1$d
                    on conflict on constraint pk_reconciliation do nothing
                returning position
            ), named as (
                insert into reconciliation_difference (position, totals, area_code, status, register, reported)
                select :position, totals, area_code, status, register, reported
                  from difference where exists (select from kept) order by area_code, totals, status limit :most
            )
            select count(*) from difference
            """;

    private CensusComparison() {}

    /**
     * Keeps the result, unless the other generation was compared with this census before: that happens while one takes the
     * other's place.
     *
     * @return how many numbers differ
     */
    static int keep(Handle handle, int generation, Census census) {
        // All of the totals are added up, some seconds at the most.
        // Well before the connection would be given up for dead.
        handle.execute("set local statement_timeout = '25s'");
        var counts = census.counts();
        var villages = new ArrayList<String>();
        var statuses = new ArrayList<String>();
        var people = new ArrayList<Long>();
        counts.villages()
                .forEach((village, numbers) -> IntStream.range(0, numbers.size())
                        .filter(column -> numbers.get(column) > 0)
                        .forEach(column -> {
                            villages.add(village);
                            statuses.add(counts.statuses().get(column).name());
                            people.add(numbers.get(column));
                        }));
        int differences = handle.createQuery(DIFFERENCES.formatted(generation))
                .bind("villages", villages.toArray(String[]::new))
                .bind("statuses", statuses.toArray(String[]::new))
                .bind("people", people.toArray(Long[]::new))
                .bind("whole", TotalsVersion.hasFlows(shape(handle, generation)))
                .bind("coveredStatuses", Status.namesOfCovered())
                .bind("position", census.event().position())
                .bind("censusId", counts.censusId())
                .bind("takenAt", census.event().at().atOffset(ZoneOffset.UTC))
                .bind("total", people.stream().mapToLong(Long::longValue).sum())
                .bind("most", MOST_KEPT)
                .mapTo(Integer.class)
                .one();
        handle.createUpdate("""
                        update projection set reconciled_at = :takenAt, matched = :matched where generation = :generation
                        """)
                .bind("takenAt", census.event().at().atOffset(ZoneOffset.UTC))
                .bind("matched", differences == 0)
                .bind("generation", generation)
                .execute();
        return differences;
    }

    private static int shape(Handle handle, int generation) {
        return handle.createQuery("select shape from projection where generation = :generation")
                .bind("generation", generation)
                .mapTo(Integer.class)
                .one();
    }
}
