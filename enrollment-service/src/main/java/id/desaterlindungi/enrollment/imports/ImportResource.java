package id.desaterlindungi.enrollment.imports;

import com.fasterxml.jackson.annotation.JsonInclude;
import id.desaterlindungi.enrollment.access.Caller;
import id.desaterlindungi.enrollment.access.Reach;
import id.desaterlindungi.enrollment.audit.Access;
import id.desaterlindungi.enrollment.http.Change;
import id.desaterlindungi.enrollment.http.Fields;
import id.desaterlindungi.enrollment.http.Idempotency;
import id.desaterlindungi.enrollment.http.IfMatch;
import id.desaterlindungi.enrollment.http.Page;
import id.desaterlindungi.enrollment.http.PageRequest;
import id.desaterlindungi.enrollment.http.connection.Streams;
import id.desaterlindungi.enrollment.http.parameter.Range;
import id.desaterlindungi.enrollment.imports.ImportCorrections.Asked;
import id.desaterlindungi.enrollment.imports.code.RowVerdict;
import id.desaterlindungi.enrollment.problem.Finding;
import id.desaterlindungi.enrollment.problem.Messages;
import id.desaterlindungi.enrollment.problem.ProblemException;
import id.desaterlindungi.enrollment.sheet.Exports;
import id.desaterlindungi.enrollment.sheet.SheetForm;
import id.desaterlindungi.enrollment.sheet.SheetWriter;
import io.smallrye.common.annotation.Blocking;
import io.smallrye.mutiny.Multi;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.Response.Status;
import jakarta.ws.rs.sse.OutboundSseEvent;
import java.util.List;
import java.util.UUID;
import java.util.regex.Pattern;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.ExampleObject;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.ResponseHeader;
import org.jboss.resteasy.reactive.RestStreamElementType;
import org.jspecify.annotations.Nullable;

/** Imports after the upload. */
@Path("/v1/imports")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Imports", description = "Lists of people, as villages send them: checked row by row, then enrolled")
class ImportResource {
    private static final String FAILED = "failed";
    private static final Pattern ID = Pattern.compile("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}");
    private static final List<String> REPORT_FORMS = List.of(SheetWriter.XLSX, SheetWriter.CSV);

    private final Imports imports;
    private final ImportCorrections choices;
    private final Idempotency idempotency;
    private final ImportReader reader;
    private final ImportRows judged;
    private final ImportReport report;
    private final Exports exports;
    private final ImportStream stream;
    private final Streams streams;
    private final ImportWorker worker;
    private final Change change;
    private final Caller caller;
    private final Access access;

    ImportResource(
            Imports imports,
            ImportCorrections choices,
            Idempotency idempotency,
            ImportReader reader,
            ImportRows judged,
            ImportReport report,
            Exports exports,
            ImportStream stream,
            Streams streams,
            ImportWorker worker,
            Change change,
            Caller caller,
            Access access) {
        this.imports = imports;
        this.choices = choices;
        this.idempotency = idempotency;
        this.reader = reader;
        this.judged = judged;
        this.report = report;
        this.exports = exports;
        this.stream = stream;
        this.streams = streams;
        this.worker = worker;
        this.change = change;
        this.caller = caller;
        this.access = access;
    }

    @GET
    @Operation(operationId = "listImports", summary = "The imports of the caller's areas, the latest first")
    @APIResponse(
            responseCode = "200",
            description = "A page",
            content = @Content(schema = @Schema(implementation = ImportPage.class)))
    public ImportPage list(
            @QueryParam("cursor") @Nullable String cursor,
            @QueryParam("limit")
                    @DefaultValue(PageRequest.DEFAULT_LIMIT)
                    @Range(least = 1, most = PageRequest.MAX_LIMIT)
                    int limit,
            @Context HttpHeaders headers) {
        var page = PageRequest.of(cursor, limit, "imports").keyed(ID);
        var found = Page.of(
                reader.page(caller.scope(), page, messages(headers)),
                page,
                one -> one.id().toString());
        return new ImportPage(found.items(), found.next());
    }

