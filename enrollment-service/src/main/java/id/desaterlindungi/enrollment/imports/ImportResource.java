package id.desaterlindungi.enrollment.imports;

import com.fasterxml.jackson.annotation.JsonInclude;
import id.desaterlindungi.enrollment.http.CountsItsBody;
import id.desaterlindungi.enrollment.http.Fields;
import id.desaterlindungi.enrollment.http.IfMatch;
import id.desaterlindungi.enrollment.http.Page;
import id.desaterlindungi.enrollment.http.PageRequest;
import id.desaterlindungi.enrollment.imports.Staging.Staged;
import id.desaterlindungi.enrollment.imports.Upload.Received;
import id.desaterlindungi.enrollment.participant.FundingSource;
import id.desaterlindungi.enrollment.participant.Occupation;
import id.desaterlindungi.enrollment.participant.Origin;
import id.desaterlindungi.enrollment.participant.Segment;
import id.desaterlindungi.enrollment.problem.Finding;
import id.desaterlindungi.enrollment.problem.Messages;
import id.desaterlindungi.enrollment.problem.ProblemException;
import id.desaterlindungi.enrollment.sheet.SheetWriter;
import io.quarkus.security.identity.SecurityIdentity;
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
import jakarta.ws.rs.core.EntityTag;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.Response.Status;
import jakarta.ws.rs.core.StreamingOutput;
import jakarta.ws.rs.core.UriInfo;
import jakarta.ws.rs.sse.OutboundSseEvent;
import java.io.IOException;
import java.io.InputStream;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.headers.Header;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.ExampleObject;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** Lists: sent as a file, checked row by row, then enrolled. A caller sees the own ones alone. */
@Path("/v1/imports")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Imports")
class ImportResource {
    private static final String AUTO = "auto";
    private static final String FAILED = "failed";
    private static final int PATIENCE_SECONDS = 20;
    private static final Pattern ID = Pattern.compile("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}");
    /** What a list comes as. What it is, its content says. */
    private static final List<String> TYPES = List.of(
            MediaType.MULTIPART_FORM_DATA,
            SheetWriter.CSV,
            SheetWriter.XLSX,
            MediaType.APPLICATION_OCTET_STREAM,
            "application/vnd.ms-excel",
            MediaType.TEXT_PLAIN);

    private static final List<String> REPORT_FORMS = List.of(SheetWriter.XLSX, SheetWriter.CSV);

    private final Upload upload;
    private final Staging staging;
    private final Imports imports;
    private final ImportReport report;
    private final ImportStream stream;
    private final ImportWorker worker;
    private final DefaultsCheck defaults;
    private final SecurityIdentity caller;

    /** Each file on its way takes disk and a thread for as long as its sender likes. */
    private final Semaphore receiving;
    /** Each file that is read takes memory, a connection and a processor. */
    private final Semaphore uploads;

    ImportResource(
            Upload upload,
            Staging staging,
            Imports imports,
            ImportReport report,
            ImportStream stream,
            ImportWorker worker,
            DefaultsCheck defaults,
            SecurityIdentity caller,
            ImportSettings settings) {
        this.upload = upload;
        this.staging = staging;
        this.imports = imports;
        this.report = report;
        this.stream = stream;
        this.worker = worker;
        this.defaults = defaults;
        this.caller = caller;
        this.receiving = new Semaphore(settings.receiving());
        this.uploads = new Semaphore(settings.uploads());
    }

    /** For the description: a body that is the file itself. */
    @Schema(name = "ImportFile", type = SchemaType.STRING, format = "binary")
    private interface ImportFile {}

    /** For the description: a form with the file in it, and the defaults beside it. */
    @Schema(name = "ImportForm", requiredProperties = "file")
    private record ImportForm(
            @Schema(type = SchemaType.STRING, format = "binary")
            String file,

            @Nullable @Schema(examples = "16.01.07.2001") String villageCode,

            @Nullable @Schema(implementation = Segment.class)
            String segment,

            @Nullable @Schema(implementation = Occupation.class)
            String occupation,

            @Nullable @Schema(implementation = FundingSource.class)
            String fundingSource,

            @Nullable @Schema(examples = "JKK+JKM") String programmes,
            @Nullable @Schema(implementation = Origin.class) String origin,

            @Nullable @Schema(type = SchemaType.STRING, format = "date")
            String enrolledOn,

            @Nullable @Schema(description = "`auto` to enroll as soon as it is checked")
            String commit) {}

