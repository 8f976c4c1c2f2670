package id.desaterlindungi.reporting.coverage.fold;

import id.desaterlindungi.reporting.coverage.FundingSource;
import id.desaterlindungi.reporting.coverage.Occupation;
import id.desaterlindungi.reporting.coverage.Origin;
import id.desaterlindungi.reporting.coverage.Segment;
import id.desaterlindungi.reporting.coverage.Sex;
import id.desaterlindungi.reporting.coverage.Status;
import id.desaterlindungi.reporting.coverage.fold.Cell.Combination;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;

/** The ids of the combinations of facets. An id never changes, so all of them are kept in memory; they are some thousands at most. */
@ApplicationScoped
class CombinationIds {
    private final Jdbi jdbi;
    private final Map<Combination, Integer> ids = new ConcurrentHashMap<>();

    CombinationIds(Jdbi jdbi) {
        this.jdbi = jdbi;
    }

    /**
     * New ones are written on a connection of their own, since Jdbi hands a thread the connection that it already has: what is
     * kept here must not be rolled back with a batch.
     */
    Map<Combination, Integer> idsOf(Set<Combination> combinations) {
        if (!ids.keySet().containsAll(combinations)) {
            try (var apart = jdbi.open()) {
                add(
                        apart,
                        combinations.stream()
                                .filter(one -> !ids.containsKey(one))
                                .sorted()
                                .toList());
                read(apart);
            }
        }
        return ids;
    }

    private static void add(Handle handle, List<Combination> combinations) {
        handle.createUpdate("""
                        insert into facets (status, segment, occupation, funding_source, programmes, sex, origin)
                        select * from unnest(:status, :segment, :occupation, :fundingSource, :programmes, :sex, :origin)
                            on conflict on constraint uq_facets do nothing
                        """)
                .bind("status", texts(combinations, one -> one.status().name()))
                .bind("segment", texts(combinations, one -> one.segment().name()))
                .bind("occupation", texts(combinations, one -> one.occupation().name()))
                .bind(
                        "fundingSource",
                        texts(combinations, one -> one.fundingSource().name()))
                .bind("programmes", texts(combinations, Combination::programmes))
                .bind("sex", texts(combinations, one -> one.sex().name()))
                .bind("origin", texts(combinations, one -> one.origin().name()))
                .execute();
    }

    /** All of them: after a start this is one statement instead of one for each batch. */
    private void read(Handle handle) {
        handle.createQuery("select * from facets")
                .map((row, _) -> ids.put(
                        new Combination(
                                Status.valueOf(row.getString("status")),
                                Segment.valueOf(row.getString("segment")),
                                Occupation.valueOf(row.getString("occupation")),
                                FundingSource.valueOf(row.getString("funding_source")),
                                row.getString("programmes"),
                                Sex.valueOf(row.getString("sex")),
                                Origin.valueOf(row.getString("origin"))),
                        row.getInt("id")))
                .list();
    }

    private static String[] texts(List<Combination> combinations, Function<Combination, String> column) {
        return combinations.stream().map(column).toArray(String[]::new);
    }
}
