package id.desaterlindungi.enrollment;

import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.time.Clock;

/** The time by which everything in this service goes; tests put another in its place. */
class BusinessClock {
    @Produces
    @Singleton
    Clock clock() {
        return Clock.systemUTC();
    }
}
