package id.desaterlindungi.enrollment;

import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.LocalDate;
import java.time.ZoneId;

/** The time by which everything in this service goes; tests put another in its place. */
public class BusinessClock {
    /** Business dates are those of western Indonesia. */
    public static final ZoneId JAKARTA = ZoneId.of("Asia/Jakarta");

    public static LocalDate today(Clock clock) {
        return LocalDate.now(clock.withZone(JAKARTA));
    }

    @Produces
    @Singleton // A proxy of a clock would cost more than the clock.
    Clock clock() {
        return Clock.systemUTC();
    }
}
