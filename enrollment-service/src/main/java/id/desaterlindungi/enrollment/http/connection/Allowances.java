package id.desaterlindungi.enrollment.http.connection;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import id.desaterlindungi.enrollment.http.connection.Allowance.Quota;
import io.github.bucket4j.TimeMeter;
import java.time.Duration;

/**
 * What each caller may still ask. Callers are many and can be made up, so that those least seen are forgotten where there are too many.
 * Whoever was not seen for two minutes has everything again, and is forgotten too.
 */
final class Allowances {
    enum Kind {
        ADDRESS,
        PERSON,
        PROGRAM
    }

    private final DoorSettings settings;
    private final TimeMeter clock;
    private final Cache<String, Allowance> callers;

    Allowances(DoorSettings settings, TimeMeter clock) {
        this.settings = settings;
        this.clock = clock;
        this.callers = Caffeine.newBuilder()
                .maximumSize(settings.callers())
                .expireAfterAccess(Duration.ofMinutes(2))
                .build();
    }

    Allowance of(Kind kind, String name) {
        return callers.get(kind.name() + ' ' + name, _ -> new Allowance(quota(kind), clock));
    }

    private Quota quota(Kind kind) {
        return switch (kind) {
            case ADDRESS -> new Quota(settings.requestsOfAddress(), settings.failuresOfAddress());
            case PERSON -> new Quota(settings.requests(), settings.failures());
            case PROGRAM -> new Quota(settings.requestsOfProgram(), settings.failuresOfProgram());
        };
    }

    /** How many callers are remembered. */
    long size() {
        callers.cleanUp();
        return callers.estimatedSize();
    }
}
