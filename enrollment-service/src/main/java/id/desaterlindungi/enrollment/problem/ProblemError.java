package id.desaterlindungi.enrollment.problem;

import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** A {@link Finding} with its words; also the shape of a warning. */
@Schema(name = "ProblemError")
public record ProblemError(
        @Schema(
                required = true,
                description = "JSON pointer into the body, or the name of the query parameter or header",
                examples = "within")
        String pointer,

        @Schema(required = true, description = "Stable code of the rule", examples = "area-unknown")
        String code,

        @Schema(required = true, examples = "Tidak ada wilayah dengan kode ini.")
        String message) {}
