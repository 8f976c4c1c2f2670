package id.desaterlindungi.reporting.pages;

import id.desaterlindungi.reporting.pages.words.Formats;
import id.desaterlindungi.reporting.progress.PageReader.Place;
import org.jspecify.annotations.Nullable;

/**
 * As of which moment a page's figures are, in words.
 *
 * @param mark of the moment, which the server tells when the figures move to it
 * @param at of the last event in them, empty before the first
 * @param late how late they are at least, in seconds; empty while they are in time
 * @param census when the register was last counted and compared, empty before
 * @param parked how many events are missing, empty where none is
 */
record Moment(
        String mark,
        String at,
        String position,
        String late,
        boolean isWaiting,
        String census,
        boolean matched,
        boolean differs,
        String parked) {
    private static final int FIRST_LATE = 5;

    static Moment of(Place place, Formats formats) {
        var asOf = place.asOf();
        var late = asOf.late();
        return new Moment(
                place.mark(),
                asOf.at() == null ? "" : formats.moment(asOf.at()),
                formats.number(asOf.position()),
                late < 1 ? "" : formats.number((long) FIRST_LATE << (late - 1)),
                asOf.waitingFor() != null,
                asOf.reconciledAt() == null ? "" : formats.moment(asOf.reconciledAt()),
                is(asOf.matched(), true),
                is(asOf.matched(), false),
                asOf.parked() == 0 ? "" : formats.number(asOf.parked()));
    }

    private static boolean is(@Nullable Boolean matched, boolean wanted) {
        return matched != null && matched == wanted;
    }

    public boolean none() {
        return at.isEmpty();
    }

    public boolean isLate() {
        return !late.isEmpty();
    }

    public boolean isParked() {
        return !parked.isEmpty();
    }
}
