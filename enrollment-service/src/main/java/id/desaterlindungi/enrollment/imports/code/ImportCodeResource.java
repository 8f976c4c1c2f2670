package id.desaterlindungi.enrollment.imports.code;

import id.desaterlindungi.enrollment.http.Cacheable;
import id.desaterlindungi.enrollment.problem.Finding;
import id.desaterlindungi.enrollment.problem.Messages;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** The findings that lists can have. They change with a release of the service only. */
@Path("/v1/reference/import-codes")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Imports")
class ImportCodeResource {
    private static final Duration LONGEST = Duration.ofHours(1);
    /** Stands for what a message mentions. */
    private static final Object[] ANYTHING = {"…", "…"};

    private final Cacheable cacheable;

    ImportCodeResource(Cacheable cacheable) {
        this.cacheable = cacheable;
    }

    @GET
    @Operation(
            operationId = "listImportCodes",
            summary = "The findings that a list can have: what each stops, and what to do about it",
            description =
                    "What the goal or the law needs stops a person; what an enrollment does without is left out of it with a warning.")
    @APIResponse(
            responseCode = "200",
            description = "All of them, with an `ETag`",
            content = @Content(schema = @Schema(implementation = ImportCodeList.class)))
    @APIResponse(responseCode = "304", description = "The caller has the present version (`If-None-Match`)")
    public Response codes(@Context HttpHeaders headers) {
        return cacheable.answer(ImportCodeList.all(), LONGEST, headers);
    }

    @Schema(name = "ImportCode")
    record ImportCode(
            @Schema(required = true, description = "Never changes", examples = "excel-error")
            String code,

            @Schema(
                    required = true,
                    description =
                            "What it stops: the file, the row, or nothing (a warning on the row, a note on the list)",
                    examples = "ROW")
            ListCode.Severity severity,

            @Schema(
                    required = true,
                    description =
                            "Whether it only warns, and the cell is left out, in phone, kpj, monthlyIncome, groupName and groupKind",
                    examples = "true")
            boolean leftOutIfOptional,

            @Schema(required = true, description = "What is wrong and what to do; `…` for what it mentions")
            Advice advice) {}

    /** Both languages come with every answer, so that a caller keeps one copy. */
    @Schema(name = "ImportAdvice")
    record Advice(
            @Schema(
                    required = true,
                    description = "Indonesian",
                    examples = "Jenis kelamin kosong dan diambil dari NIK.")
            String id,

            @Schema(required = true, description = "English", examples = "The sex is empty and is taken from the NIK.")
            String en) {
        static Advice of(ListCode code) {
            return new Advice(text(code, Locale.of("id")), text(code, Locale.ENGLISH));
        }

        private static String text(ListCode code, Locale language) {
            return Messages.in(List.of(language))
                    .of(Finding.at("", code.code(), ANYTHING))
                    .message();
        }
    }

    @Schema(name = "ImportCodeList")
    record ImportCodeList(@Schema(required = true) List<ImportCode> items) {
        ImportCodeList {
            items = List.copyOf(items);
        }

        static ImportCodeList all() {
            return new ImportCodeList(ListCode.ALL.stream()
                    .map(one -> new ImportCode(one.code(), one.severity(), one.leftOutIfOptional(), Advice.of(one)))
                    .toList());
        }

        /** For the page on lists: the same table as its readers see it. */
        static String asMarkdown() {
            var table = new StringBuilder("| code | stops | what it says |\n|---|---|---|\n");
            for (var one : all().items) {
                var stops = switch (one.severity) {
                    case FILE -> "the file";
                    case ROW -> one.leftOutIfOptional ? "the row; in an optional column nothing" : "the row";
                    case WARNING -> "nothing (warning)";
                    case NOTE -> "nothing (note on the list)";
                };
                table.append("| `%s` | %s | %s |\n".formatted(one.code, stops, one.advice.en.replace("|", "\\|")));
            }
            return table.toString();
        }
    }
}
