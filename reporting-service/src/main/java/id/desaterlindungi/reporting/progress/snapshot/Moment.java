package id.desaterlindungi.reporting.progress.snapshot;

import id.desaterlindungi.reporting.Instants;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import org.jspecify.annotations.Nullable;

/**
 * The projection's row at one moment.
 *
 * @param generation the live one
 * @param firstAt time of the first event
 * @param at time of the last event in the figures
 * @param foldedAt when it was folded
 * @param completeAt when the figures last held everything on the topic for certain
 * @param now by the database's clock, like the other three
 */
record Moment(
        int generation,
        int shape,
        long position,
        @Nullable Instant firstAt,
        @Nullable Instant at,
        @Nullable Instant foldedAt,
        @Nullable Instant completeAt,
        long parked,
        @Nullable Instant reconciledAt,
        @Nullable Boolean matched,
        @Nullable Long waitingFor,
        Instant now) {
    static final ZoneId JAKARTA = ZoneId.of("Asia/Jakarta");

    static final String SQL = """
            select generation, shape, position, first_event_at, event_at, folded_at, complete_at, parked, reconciled_at, matched,
                   waiting_for, clock_timestamp() as now
              from projection
             where state = 'LIVE'
            """;

    static Moment of(ResultSet row) throws SQLException {
        return new Moment(
                row.getInt("generation"),
                row.getInt("shape"),
                row.getLong("position"),
                Instants.orNull(row, "first_event_at"),
                Instants.orNull(row, "event_at"),
                Instants.orNull(row, "folded_at"),
                Instants.orNull(row, "complete_at"),
                row.getLong("parked"),
                Instants.orNull(row, "reconciled_at"),
                row.getObject("matched", Boolean.class),
                row.getObject("waiting_for", Long.class),
                Instants.of(row, "now"));
    }

    AsOf asOf() {
        return AsOf.of(position, at, foldedAt, completeAt, now, parked).with(reconciledAt, matched, waitingFor);
    }

    /** The same figures some time later, when a later reading may have confirmed them. */
    AsOf confirmed(@Nullable Instant later, Instant now) {
        var complete = completeAt == null || (later != null && later.isAfter(completeAt)) ? later : completeAt;
        return AsOf.of(position, at, foldedAt, complete, now, parked).with(reconciledAt, matched, waitingFor);
    }

    LocalDate today() {
        return now.atZone(JAKARTA).toLocalDate();
    }

    @Nullable
    LocalDate firstDay() {
        return firstAt == null ? null : firstAt.atZone(JAKARTA).toLocalDate();
    }

    Instant after(Duration time) {
        return now.plus(time);
    }
}