    /** A {@link Page} whose schema has a name of its own. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    @Schema(name = "ImportPage")
    record ImportPage(
            @Schema(required = true) List<ImportView> items,

            @Schema(description = "Continues after the last item; absent on the last page") @Nullable
            String next) {}

    @GET
    @Path("/{id}")
    @Operation(operationId = "getImport", summary = "How far an import is, and what was found")
    @APIResponse(
            responseCode = "200",
            description = "The import",
            content = @Content(schema = @Schema(implementation = ImportView.class)))
    public Response get(@PathParam("id") UUID id, @Context HttpHeaders headers) {
        return answer(Status.OK, id, headers).build();
    }

    @GET
    @Path("/{id}/stream")
    @Blocking
    @Produces(MediaType.SERVER_SENT_EVENTS)
    @RestStreamElementType(MediaType.TEXT_PLAIN)
    @ResponseHeader(name = "X-Accel-Buffering", value = "no")
    @Operation(operationId = "streamImport", summary = "How far an import is, as it moves", description = """
                    Server-sent events named `import`, one at once and then two a second. The data is the same JSON as that of `getImport`. \
                    The stream ends when the import goes no further by itself: it is checked, enrolled, dropped or given up.""")
    @APIResponse(
            responseCode = "200",
            description = "The stream",
            content =
                    @Content(
                            mediaType = MediaType.SERVER_SENT_EVENTS,
                            schema = @Schema(implementation = String.class),
                            examples =
                                    @ExampleObject(
                                            name = "One event",
                                            value = "event:import\\ndata:{\"state\":\"CHECKING\",\"rows\":1800,…}")))
    @APIResponse(
            responseCode = "429",
            description = "The caller has too many streams already; try again after `Retry-After` seconds")
    public Multi<OutboundSseEvent> stream(@PathParam("id") UUID id, @Context HttpHeaders headers) {
        var scope = caller.scope();
        var messages = messages(headers);
        reader.get(id, scope, messages); // 404 before the stream begins.
        var reach = Reach.of(scope, caller.subject()); // Another thread asks.
        return streams.begin(stream.of(() -> reach.call(() -> reader.get(id, scope, messages)), streams.until()));
    }

    @GET
    @Path("/{id}/rows")
    @Operation(
            operationId = "listImportRows",
            summary = "The verdict on each row, in the order of the file",
            description =
                    "Shows the findings, but not the contents of the row, which are in the report. Available from the end of the check until the rows are deleted.")
    @APIResponse(
            responseCode = "200",
            description = "A page",
            content = @Content(schema = @Schema(implementation = ImportRowPage.class)))
    @APIResponse(responseCode = "409", description = "It is still being checked")
    @APIResponse(responseCode = "410", description = "The rows are gone")
    public ImportRowPage rows(
            @PathParam("id") UUID id,
            @QueryParam("verdict") @Nullable RowVerdict verdict,
            @QueryParam("cursor") @Nullable String cursor,
            @QueryParam("limit")
                    @DefaultValue(PageRequest.DEFAULT_LIMIT)
                    @Range(least = 1, most = PageRequest.MAX_LIMIT)
                    int limit,
            @Context HttpHeaders headers) {
        var page = PageRequest.of(cursor, limit, "import-rows", id, verdict).keyed(PageRequest.NUMBER);
        var found = Page.of(
                judged.page(id, caller.scope(), verdict, page, messages(headers)),
                page,
                one -> Integer.toString(one.row()));
        access.people(found.items().size());
        return new ImportRowPage(found.items(), found.next());
    }

    /** A {@link Page} whose schema has a name of its own. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    @Schema(name = "ImportRowPage")
    record ImportRowPage(
            @Schema(required = true) List<RowView> items,

            @Schema(description = "Continues after the last item; absent on the last page") @Nullable
            String next) {}

    @GET
    @Path("/{id}/report")
    @Produces({SheetWriter.XLSX, SheetWriter.CSV})
    @Operation(
            operationId = "reportImport",
            summary = "The list once more, each row with its verdict beside it",
            description = """
                    The file's own columns in their order, columns for defaults that it lacks, then row number, verdict, codes and \
                    messages; XLSX, or CSV (`;`, UTF-8 with byte order mark) if that is what `Accept` asks for. A default stands in \
                    the cells that it holds for, so that the report says the same when it is sent without defaults. \
                    Where a row has more than 32,766 characters in columns that are not read, its long cells there end in `…`. \
                    The report shows whole NIKs, so each report that is sent is put on record. Corrected, the failed rows can be \
                    uploaded as they are: the added columns are known and left out.""")
    @APIResponse(
            responseCode = "200",
            description = "The file",
            content = {
                @Content(mediaType = SheetWriter.XLSX, schema = @Schema(type = SchemaType.STRING, format = "binary")),
                @Content(mediaType = SheetWriter.CSV, schema = @Schema(type = SchemaType.STRING))
            })
    @APIResponse(responseCode = "409", description = "It is still being checked, or is being checked anew")
    @APIResponse(responseCode = "410", description = "The rows are gone")
    @APIResponse(
            responseCode = "429",
            description = "The caller has too many files on their way; try again after `Retry-After` seconds")
    public Response report(
            @PathParam("id") UUID id,
            @QueryParam("rows")
                    @Parameter(
                            description = "`failed` for these alone; all rows if absent",
                            schema = @Schema(enumeration = FAILED))
                    @Nullable
                    String rows,
            @Context HttpHeaders headers) {
        if (rows != null && !rows.equals(FAILED)) {
            throw ProblemException.parameters(Finding.at("rows", "code-unknown", FAILED));
        }
        var list = judged.withRows(id, caller.scope());
        var messages = messages(headers);
        var form = SheetForm.of(SheetWriter.liked(headers, REPORT_FORMS));
        var actor = actor();
        access.facet("file", form);
        access.people(rows == null ? judged.count(id) : judged.failed(id));
        access.isWritten(Status.OK.getStatusCode()); // By the file, once there is a place for it.
        return form.answer("hasil", exports.inPieces(actor, out -> {
            access.write(Status.OK.getStatusCode());
            judged.recordReport(id, actor, rows != null, form.name());
            var names = report.header(list, messages);
            report.write(list, rows != null, messages, form.writer(out, "Hasil", names));
        }));
    }

    @POST
    @Path("/{id}/corrections")
    @Consumes(MediaType.APPLICATION_JSON)
    @Operation(
            operationId = "correctImport",
            summary = "Choose once for all rows that have a finding, before they are enrolled",
            description = """
                    Answers `questions` of `getImport`. All rows then get their verdicts anew, with all choices that were made; none is \
                    lost, and nobody is enrolled. Of two choices for the same question the later holds, and what was chosen for rows \
                    that say the same goes before what was chosen for all. `TAKE_BACK` undoes a choice. The report writes what was \
                    chosen into the cells, so that its rows can be sent again.""")
    @APIResponse(
            responseCode = "202",
            description = "The choices are kept, and the rows are being checked",
            content = @Content(schema = @Schema(implementation = ImportView.class)))
    @APIResponse(
            responseCode = "409",
            description =
                    "It is still being checked, is committed, was dropped, or was given up; or a request with the same key is still running")
    @APIResponse(
            responseCode = "422",
            description = "A choice cannot be made, and none is; or the key was sent with another request before")
    @APIResponse(
            responseCode = "429",
            description =
                    "The sender of the list was told of as many people registered elsewhere as anybody may be in a day, and `Retry-After` is the seconds until tomorrow; or the caller has too many requests running")
    @APIResponse(
            responseCode = "503",
            description =
                    "Its check is just ending, or the database does not answer; try again after `Retry-After` seconds")
    public Response correct(
            @PathParam("id") UUID id,
            @HeaderParam(IfMatch.HEADER) @Nullable String ifMatch,
            @HeaderParam(Idempotency.HEADER)
                    @Parameter(description = "The same key gets the first answer again", example = "b4f0-1")
                    @Nullable
                    String key,
            @Nullable Asked corrections,
            @Context HttpHeaders headers) {
        var asked = Fields.given(corrections);
        var answer = idempotency.once(key, new ToCorrect(id, asked), () -> {
            choices.make(id, IfMatch.of(ifMatch), asked, messages(headers));
            access.people(judged.count(id));
            return answer(Status.ACCEPTED, id, headers).build();
        });
        worker.wake();
        return answer;
    }

    /** By what a key is told apart from another one. */
    private record ToCorrect(UUID id, Asked asked) {}

