package id.desaterlindungi.enrollment;

import id.desaterlindungi.enrollment.http.IfMatch;
import id.desaterlindungi.enrollment.problem.ProblemException;
import jakarta.persistence.OptimisticLockException;

/** Of two changes at the same moment, the one that the database does not let through. */
public final class LostUpdate {
    private LostUpdate() {}

    /**
     * @param flush of a change whose version was asked for before
     * @throws ProblemException 412 for the one that lost
     */
    public static void refused(Runnable flush) {
        try {
            flush.run();
        } catch (OptimisticLockException e) {
            throw IfMatch.stale();
        }
    }
}
