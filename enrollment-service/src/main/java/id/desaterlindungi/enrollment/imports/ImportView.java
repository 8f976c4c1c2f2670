package id.desaterlindungi.enrollment.imports;

import com.fasterxml.jackson.annotation.JsonInclude;
import id.desaterlindungi.enrollment.imports.code.RowVerdict;
import id.desaterlindungi.enrollment.imports.correction.ImportQuestion;
import id.desaterlindungi.enrollment.imports.correction.KeptCorrections;
import id.desaterlindungi.enrollment.imports.file.LeftOut;
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
                description = "Counts changes of state, not progress of the work; also the ETag",
                examples = "2")
        int version,

        @Schema(required = true) ImportState state,

        @Schema(required = true, description = "Whether it enrolls by itself once it is checked")
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
                description = "Headers of the columns that were not read",
                examples = "[\"Keterangan\"]")
        List<String> unknownColumns,

        @Schema(
                required = true,
                description = "Values for empty cells and missing columns, by field",
                examples = "{\"segment\":\"BPU\"}")
        Map<String, String> defaults,

        @Schema(required = true, description = "Rows with somebody in them", examples = "1800")
        int rows,

        @Schema(
                required = true,
                description =
                        "Rows left out below the heading: rows with nobody in them, repeated headers, totals, and what stands below the list",
                examples = "3")
        int skippedRows,

        @Schema(
                required = true,
                description =
                        "Each row that is left out, with the reason. With `rows` they are all rows of the file but for blank lines of a CSV file")
        List<ImportLeftOut> leftOut,

        @Schema(
                required = true,
                description =
                        "What is to be known of the list as a whole before it counts: hidden rows and columns, sheets that were passed over, doubled columns, what was taken from the NIKs")
        List<ImportNote> notes,

        @Schema(required = true, description = "Rows that have a verdict", examples = "1800")
        int checked,

        @Schema(required = true, examples = "1590") int ok,

        @Schema(required = true, description = "Good, but somebody should look at them", examples = "26")
        int warned,

        @Schema(required = true, description = "Not good: a commit leaves them out", examples = "184")
        int failed,

        @Schema(required = true, description = "Rows that the commit has handled, good or not", examples = "1800")
        int handled,

        @Schema(required = true, description = "Rows whose person is in the register now", examples = "1616")
        int enrolled,

        @Schema(
                description =
                        "Rows a second in the last half minute; absent until it is known, and while nothing moves",
                examples = "11000")
        @Nullable
        Integer ratePerSecond,

        @Schema(description = "When the work will be done at this rate; absent without a rate") @Nullable
        Instant estimatedEnd,

        @Schema(required = true) Instant createdAt,
        @Nullable Instant checkedAt,
        @Nullable Instant commitBeganAt,
        @Nullable Instant committedAt,

        @Schema(description = "When the work on it was given up") @Nullable
        Instant failedAt,

        @Nullable Instant deletedAt,

        @Schema(
                description =
                        "When the last row was deleted and only this summary was left. After a drop no row is shown")
        @Nullable
        Instant clearedAt,

        @Schema(required = true) ReportsSent reports,

        @Schema(
                description =
                        "What was found, and in how many rows. Known once it is checked, and anew once it is enrolled")
        @Nullable
        List<ImportFinding> findings,

        @Schema(
                description =
                        "What one choice settles for many rows, by `correctImport`: while it is checked and not committed. Not in a list of imports")
        @Nullable
        List<ImportQuestion> questions,

        @Schema(
                description =
                        "What was chosen, in its order; of two for the same the later holds. Not in a list of imports")
        @Nullable
        List<MadeCorrection> corrections) {

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

            @Schema(description = "Only for a CSV file", examples = "UTF-8") @Nullable
            String encoding,

            @Schema(
                    description = "The sheet that was read: the first visible one that has the heading of a list",
                    examples = "Peserta")
            @Nullable
            String sheet,

            @Schema(
                    required = true,
                    description =
                            "Names of the other visible sheets of the workbook, which were not read. At most 400.",
                    examples = "[\"Desa Kedua\"]")
            List<String> otherSheets,

            @Schema(required = true, description = "Number of the row that names the columns", examples = "1")
            int headerRow) {}

    @Schema(name = "ImportLeftOut")
    record ImportLeftOut(
            @Schema(required = true, examples = "TOTAL") LeftOut.Reason reason,

            @Schema(required = true, examples = "1") int rows,

            @Schema(
                    required = true,
                    description = "Their numbers in the file; ends in `…` if there are more than 500 ranges",
                    examples = "12, 20-24")
            String rowNumbers,

            @Schema(required = true, examples = "Baris jumlah")
            String message) {}

    @Schema(name = "ImportNote")
    record ImportNote(
            @Schema(required = true, description = "Stable code", examples = "rows-hidden")
            String code,

            @Schema(required = true, examples = "2 baris disembunyikan dalam buku kerja (2, 4) dan tetap dibaca.")
            String message) {}

    @JsonInclude(JsonInclude.Include.NON_NULL)
    @Schema(name = "ImportColumn")
    record ImportColumn(
            @Schema(required = true, examples = "Tgl Lahir") String header,

            @Schema(
                    description = "The field of an enrollment that it is read as; absent if it is not read",
                    examples = "birthDate")
            @Nullable
            String field) {}

    @JsonInclude(JsonInclude.Include.NON_NULL)
    @Schema(name = "ImportReportsSent", description = "Reports show whole NIKs, so each time one is sent is recorded")
    record ReportsSent(
            @Schema(required = true, examples = "1") int count,

            @Nullable Instant lastAt) {}

    @JsonInclude(JsonInclude.Include.NON_NULL)
    @Schema(name = "MadeImportCorrection")
    record MadeCorrection(
            @Schema(required = true, examples = "occupation-unknown")
            String code,

            @Schema(required = true, examples = "occupation")
            String field,

            @Schema(
                    description = "What the rows say; absent for a choice for all of them, and once the rows are gone",
                    examples = "TUKANG LAS")
            @Nullable
            String said,

            @Schema(required = true, examples = "BURUH") String choice,

            @Schema(required = true, description = "Who chose", examples = "village@16.01.07.2001")
            String by,

            @Schema(required = true) Instant at) {
        static MadeCorrection of(KeptCorrections.Kept kept, boolean withSaid) {
            var choice = kept.choice();
            return new MadeCorrection(
                    choice.code(),
                    choice.field(),
                    withSaid && !choice.said().isEmpty() ? choice.said() : null,
                    choice.value(),
                    kept.actor(),
                    kept.madeAt());
        }
    }

    @JsonInclude(JsonInclude.Include.NON_NULL)
    @Schema(name = "ImportFinding")
    record ImportFinding(
            @Schema(required = true, description = "Stable code of the rule", examples = "nik-format")
            String code,

            @Schema(required = true) RowVerdict verdict,

            @Schema(required = true, description = "Rows that have it; each row counts once", examples = "17")
            int rows,

            @Schema(required = true, description = "The first of them", examples = "42")
            int firstRow,

            @Schema(required = true, description = "Field of an enrollment", examples = "nik")
            String field,

            @Schema(
                    required = true,
                    description = "The header of the column in the file; if it has none, the name of the field",
                    examples = "No KTP")
            String column,

            @Schema(
                    required = true,
                    description = "The message, as for the first row",
                    examples = "NIK terdiri atas 16 angka.")
            String message) {}
}
