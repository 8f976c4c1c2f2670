package id.desaterlindungi.reporting.progress.snapshot;

import id.desaterlindungi.reporting.progress.snapshot.Snapshots.Snapshot;
import java.time.Instant;
import java.time.LocalDate;
import org.jspecify.annotations.Nullable;

/**
 * How far the figures are. While it stays the same, so do the figures. All its values have hash codes that are the same in every
 * process.
 *
 * @param late {@link AsOf#late}: figures become late although nothing changes, if the consumer does not confirm them
 * @param today in Asia/Jakarta: a goal becomes overdue when a day begins
 */
public record Mark(
        long position,
        long parked,
        @Nullable Instant reconciledAt,
        @Nullable Boolean matched,
        @Nullable Long waitingFor,
        int late,
        LocalDate today,
        int generation,
        long goals) {
    /** A position alone is not enough: a rebuild replaces figures at the same position, and a goal changes without one. */
    public static Mark of(AsOf asOf, LocalDate today, int generation, long goals) {
        return new Mark(
                asOf.position(),
                asOf.parked(),
                asOf.reconciledAt(),
                asOf.matched(),
                asOf.waitingFor(),
                asOf.late(),
                today,
                generation,
                goals);
    }

    public static Mark of(Snapshot snapshot) {
        // Goals are added and never removed.
        long goals = snapshot.handle()
                .createQuery("select count(*) from goal")
                .mapTo(Long.class)
                .one();
        return of(snapshot.asOf(), snapshot.today(), snapshot.generation(), goals);
    }

    public boolean isBefore(Mark other) {
        return position < other.position || goals < other.goals;
    }

    /** The position and a digest of everything that can change at the same position. All replicas make the same id. */
    public String id() {
        return "%d-%08x".formatted(position, hashCode());
    }
}
