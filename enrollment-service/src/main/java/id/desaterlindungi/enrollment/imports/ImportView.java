package id.desaterlindungi.enrollment.imports;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** An import as its uploader sees it. What it says about the file stays when the rows are gone. */
@JsonInclude(JsonInclude.Include.NON_NULL)
@Schema(name = "Import")
record ImportView(
        @Schema(required = true) UUID id,

        @Schema(
                required = true,
                description = "One more for each change of state, and not as the work goes on; also the ETag",
                examples = "2")
        int version,

        @Schema(required = true) ImportState state,

        @Schema(required = true, description = "Whether it goes on to enroll by itself once it is checked")
        boolean commitWhenChecked,

        @Schema(required = true, description = "Who uploaded it", examples = "village@16.01.07.2001")
        String uploadedBy,

        @Schema(description = "Who had it enrolled", examples = "village@16.01.07.2001") @Nullable
        String committedBy,

        @Schema(required = true) ImportedFile file,

        @Schema(required = true, description = "Every column of the file, in its order")
        List<ImportColumn> columns,

        @Schema(
                required = true,
                description = "Headers of columns that nothing was read from",
                examples = "[\"Keterangan\"]")
        List<String> unknownColumns,

        @Schema(
                required = true,
                description = "What holds for empty cells and missing columns, by field",
                examples = "{\"segment\":\"BPU\"}")
        Map<String, String> defaults,

        @Schema(required = true, description = "Rows with somebody in them", examples = "1800")
        int rows,

        @Schema(
                required = true,
                description =
                        "Rows left out: those with nobody in them, the header once more, totals, what stands below",
                examples = "3")
        int skippedRows,

        @Schema(required = true, description = "Rows that have their verdict", examples = "1800")
        int checked,

        @Schema(required = true, examples = "1590") int ok,

        @Schema(required = true, description = "Good, but to be looked at", examples = "26")
        int warned,

        @Schema(required = true, description = "Not good: left behind by a commit", examples = "184")
        int failed,

        @Schema(
                required = true,
                description = "Rows that the commit is through with, whether they were good or not",
                examples = "1800")
        int handled,

        @Schema(required = true, description = "Rows whose person is in the register now", examples = "1616")
        int enrolled,

        @Schema(
                description =
                        "Rows a second in the last half minute; absent before that can be told, and at a standstill",
                examples = "11000")
        @Nullable
        Integer ratePerSecond,

        @Schema(description = "When the work under way will be done, at this rate; absent without one") @Nullable
        Instant estimatedEnd,

        @Schema(required = true) Instant createdAt,
        @Nullable Instant checkedAt,
        @Nullable Instant commitBeganAt,
        @Nullable Instant committedAt,

        @Schema(description = "When its work was given up") @Nullable
        Instant failedAt,

        @Nullable Instant deletedAt,

        @Schema(
                description =
                        "When the last row was deleted, so that only this is left; none is shown from the drop on")
        @Nullable
        Instant clearedAt,

        @Schema(required = true) ReportsSent reports,

        @Schema(description = "What was found in how many rows; once it is checked, and again once it is enrolled")
        @Nullable
        List<ImportFinding> findings) {

    @JsonInclude(JsonInclude.Include.NON_NULL)
    @Schema(name = "ImportedFile")
    record ImportedFile(
            @Schema(examples = "peserta-desa.xlsx") @Nullable
            String name,

            @Schema(required = true, description = "SHA-256 of its bytes, in hexadecimal")
            String sha256,

            @Schema(required = true) long sizeBytes,

            @Schema(required = true, description = "CSV or XLSX, by its content", examples = "XLSX")
            String format,

            @Schema(description = "Of a CSV file", examples = "UTF-8") @Nullable
            String encoding,

            @Schema(description = "The sheet that was read: the first that is not hidden", examples = "Peserta")
            @Nullable
            String sheet,

            @Schema(
                    required = true,
                    description =
                            "The names of the workbook's other sheets that are not hidden: nothing was read from them. At most 400.",
                    examples = "[\"Desa Kedua\"]")
            List<String> otherSheets,

            @Schema(required = true, description = "Number of the row that names the columns", examples = "1")
            int headerRow) {}

    @JsonInclude(JsonInclude.Include.NON_NULL)
    @Schema(name = "ImportColumn")
    record ImportColumn(
            @Schema(required = true, examples = "Tgl Lahir") String header,

            @Schema(
                    description = "The field of an enrollment that it is read as; absent where it is not read",
                    examples = "birthDate")
            @Nullable
            String field) {}

    @JsonInclude(JsonInclude.Include.NON_NULL)
    @Schema(name = "ImportReportsSent", description = "Reports show whole NIKs, so that each one sent is on record")
    record ReportsSent(
            @Schema(required = true, examples = "1") int count,

            @Nullable Instant lastAt) {}

    @JsonInclude(JsonInclude.Include.NON_NULL)
    @Schema(name = "ImportFinding")
    record ImportFinding(
            @Schema(required = true, description = "Stable code of the rule", examples = "nik-format")
            String code,

            @Schema(required = true) RowVerdict verdict,

            @Schema(required = true, description = "Rows that have it, however often each", examples = "17")
            int rows,

            @Schema(required = true, description = "The first of them", examples = "42")
            int firstRow,

            @Schema(required = true, description = "Field of an enrollment", examples = "nik")
            String field,

            @Schema(
                    required = true,
                    description = "The file's own header of the column; where it has none, the field in words",
                    examples = "No KTP")
            String column,

            @Schema(
                    required = true,
                    description = "In words, as for the first row",
                    examples = "NIK terdiri atas 16 angka.")
            String message) {}
}
