package id.desaterlindungi.reporting.progress.snapshot;

import id.desaterlindungi.reporting.coverage.TotalsVersion;
import id.desaterlindungi.reporting.problem.ProblemException;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.ws.rs.core.Response.Status;
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
    public static final ZoneId JAKARTA = Moment.JAKARTA;

    private final Jdbi jdbi;

    Snapshots(Jdbi jdbi) {
        this.jdbi = jdbi;
    }

    /** The totals at one moment. */
    public record Snapshot(Handle handle, Moment moment, AsOf asOf) {
        /** The live one; statements have to name it. */
        public int generation() {
            return moment.generation();
        }

        /** The day of the first event in Asia/Jakarta; null before it, and in totals that an older release began. */
        public @Nullable LocalDate firstDay() {
            return moment.firstDay();
        }

        /** In Asia/Jakarta, by the database's clock. */
        public LocalDate today() {
            return moment.today();
        }

        /** With {@code :generation} bound. */
        public Query query(String sql) {
            return handle.createQuery(sql).bind("generation", generation());
        }

        public boolean hasFlows() {
            return TotalsVersion.hasFlows(moment.shape());
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
            var moment = handle.createQuery(Moment.SQL)
                    .map((row, _) -> Moment.of(row))
                    .one();
            return reading.apply(new Snapshot(handle, moment, moment.asOf()));
        });
    }
}
