package id.desaterlindungi.reporting.http.connection;

import id.desaterlindungi.reporting.problem.ProblemException;
import jakarta.ws.rs.core.Response.Status;
import java.util.HashMap;
import java.util.Map;

/** How much each caller holds of something that all callers share, such as places or memory. */
public final class Shares {
    private final long ofAll;
    private final long ofOne;
    private final String busy;
    private final Map<String, Long> taken = new HashMap<>();
    private long sum;

    /** @param busy the code of the problem where all have taken too much together */
    public Shares(long ofAll, long ofOne, String busy) {
        this.ofAll = ofAll;
        this.ofOne = ofOne;
        this.busy = busy;
    }

    /**
     * Whatever is taken has to be given back.
     *
     * @throws ProblemException 429 where this caller has enough, 503 where all have; then nothing is taken
     */
    public synchronized void take(String caller, long amount) {
        var own = taken.getOrDefault(caller, 0L) + amount;
        if (own > ofOne) {
            throw ProblemException.of(Status.TOO_MANY_REQUESTS, "share-exceeded");
        }
        if (sum + amount > ofAll) {
            throw ProblemException.of(Status.SERVICE_UNAVAILABLE, busy);
        }
        sum += amount;
        taken.put(caller, own);
    }

    public synchronized void giveBack(String caller, long amount) {
        sum -= amount;
        taken.computeIfPresent(caller, (_, own) -> own == amount ? null : own - amount);
    }

    public synchronized long taken() {
        return sum;
    }
}
