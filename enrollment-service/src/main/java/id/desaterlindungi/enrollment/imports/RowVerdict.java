package id.desaterlindungi.enrollment.imports;

import org.eclipse.microprofile.openapi.annotations.media.Schema;

@Schema(name = "RowVerdict")
enum RowVerdict {
    OK,
    /** Can be enrolled; somebody should look at it. */
    WARNED,
    /** Is not enrolled. */
    FAILED
}
