package id.desaterlindungi.enrollment.participant.codes;

import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * Why an enrollment is dated back; needed where the branch dates one back further than others may. A closed set: it goes into the
 * event, and free text could tell a person.
 */
@Schema(name = "BackdatingReason")
public enum BackdatingReason {
    /** The list or the form reached the branch late. */
    REPORTED_LATE,
    /** The branch's own records show the day. */
    BRANCH_RECORD,
    /** An office, or a system, made the mistake. */
    OFFICE_ERROR,
    OTHER
}
