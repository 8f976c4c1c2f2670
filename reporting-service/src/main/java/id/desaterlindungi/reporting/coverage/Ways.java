package id.desaterlindungi.reporting.coverage;

import id.desaterlindungi.reporting.coverage.Cell.Way;
import jakarta.inject.Singleton;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import org.jdbi.v3.core.Jdbi;

/** The ids of the ways to be counted. Never changed once given, so they are kept; some thousands at most. */
@Singleton
class Ways {

    private final Jdbi jdbi;
    private final Map<Way, Integer> ids = new ConcurrentHashMap<>();

    Ways(Jdbi jdbi) {
        this.jdbi = jdbi;
    }

    /** In a transaction of its own where one is new: what is kept here must not be rolled back with a batch. */
    Map<Way, Integer> idsOf(Set<Way> ways) {
        Set<Way> unknown = new HashSet<>(ways);
        unknown.removeAll(ids.keySet());
        if (!unknown.isEmpty()) {
            List<Way> sorted = new ArrayList<>(unknown);
            sorted.sort(Way.ORDER);
            jdbi.useTransaction(handle -> {
                handle.createUpdate("""
                                insert into facets (status, segment, occupation, funding_source, programmes, sex, origin)
                                select * from unnest(:status, :segment, :occupation, :fundingSource, :programmes, :sex, :origin)
                                    on conflict on constraint uq_facets do nothing
                                """)
                        .bind("status", texts(sorted, way -> way.status().name()))
                        .bind("segment", texts(sorted, way -> way.segment().name()))
                        .bind(
                                "occupation",
                                texts(sorted, way -> way.occupation().name()))
                        .bind(
                                "fundingSource",
                                texts(sorted, way -> way.fundingSource().name()))
                        .bind("programmes", texts(sorted, Way::programmes))
                        .bind("sex", texts(sorted, way -> way.sex().name()))
                        .bind("origin", texts(sorted, way -> way.origin().name()))
                        .execute();
            });
            read();
        }
        return ids;
    }

    /** All of them: after a start this is one statement instead of one for each batch. */
    private void read() {
        jdbi.useHandle(handle -> handle.createQuery("select * from facets")
                .map((row, _) -> ids.put(
                        new Way(
                                Status.valueOf(row.getString("status")),
                                Segment.valueOf(row.getString("segment")),
                                Occupation.valueOf(row.getString("occupation")),
                                FundingSource.valueOf(row.getString("funding_source")),
                                row.getString("programmes"),
                                Sex.valueOf(row.getString("sex")),
                                Origin.valueOf(row.getString("origin"))),
                        row.getInt("id")))
                .list());
    }

    private static String[] texts(List<Way> ways, Function<Way, String> column) {
        return ways.stream().map(column).toArray(String[]::new);
    }
}
