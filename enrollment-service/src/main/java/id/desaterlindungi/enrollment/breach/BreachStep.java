package id.desaterlindungi.enrollment.breach;

import java.util.Set;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * What is done about a breach, each once.
 *
 * <table>
 * <tr><th>step</th><th>takes</th></tr>
 * <tr><td>NO_NOTICE_DUE</td><td>ASSESSED</td></tr>
 * <tr><td>CLOSED</td><td>PERSONS_TOLD and AUTHORITY_TOLD, or NO_NOTICE_DUE; nothing follows it</td></tr>
 * </table>
 */
@Schema(name = "BreachStep")
enum BreachStep {
    /** What failed, and of how many people. */
    ASSESSED,
    /** It goes on no more. */
    CONTAINED,
    PERSONS_TOLD,
    AUTHORITY_TOLD,
    /** The assessment has found that nobody's data failed. */
    NO_NOTICE_DUE,
    CLOSED;

    /** Whether the clock has stopped. */
    static boolean isTold(Set<BreachStep> done) {
        return done.contains(NO_NOTICE_DUE) || done.contains(PERSONS_TOLD) && done.contains(AUTHORITY_TOLD);
    }

    boolean mayFollow(Set<BreachStep> done) {
        return switch (this) {
            case ASSESSED, CONTAINED, PERSONS_TOLD, AUTHORITY_TOLD -> true;
            case NO_NOTICE_DUE -> done.contains(ASSESSED);
            case CLOSED -> isTold(done);
        };
    }
}
