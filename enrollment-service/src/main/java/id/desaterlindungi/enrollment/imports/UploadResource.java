package id.desaterlindungi.enrollment.imports;

import id.desaterlindungi.enrollment.access.Caller;
import id.desaterlindungi.enrollment.access.Rights;
import id.desaterlindungi.enrollment.audit.Access;
import id.desaterlindungi.enrollment.http.Change;
import id.desaterlindungi.enrollment.imports.Staging.Staged;
import id.desaterlindungi.enrollment.imports.file.Defaults;
import id.desaterlindungi.enrollment.imports.file.DefaultsCheck;
import id.desaterlindungi.enrollment.imports.file.Refusal;
import id.desaterlindungi.enrollment.imports.upload.Senders;
import id.desaterlindungi.enrollment.imports.upload.Upload;
import id.desaterlindungi.enrollment.imports.upload.Upload.Received;
import id.desaterlindungi.enrollment.participant.codes.BackdatingReason;
import id.desaterlindungi.enrollment.participant.codes.FundingSource;
import id.desaterlindungi.enrollment.participant.codes.Occupation;
import id.desaterlindungi.enrollment.participant.codes.Origin;
import id.desaterlindungi.enrollment.participant.codes.Segment;
import id.desaterlindungi.enrollment.problem.Finding;
import id.desaterlindungi.enrollment.problem.Messages;
import id.desaterlindungi.enrollment.problem.ProblemException;
import id.desaterlindungi.enrollment.sheet.SheetWriter;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.Response.Status;
import java.io.IOException;
import java.io.InputStream;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.headers.Header;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** The first step of an import: the upload of a list. */
@Path("/v1/imports")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Imports")
class UploadResource {
    private static final String AUTO = "auto";
    /** The code for a file that is no list. */
    static final String REFUSED = "import-refused";

    private static final String BUSY = "imports-busy";
    private static final int PATIENCE_SECONDS = 20;
    /** The types that are accepted. What the file really is, its content tells. */
    private static final List<String> TYPES = List.of(
            MediaType.MULTIPART_FORM_DATA,
            SheetWriter.CSV,
            SheetWriter.XLSX,
            MediaType.APPLICATION_OCTET_STREAM,
            "application/vnd.ms-excel",
            MediaType.TEXT_PLAIN);

    private final Upload upload;
    private final Senders senders;
    private final Staging staging;
    private final Imports imports;
    private final ImportReader reader;
    private final ImportWorker worker;
    private final DefaultsCheck defaults;
    private final Change change;
    private final PlaceDirectory places;
    private final Caller caller;
    private final Access access;

    /** Limits the files that are read at the same time: each takes memory, a connection and a processor. */
    private final Semaphore uploads;

    UploadResource(
            Upload upload,
            Senders senders,
            Staging staging,
            Imports imports,
            ImportReader reader,
            ImportWorker worker,
            DefaultsCheck defaults,
            Change change,
            PlaceDirectory places,
            Caller caller,
            Access access,
            ImportSettings settings) {
        this.upload = upload;
        this.staging = staging;
        this.imports = imports;
        this.reader = reader;
        this.worker = worker;
        this.defaults = defaults;
        this.change = change;
        this.places = places;
        this.caller = caller;
        this.access = access;
        this.senders = senders;
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

            @Nullable @Schema(implementation = BackdatingReason.class)
            String backdatingReason,

            @Nullable @Schema(description = "`auto` to enroll as soon as it is checked")
            String commit) {}

