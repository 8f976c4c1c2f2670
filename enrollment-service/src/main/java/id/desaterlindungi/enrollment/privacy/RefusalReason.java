package id.desaterlindungi.enrollment.privacy;

import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** Why a request is not met. */
@Schema(name = "RefusalReason")
enum RefusalReason {
    IDENTITY_NOT_SHOWN,
    /** Whoever asks is neither the person nor may ask for the person. */
    NOT_ENTITLED,
    /** The data are needed still, by law or for cover that goes on. */
    STILL_NEEDED,
    /** What is held is right. */
    NOTHING_TO_CORRECT,
    /** The same was asked and met a short time ago. */
    REPEATED,
    /** The person took it back. */
    WITHDRAWN
}
