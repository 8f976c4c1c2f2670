package id.desaterlindungi.reporting.progress.snapshot;

import id.desaterlindungi.reporting.Instants;
import id.desaterlindungi.reporting.coverage.TotalsVersion;
import id.desaterlindungi.reporting.problem.ProblemException;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.ws.rs.core.Response.Status;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.function.Function;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.statement.Query;
import org.jspecify.annotations.Nullable;

/**
 * The only way to read the totals. All statements of an answer see the same moment and the generation that is live then, so the
 * parts of an answer add up at the position that it names.
 */
@ApplicationScoped
public class Snapshots {

    public static final ZoneId JAKARTA = ZoneId.of("Asia/Jakarta");

    private static final String PROJECTION = """
            select generation, shape, position, first_event_at, event_at, folded_at, complete_at, parked, reconciled_at, matched,
                   waiting_for, clock_timestamp() as now
              from projection
             where state = 'LIVE'
            """;

    private final Jdbi jdbi;

    Snapshots(Jdbi jdbi) {
        this.jdbi = jdbi;
    }

    /**
     * The totals at one moment.
     *
     * @param generation the live one; statements have to name it
     * @param firstDay the day of the first event in Asia/Jakarta; null before it, and in totals that an older release began
     * @param today in Asia/Jakarta, by the database's clock
     */
    public record Snapshot(
            Handle handle,
            int generation,
            int shape,
            AsOf asOf,
            @Nullable LocalDate firstDay,
            LocalDate today) {

        /** With {@code :generation} bound. */
        public Query query(String sql) {
            return handle.createQuery(sql).bind("generation", generation);
        }

        public boolean hasFlows() {
            return TotalsVersion.hasFlows(shape);
        }

        /** @throws ProblemException 503 while the totals come from a release that did not keep what the answer needs */
        public Snapshot requireFlows() {
            if (!hasFlows()) {
                throw ProblemException.of(Status.SERVICE_UNAVAILABLE, "totals-being-rebuilt");
            }
            return this;
        }
    }

    public <T> T read(Function<Snapshot, T> reading) {
        return jdbi.inTransaction(handle -> {
            handle.execute("set transaction isolation level repeatable read, read only");
            return reading.apply(handle.createQuery(PROJECTION)
                    .map((row, _) -> snapshot(handle, row))
                    .one());
        });
    }

    private static Snapshot snapshot(Handle handle, ResultSet row) throws SQLException {
        Instant now = Instants.of(row, "now");
        AsOf asOf = AsOf.of(
                        row.getLong("position"),
                        Instants.orNull(row, "event_at"),
                        Instants.orNull(row, "folded_at"),
                        Instants.orNull(row, "complete_at"),
                        now,
                        row.getLong("parked"))
                .with(
                        Instants.orNull(row, "reconciled_at"),
                        row.getObject("matched", Boolean.class),
                        row.getObject("waiting_for", Long.class));
        Instant firstEventAt = Instants.orNull(row, "first_event_at");
        return new Snapshot(
                handle,
                row.getInt("generation"),
                row.getInt("shape"),
                asOf,
                firstEventAt == null ? null : firstEventAt.atZone(JAKARTA).toLocalDate(),
                now.atZone(JAKARTA).toLocalDate());
    }
}
