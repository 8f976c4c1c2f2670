package id.desaterlindungi.enrollment.imports;

import com.fasterxml.jackson.annotation.JsonInclude;
import id.desaterlindungi.enrollment.imports.code.RowVerdict;
import id.desaterlindungi.enrollment.imports.file.Column;
import id.desaterlindungi.enrollment.imports.file.Header;
import id.desaterlindungi.enrollment.problem.Finding;
import id.desaterlindungi.enrollment.problem.Messages;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** The verdict on a row. The contents of the row are in the report, and in the file that the caller has. */
@JsonInclude(JsonInclude.Include.NON_NULL)
@Schema(name = "ImportRow")
record RowView(
        @Schema(required = true, description = "Number of the line or row in the file", examples = "42")
        int row,

        @Schema(required = true) RowVerdict verdict,

        @Schema(required = true) List<RowFinding> findings,

        @Schema(description = "Once the person is enrolled") @Nullable
        UUID participantId) {
    @JsonInclude(JsonInclude.Include.NON_NULL)
    @Schema(name = "ImportRowFinding")
    record RowFinding(
            @Schema(required = true, description = "Field of an enrollment", examples = "birthDate")
            String field,

            @Schema(
                    required = true,
                    description = "The header of the column in the file; if it has none, the name of the field",
                    examples = "Tgl Lahir")
            String column,

            @Schema(required = true, description = "Stable code of the rule", examples = "date-format")
            String code,

            @Schema(required = true, examples = "Tulis tanggal sebagai TTTT-BB-HH, misalnya 1984-07-05.")
            String message) {

        static RowFinding of(Finding finding, Header header, Messages messages) {
            return new RowFinding(
                    finding.field(),
                    column(finding.field(), header, messages),
                    finding.code(),
                    messages.of(finding).message());
        }

        /** The header that people look for in their file. For a village, the column by which it was found. */
        static String column(String field, Header header, Messages messages) {
            return Column.ofField(field)
                    .flatMap(header::name)
                    .or(() -> field.equals(Column.VILLAGE_CODE.field())
                            ? header.name(Column.VILLAGE_NAME)
                            : Optional.empty())
                    .orElseGet(() -> messages.text("field." + field, List.of()));
        }
    }
}