    @POST
    @Consumes(MediaType.WILDCARD) // The types are checked below, where a refusal can name them.
    @Operation(
            operationId = "importList",
            summary = "Upload a list; each row gets a verdict before anybody is enrolled",
            description = """
                    CSV (comma, semicolon or tab; UTF-8, UTF-16 with a byte order mark, or Windows-1252) or XLSX; the content decides. The \
                    file is the body itself, or the part `file` of a form with the defaults as further parts. Columns may stand in any \
                    order, with headers in Indonesian or English. A village is named by its code, or by its name together with the \
                    district; its name alone is enough if it is the default. A default holds for a column that the file lacks, for a \
                    cell that is empty or struck out with a dash, and for a cell that may mean two codes, if it is one of them. The \
                    same bytes with the same defaults again are the same import, and nothing is done twice; with other defaults they \
                    are another import. Days of enrollment are judged as in `enrollParticipant`: further back than others the branch \
                    dates rows with a reason, in a list that it sends and commits itself.""")
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
    @APIResponse(responseCode = "408", description = "It came too slowly; nothing of it is kept")
    @APIResponse(
            responseCode = "409",
            description = "To be committed, but the import of the same list was given up, or is just being dropped")
    @APIResponse(responseCode = "422", description = "Not a list that can be read; nothing of it is kept")
    @APIResponse(
            responseCode = "429",
            description = "The caller has too many files on their way; try again after `Retry-After` seconds")
    @APIResponse(
            responseCode = "503",
            description =
                    "Too many files at once, the same list is just being read or its check is just ending, or the database does not answer; try again after `Retry-After` seconds")
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
            @QueryParam("backdatingReason")
                    @Parameter(
                            description = "Needed for rows that the branch dates back further than others may",
                            schema = @Schema(implementation = BackdatingReason.class))
                    @Nullable
                    String backdatingReason,
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
            @Context HttpHeaders headers)
            throws IOException {
        var type = headers.getHeaderString(HttpHeaders.CONTENT_TYPE);
        requireKnown(type);
        var actor = caller.subject();
        senders.take(actor);
        try (var file = upload.receive(body, type, disposition, length(headers))) {
            var given = new HashMap<String, String>();
            put(given, "villageCode", villageCode);
            put(given, "segment", segment);
            put(given, "occupation", occupation);
            put(given, "fundingSource", fundingSource);
            put(given, "programmes", programmes);
            put(given, "origin", origin);
            put(given, "enrolledOn", enrolledOn);
            put(given, "backdatingReason", backdatingReason);
            put(given, "commit", commit);
            file.parts().forEach((name, value) -> {
                if (!value.isBlank() && given.put(name, value) != null) {
                    throw ProblemException.parameters(Finding.at(name, "parameter-repeated"));
                }
            });
            return take(file, given, Messages.asked(headers), _ -> {});
        } finally {
            senders.giveBack(actor);
        }
    }

    /**
     * Makes an import of a file that is here.
     *
     * @param given defaults and {@code commit}, by name
     * @param became is told the import within the transaction that makes it, or finds it
     */
    Response take(Received file, Map<String, String> given, Messages messages, Consumer<UUID> became)
            throws IOException {
        var others = new HashMap<>(given);
        var auto = isAuto(others.remove("commit"));
        var answer = stage(file, read(others), auto, caller.subject(), messages, became);
        worker.wake();
        return answer;
    }

    /** @throws ProblemException 400 for what {@link #take} would not take */
    void requireKnown(Map<String, String> given) {
        var others = new HashMap<>(given);
        isAuto(others.remove("commit"));
        var _ = read(others);
    }

    private Defaults read(Map<String, String> given) {
        try {
            return defaults.of(given, places.of(caller.scope()));
        } catch (Refusal e) {
            throw ProblemException.parameters(e.findings().toArray(Finding[]::new));
        }
    }

    private Response stage(
            Received file, Defaults defaults, boolean auto, String actor, Messages messages, Consumer<UUID> became)
            throws IOException {
        try {
            if (!uploads.tryAcquire(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
                throw busy();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw busy();
        }
        try {
            return staging.stage(
                    file,
                    defaults,
                    auto,
                    actor,
                    caller.scope(),
                    Rights.datesBack(caller),
                    staged -> answer(staged, auto, actor, messages, became));
        } catch (Refusal e) {
            throw ProblemException.unprocessable(REFUSED, e.findings());
        } finally {
            uploads.release();
        }
    }

    private Response answer(Staged staged, boolean auto, String actor, Messages messages, Consumer<UUID> became) {
        if (staged.isNew()) {
            became.accept(staged.id());
            return change.written(answer(Status.ACCEPTED, staged.id(), messages));
        }
        return change.answered(() -> {
            became.accept(staged.id());
            if (auto) {
                imports.commitWhenChecked(staged.id(), actor);
            }
            return answer(Status.OK, staged.id(), messages);
        });
    }

    private Response answer(Status status, UUID id, Messages messages) {
        var now = reader.get(id, caller.scope(), messages);
        access.facet("import", id);
        access.people(now.rows());
        return ImportResource.answer(status, now)
                .header(HttpHeaders.LOCATION, "/v1/imports/" + id)
                .build();
    }

    private static void requireKnown(@Nullable String type) {
        if (type != null && !TYPES.contains(type.split(";", 2)[0].strip().toLowerCase(Locale.ROOT))) {
            throw ProblemException.of(
                    Status.UNSUPPORTED_MEDIA_TYPE, "unsupported-media-type", String.join(", ", TYPES));
        }
    }

    private static ProblemException busy() {
        return ProblemException.of(Status.SERVICE_UNAVAILABLE, BUSY);
    }

    /** A long, since a body that is refused for its length may be longer than an int can say. */
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
            throw ProblemException.parameters(Finding.at("commit", "code-unknown", AUTO));
        }
        return commit != null;
    }
}
