package id.desaterlindungi.enrollment.imports.code;

import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** What becomes of a row. */
@Schema(name = "RowVerdict")
public enum RowVerdict {
    OK,
    /** Can be enrolled; somebody should look at it. */
    WARNED,
    /** Is not enrolled. */
    FAILED
}