    @POST
    @CountsItsBody
    @Consumes(MediaType.WILDCARD) // The types are asked for below, where a refusal can name them.
    @Operation(
            operationId = "importList",
            summary = "Upload a list; each row gets a verdict before anybody is enrolled",
            description = """
                    CSV (comma, semicolon or tab; UTF-8, UTF-16 with a byte order mark, or Windows-1252) or XLSX, told by content. As \
                    the body itself, or as the part `file` of a form with the defaults as further parts. Columns in any order, \
                    headers in Indonesian or English. A village by its code, or by name together with the district; by its name alone where it \
                    is the default. A default holds for a column that the file lacks, for a cell that is empty or struck out with a \
                    dash, and for one that may mean two codes of which it is one. The same bytes with the same defaults again are \
                    the same import, and nothing is done twice; with other defaults they are another one.""")
    @APIResponse(
            responseCode = "202",
            description = "All rows are kept and are being checked",
            headers = {
                @Header(name = "Location", description = "The import", schema = @Schema(type = SchemaType.STRING)),
                @Header(
                        name = "ETag",
                        description = "The version",
                        schema = @Schema(type = SchemaType.STRING, examples = "\"1\""))
            },
            content = @Content(schema = @Schema(implementation = ImportView.class)))
    @APIResponse(
            responseCode = "200",
            description = "The same bytes and defaults came before; this is their import",
            headers = {
                @Header(name = "Location", description = "The import", schema = @Schema(type = SchemaType.STRING)),
                @Header(
                        name = "ETag",
                        description = "The version",
                        schema = @Schema(type = SchemaType.STRING, examples = "\"1\""))
            },
            content = @Content(schema = @Schema(implementation = ImportView.class)))
    @APIResponse(responseCode = "422", description = "Not a list that can be read; nothing of it is kept")
    @APIResponse(
            responseCode = "503",
            description =
                    "Too many files at once, or the database is not to be had; try again after `Retry-After` seconds")
    public Response upload(
            @QueryParam("villageCode")
                    @Parameter(description = "Default for the village", example = "16.01.07.2001")
                    @Nullable
                    String villageCode,
            @QueryParam("segment") @Parameter(schema = @Schema(implementation = Segment.class)) @Nullable
                    String segment,
            @QueryParam("occupation") @Parameter(schema = @Schema(implementation = Occupation.class)) @Nullable
                    String occupation,
            @QueryParam("fundingSource") @Parameter(schema = @Schema(implementation = FundingSource.class)) @Nullable
                    String fundingSource,
            @QueryParam("programmes")
                    @Parameter(description = "Joined by commas or plus signs", example = "JKK,JKM")
                    @Nullable
                    String programmes,
            @QueryParam("origin") @Parameter(schema = @Schema(implementation = Origin.class)) @Nullable String origin,
            @QueryParam("enrolledOn") @Parameter(schema = @Schema(type = SchemaType.STRING, format = "date")) @Nullable
                    String enrolledOn,
            @QueryParam("commit")
                    @Parameter(
                            description = "`auto`: enroll the good rows as soon as all are checked",
                            schema = @Schema(enumeration = AUTO))
                    @Nullable
                    String commit,
            @HeaderParam(HttpHeaders.CONTENT_DISPOSITION)
                    @Parameter(
                            description = "May name the file of a plain body",
                            example = "attachment; filename=\"peserta.csv\"")
                    @Nullable
                    String disposition,
            @RequestBody(
                            required = true,
                            content = {
                                @Content(
                                        mediaType = MediaType.MULTIPART_FORM_DATA,
                                        schema = @Schema(implementation = ImportForm.class)),
                                @Content(
                                        mediaType = SheetWriter.CSV,
                                        schema = @Schema(implementation = ImportFile.class)),
                                @Content(
                                        mediaType = SheetWriter.XLSX,
                                        schema = @Schema(implementation = ImportFile.class)),
                                @Content(
                                        mediaType = MediaType.APPLICATION_OCTET_STREAM,
                                        schema = @Schema(implementation = ImportFile.class))
                            })
                    InputStream body,
            @Context HttpHeaders headers,
            @Context UriInfo uri)
            throws IOException {
        var type = headers.getHeaderString(HttpHeaders.CONTENT_TYPE);
        requireKnown(type);
        if (!receiving.tryAcquire()) {
            throw busy();
        }
        try (var file = upload.receive(body, type, disposition, length(headers))) {
            var given = new HashMap<String, String>();
            put(given, "villageCode", villageCode);
            put(given, "segment", segment);
            put(given, "occupation", occupation);
            put(given, "fundingSource", fundingSource);
            put(given, "programmes", programmes);
            put(given, "origin", origin);
            put(given, "enrolledOn", enrolledOn);
            put(given, "commit", commit);
            file.parts().forEach((name, value) -> {
                if (!value.isBlank() && given.put(name, value) != null) {
                    throw refused(Finding.at(name, "parameter-repeated"));
                }
            });
            var auto = isAuto(given.remove("commit"));
            var actor = caller.getPrincipal().getName();
            var staged = stage(file, defaults.of(given), auto, actor);
            if (auto && !staged.isNew()) {
                imports.commitWhenChecked(staged.id(), actor);
            }
            worker.wake();
            return answer(staged.isNew() ? Status.ACCEPTED : Status.OK, staged.id(), headers)
                    .location(uri.getAbsolutePathBuilder()
                            .path(staged.id().toString())
                            .build())
                    .build();
        } finally {
            receiving.release();
        }
    }