    @POST
    @Path("/{id}/commit")
    @Operation(
            operationId = "commitImport",
            summary = "Enroll the good rows of a checked import",
            description =
                    "Failed rows are not enrolled. The rules are checked again on the day of the commit, and a row that is refused then is a failed row. A second request gets the same answer, and nobody is enrolled twice.")
    @APIResponse(
            responseCode = "202",
            description = "They are being enrolled, or have been",
            content = @Content(schema = @Schema(implementation = ImportView.class)))
    @APIResponse(responseCode = "409", description = "It is still being checked, was dropped, or was given up")
    @APIResponse(
            responseCode = "503",
            description =
                    "Its check or its commit is just ending, or the database does not answer; try again after `Retry-After` seconds")
    public Response commit(
            @PathParam("id") UUID id,
            @HeaderParam(IfMatch.HEADER) @Nullable String ifMatch,
            @Context HttpHeaders headers) {
        var answer = change.answered(() -> {
            imports.commit(id, IfMatch.of(ifMatch), actor());
            access.people(judged.count(id));
            return answer(Status.ACCEPTED, id, headers).build();
        });
        worker.wake();
        return answer;
    }

    @DELETE
    @Path("/{id}")
    @Operation(
            operationId = "deleteImport",
            summary = "Drop an import that is not committed, or was given up",
            description =
                    "Its rows are no longer shown, and are deleted soon after. Who uploaded what, and when, stays on record. A second request gets the same answer.")
    @APIResponse(
            responseCode = "200",
            description = "As it stays on record",
            content = @Content(schema = @Schema(implementation = ImportView.class)))
    @APIResponse(responseCode = "409", description = "It is committed")
    @APIResponse(
            responseCode = "503",
            description =
                    "Its check or its commit is just ending, or the database does not answer; try again after `Retry-After` seconds")
    public Response delete(
            @PathParam("id") UUID id,
            @HeaderParam(IfMatch.HEADER) @Nullable String ifMatch,
            @Context HttpHeaders headers) {
        return change.answered(() -> {
            imports.delete(id, IfMatch.of(ifMatch));
            return answer(Status.OK, id, headers).build();
        });
    }

    private Response.ResponseBuilder answer(Status status, UUID id, HttpHeaders headers) {
        return answer(status, reader.get(id, caller.scope(), messages(headers)));
    }

    /** The import as it is now, with the version by which it can be changed. */
    static Response.ResponseBuilder answer(Status status, ImportView now) {
        return Response.status(status).tag(IfMatch.tag(now.version())).entity(now);
    }

    private String actor() {
        return caller.subject();
    }

    private static Messages messages(HttpHeaders headers) {
        return Messages.asked(headers);
    }
}
