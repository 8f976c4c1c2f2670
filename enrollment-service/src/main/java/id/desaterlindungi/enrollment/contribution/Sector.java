package id.desaterlindungi.enrollment.contribution;

import id.desaterlindungi.enrollment.participant.codes.Occupation;
import org.jspecify.annotations.Nullable;

/** The kind of work, as far as tariffs tell it apart. */
enum Sector {
    GENERAL,
    TRANSPORT;

    /** The default, if the caller names no sector. */
    static Sector of(@Nullable Occupation occupation) {
        return occupation == Occupation.PENGEMUDI ? TRANSPORT : GENERAL;
    }
}
