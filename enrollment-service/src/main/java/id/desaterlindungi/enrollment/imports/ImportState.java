package id.desaterlindungi.enrollment.imports;

import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * The life of an import.
 *
 * <table>
 *   <tr><th>state</th><th>goes to</th><th>by</th></tr>
 *   <tr><td>CHECKING</td><td>CHECKED, or COMMITTING if that was asked for</td><td>itself</td></tr>
 *   <tr><td>CHECKED</td><td>COMMITTING</td><td>a commit</td></tr>
 *   <tr><td>CHECKED</td><td>CHECKING</td><td>a correction</td></tr>
 *   <tr><td>COMMITTING</td><td>COMMITTED</td><td>itself</td></tr>
 *   <tr><td>CHECKING, COMMITTING</td><td>FAILED</td><td>itself, after failures in a row</td></tr>
 *   <tr><td>CHECKING, CHECKED, FAILED</td><td>DELETED</td><td>a drop; CHECKED and FAILED also when their time is over</td></tr>
 * </table>
 */
@Schema(name = "ImportState")
enum ImportState {
    /** All rows are in the database and get their verdicts, or get them anew. */
    CHECKING,
    /** Every row has its verdict, and nobody is enrolled yet. */
    CHECKED,
    /** Good rows are being enrolled. */
    COMMITTING,
    /** All good rows are enrolled. */
    COMMITTED,
    /** Given up after failures in a row. People who were enrolled before that stay in the register. */
    FAILED,
    /** Dropped before anybody was enrolled, or after it was given up. */
    DELETED;

    /** Whether it goes on by itself. */
    boolean isAtWork() {
        return this == CHECKING || this == COMMITTING;
    }
}
