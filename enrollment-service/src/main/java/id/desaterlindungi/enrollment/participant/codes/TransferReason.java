package id.desaterlindungi.enrollment.participant.codes;

import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** Why somebody belongs to another village from now on. Named, since no answer brings it into the description. */
@Schema(name = "TransferReason")
public enum TransferReason {
    MOVED,
    MARRIED,
    /** Was enrolled in the wrong village. */
    WRONG_VILLAGE,
    /** The village was split or merged. */
    VILLAGE_CHANGED
}
