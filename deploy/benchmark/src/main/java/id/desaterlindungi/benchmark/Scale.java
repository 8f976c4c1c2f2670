package id.desaterlindungi.benchmark;

import java.time.Duration;
import java.util.List;

/** How much of everything: enough to be measured, or just enough to see that a scenario still runs. */
enum Scale {
    FULL,
    QUICK;

    private static final Duration MOMENT = Duration.ofMillis(100);
    /** Code that runs for moments is not worth optimizing. */
    private static final List<String> SHORT_LIFE = List.of("-XX:TieredStopAtLevel=1");

    int rounds() {
        return of(3, 1);
    }

    int people() {
        return of(Population.GOAL, 500);
    }

    int of(int full, int quick) {
        return this == FULL ? full : quick;
    }

    List<String> jvmOptions() {
        return this == FULL ? List.of() : SHORT_LIFE;
    }

    Duration seconds(int full) {
        return this == FULL ? Duration.ofSeconds(full) : MOMENT;
    }
}
