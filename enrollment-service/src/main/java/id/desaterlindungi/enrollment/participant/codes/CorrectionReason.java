package id.desaterlindungi.enrollment.participant.codes;

import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** Why a record was corrected. A closed set: the reason goes into the event, and free text could tell a person. */
@Schema(name = "CorrectionReason")
public enum CorrectionReason {
    WRONG_NIK,
    WRONG_NAME,
    WRONG_BIRTH_DATE,
    TYPING_ERROR,
    /** It was right and is no longer: another occupation, another payer. */
    CHANGED,
    OTHER
}