    private Staged stage(Received file, Defaults defaults, boolean auto, String actor) throws IOException {
        try {
            if (!uploads.tryAcquire(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
                throw busy();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw busy();
        }
        try {
            return staging.stage(file, defaults, auto, actor);
        } finally {
            uploads.release();
        }
    }

    private static void requireKnown(@Nullable String type) {
        if (type != null && !TYPES.contains(type.split(";", 2)[0].strip().toLowerCase(Locale.ROOT))) {
            throw ProblemException.of(
                    Status.UNSUPPORTED_MEDIA_TYPE, "unsupported-media-type", String.join(", ", TYPES));
        }
    }

    private static ProblemException busy() {
        return ProblemException.of(Status.SERVICE_UNAVAILABLE, "imports-busy");
    }

    /** As a long: what is refused for its length may well be beyond an int. */
    private static long length(HttpHeaders headers) {
        var length = headers.getHeaderString(HttpHeaders.CONTENT_LENGTH);
        return length == null ? -1 : Long.parseLong(length);
    }

    private static void put(Map<String, String> given, String name, @Nullable String value) {
        if (value != null) {
            given.put(name, value);
        }
    }

    private static boolean isAuto(@Nullable String commit) {
        if (commit != null && !commit.equals(AUTO)) {
            throw refused(Finding.at("commit", "code-unknown", AUTO));
        }
        return commit != null;
    }

    private static ProblemException refused(Finding... findings) {
        return ProblemException.badRequest("parameters-refused", findings);
    }

    @GET
    @Operation(operationId = "listImports", summary = "The caller's imports, the latest first")
    @APIResponse(
            responseCode = "200",
            description = "A page",
            content = @Content(schema = @Schema(implementation = ImportPage.class)))
    public ImportPage list(
            @QueryParam("cursor") @Parameter(description = "`next` of the page before") @Nullable String cursor,
            @QueryParam("limit")
                    @DefaultValue(PageRequest.DEFAULT_LIMIT)
                    @Parameter(schema = @Schema(type = SchemaType.INTEGER, minimum = "1", maximum = "500"))
                    String limit,
            @Context HttpHeaders headers) {
        var page = PageRequest.of(cursor, limit, "imports").keyed(ID);
        var found = Page.of(
                imports.page(actor(), page, messages(headers)),
                page,
                one -> one.id().toString());
        return new ImportPage(found.items(), found.next());
    }

    /** Only for the description: what a page of a list holds. */
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
    @Operation(operationId = "streamImport", summary = "How far an import is, as it moves", description = """
                    Server-sent events named `import`, one at once and then two a second; the data is the same JSON as `getImport` \
                    gives. The stream ends when the import goes no further by itself: checked, enrolled, dropped or given up.""")
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
    public Multi<OutboundSseEvent> stream(@PathParam("id") UUID id, @Context HttpHeaders headers) {
        var actor = actor();
        var messages = messages(headers);
        imports.get(id, actor, messages); // 404 before the stream begins.
        return stream.of(() -> imports.get(id, actor, messages));
    }

    @GET
    @Path("/{id}/rows")
    @Operation(
            operationId = "listImportRows",
            summary = "The verdict on each row, in the order of the file",
            description =
                    "Told are the findings and not what the row says: that is in the report. From the end of the check until the rows are deleted.")
    @APIResponse(
            responseCode = "200",
            description = "A page",
            content = @Content(schema = @Schema(implementation = ImportRowPage.class)))
    @APIResponse(responseCode = "409", description = "It is still being checked")
    @APIResponse(responseCode = "410", description = "The rows are gone")
    public ImportRowPage rows(
            @PathParam("id") UUID id,
            @QueryParam("verdict") @Parameter(schema = @Schema(implementation = RowVerdict.class)) @Nullable
                    String verdict,
            @QueryParam("cursor") @Parameter(description = "`next` of the page before") @Nullable String cursor,
            @QueryParam("limit")
                    @DefaultValue(PageRequest.DEFAULT_LIMIT)
                    @Parameter(schema = @Schema(type = SchemaType.INTEGER, minimum = "1", maximum = "500"))
                    String limit,
            @Context HttpHeaders headers) {
        var fields = new Fields();
        var wanted = verdict == null ? null : fields.code("verdict", verdict, RowVerdict.class);
        if (!fields.errors().isEmpty()) {
            throw refused(fields.errors().toArray(Finding[]::new));
        }
        var page = PageRequest.of(cursor, limit, "import-rows", id, verdict).keyed(PageRequest.NUMBER);
        var found = Page.of(
                imports.rows(id, actor(), wanted, page, messages(headers)), page, one -> Integer.toString(one.row()));
        return new ImportRowPage(found.items(), found.next());
    }

    /** Only for the description: what a page of a list holds. */
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
                    Where a row has more than 32,766 characters in columns that are not read, its long cells there end in `…`. It shows whole NIKs, so that each one sent is put on record. The failed rows alone, corrected, can be uploaded as they are: \
                    the added columns are known and left out.""")
    @APIResponse(
            responseCode = "200",
            description = "The file",
            content = {
                @Content(mediaType = SheetWriter.XLSX, schema = @Schema(type = SchemaType.STRING, format = "binary")),
                @Content(mediaType = SheetWriter.CSV, schema = @Schema(type = SchemaType.STRING))
            })
    @APIResponse(responseCode = "409", description = "It is still being checked")
    @APIResponse(responseCode = "410", description = "The rows are gone")
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
            throw refused(Finding.at("rows", "code-unknown", FAILED));
        }
        var header = imports.withRows(id, actor());
        var messages = messages(headers);
        var form = SheetWriter.liked(headers, REPORT_FORMS);
        var csv = form.equals(SheetWriter.CSV);
        imports.recordReport(id, actor(), rows != null, csv ? "CSV" : "XLSX");
        StreamingOutput content = out -> {
            var names = report.header(id, header, messages);
            report.write(
                    id,
                    header,
                    rows != null,
                    messages,
                    csv ? SheetWriter.csv(out, names) : SheetWriter.xlsx(out, "Hasil", names));
        };
        return Response.ok(content)
                .type(csv ? SheetWriter.CSV + ";charset=UTF-8" : SheetWriter.XLSX)
                .header(
                        HttpHeaders.CONTENT_DISPOSITION,
                        "attachment; filename=\"hasil." + (csv ? "csv" : "xlsx") + "\"")
                .build();
    }

    @POST
    @Path("/{id}/commit")
    @Operation(
            operationId = "commitImport",
            summary = "Enroll the good rows of a checked import",
            description =
                    "Failed rows stay behind. The rules are asked again on the day of the commit; who is refused then is a failed row. Asked for again, it is answered as before, and nothing is done twice.")
    @APIResponse(
            responseCode = "202",
            description = "They are being enrolled, or have been",
            content = @Content(schema = @Schema(implementation = ImportView.class)))
    @APIResponse(responseCode = "409", description = "It is still being checked, was dropped, or was given up")
    @APIResponse(responseCode = "412", description = "Its state is another one since")
    @APIResponse(responseCode = "428", description = "If-Match is missing")
    public Response commit(
            @PathParam("id") UUID id,
            @HeaderParam(IfMatch.HEADER) @Parameter(description = "The ETag last seen", example = "\"2\"") @Nullable
                    String ifMatch,
            @Context HttpHeaders headers) {
        imports.commit(id, ifMatch, actor());
        worker.wake();
        return answer(Status.ACCEPTED, id, headers).build();
    }

    @DELETE
    @Path("/{id}")
    @Operation(
            operationId = "deleteImport",
            summary = "Drop an import that is not committed, or was given up",
            description =
                    "Its rows are deleted; who uploaded what, and when, stays on record. Asked for again, it is answered as before.")
    @APIResponse(
            responseCode = "200",
            description = "As it stays on record",
            content = @Content(schema = @Schema(implementation = ImportView.class)))
    @APIResponse(responseCode = "409", description = "It is committed")
    @APIResponse(responseCode = "412", description = "Its state is another one since")
    @APIResponse(responseCode = "428", description = "If-Match is missing")
    public Response delete(
            @PathParam("id") UUID id,
            @HeaderParam(IfMatch.HEADER) @Parameter(description = "The ETag last seen", example = "\"2\"") @Nullable
                    String ifMatch,
            @Context HttpHeaders headers) {
        imports.delete(id, ifMatch, actor());
        return answer(Status.OK, id, headers).build();
    }

    /** The import as it is now, with the version by which it can be changed. */
    private Response.ResponseBuilder answer(Status status, UUID id, HttpHeaders headers) {
        var view = imports.get(id, actor(), messages(headers));
        return Response.status(status)
                .tag(new EntityTag(Integer.toString(view.version())))
                .entity(view);
    }

    private String actor() {
        return caller.getPrincipal().getName();
    }

    private static Messages messages(HttpHeaders headers) {
        return Messages.in(headers.getAcceptableLanguages());
    }
}
