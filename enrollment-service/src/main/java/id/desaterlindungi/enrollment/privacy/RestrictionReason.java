package id.desaterlindungi.enrollment.privacy;

import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** Why somebody's record is not to be worked with. */
@Schema(name = "RestrictionReason")
enum RestrictionReason {
    /** The person asks for it (UU 27/2022, article 11). */
    REQUEST_OF_THE_PERSON,
    /** The person says that the record is wrong, and nobody has settled it yet. */
    ACCURACY_CONTESTED,
    /** The record is evidence in a dispute. */
    DISPUTE,
    /** Somebody may have used the record for something else. */
    MISUSE_SUSPECTED
}
