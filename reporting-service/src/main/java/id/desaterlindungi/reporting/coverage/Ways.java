package id.desaterlindungi.reporting.coverage;

import id.desaterlindungi.reporting.coverage.Cell.Way;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;

/** The ids of the ways to be counted. Never changed once given, so they are kept; some thousands at most. */
@Singleton
class Ways {

    private final Jdbi jdbi;
    private final Map<Way, Integer> ids = new ConcurrentHashMap<>();

    Ways(Jdbi jdbi) {
        this.jdbi = jdbi;
    }

    /**
     * New ones are written on a connection of their own, since Jdbi hands a thread the connection that it already has: what is
     * kept here must not be rolled back with a batch.
     */
    Map<Way, Integer> idsOf(Set<Way> ways) {
        if (!ids.keySet().containsAll(ways)) {
            try (Handle apart = jdbi.open()) {
                add(
                        apart,
                        ways.stream()
                                .filter(way -> !ids.containsKey(way))
                                .sorted()
                                .toList());
                read(apart);
            }
        }
        return ids;
    }

    private static void add(Handle handle, List<Way> ways) {
        handle.createUpdate("""
                        insert into facets (status, segment, occupation, funding_source, programmes, sex, origin)
                        select * from unnest(:status, :segment, :occupation, :fundingSource, :programmes, :sex, :origin)
                            on conflict on constraint uq_facets do nothing
                        """)
                .bind("status", texts(ways, way -> way.status().name()))
                .bind("segment", texts(ways, way -> way.segment().name()))
                .bind("occupation", texts(ways, way -> way.occupation().name()))
                .bind("fundingSource", texts(ways, way -> way.fundingSource().name()))
                .bind("programmes", texts(ways, Way::programmes))
                .bind("sex", texts(ways, way -> way.sex().name()))
                .bind("origin", texts(ways, way -> way.origin().name()))
                .execute();
    }

    /** All of them: after a start this is one statement instead of one for each batch. */
    private void read(Handle handle) {
        handle.createQuery("select * from facets")
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
                .list();
    }

    private static String[] texts(List<Way> ways, Function<Way, String> column) {
        return ways.stream().map(column).toArray(String[]::new);
    }
}
