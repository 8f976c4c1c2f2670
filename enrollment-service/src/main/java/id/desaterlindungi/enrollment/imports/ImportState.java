package id.desaterlindungi.enrollment.imports;

import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** The life of an import. It goes on by itself from CHECKING, and from COMMITTING. */
@Schema(name = "ImportState")
enum ImportState {
    /** All rows are there; verdicts are being given. */
    CHECKING,
    /** Every row has its verdict, and nobody is enrolled. */
    CHECKED,
    /** Good rows are being enrolled. */
    COMMITTING,
    /** Done. */
    COMMITTED,
    /** Given up: its work failed again and again. Who was enrolled until then is in the register. */
    FAILED,
    /** Dropped before anybody was enrolled, or after it was given up. */
    DELETED;

    /** Whether it moves without anybody's doing. */
    boolean isAtWork() {
        return this == CHECKING || this == COMMITTING;
    }
}
