package id.desaterlindungi.enrollment.imports;

import com.fasterxml.jackson.annotation.JsonInclude;
import id.desaterlindungi.enrollment.access.Caller;
import id.desaterlindungi.enrollment.http.Change;
import id.desaterlindungi.enrollment.http.Idempotency;
import id.desaterlindungi.enrollment.imports.parts.Metadata;
import id.desaterlindungi.enrollment.imports.parts.PartedUpload;
import id.desaterlindungi.enrollment.imports.parts.PartedUploads;
import id.desaterlindungi.enrollment.imports.parts.PartedUploads.Owner;
import id.desaterlindungi.enrollment.imports.parts.TusHeaders;
import id.desaterlindungi.enrollment.imports.upload.Senders;
import id.desaterlindungi.enrollment.imports.upload.Upload;
import id.desaterlindungi.enrollment.problem.Finding;
import id.desaterlindungi.enrollment.problem.Messages;
import id.desaterlindungi.enrollment.problem.ProblemException;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.PATCH;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.Response.Status;
import java.io.IOException;
import java.io.InputStream;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Arrays;
import java.util.Locale;
import java.util.UUID;
import java.util.regex.Pattern;
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

/** Lists over lines that break: an upload goes on where it was, by the protocol tus 1.0 (creation, expiration, termination). */
@Path("/v1/imports/uploads")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Imports")
class PartedUploadResource {
    private static final String BYTES = "application/offset+octet-stream";
    private static final String OFFSET = "Upload-Offset";
    private static final String LENGTH = "Upload-Length";
    private static final Pattern NUMBER = Pattern.compile("[0-9]{1,15}");
    private static final DateTimeFormatter DATE =
            DateTimeFormatter.ofPattern("EEE, dd MMM yyyy HH:mm:ss 'GMT'", Locale.ENGLISH);

    /** What is kept at once. When a line breaks, what has come of it is kept too. */
    private static final int PART = 256 * 1024;

    private final PartedUploads parts;
    private final UploadResource uploads;
    private final Upload upload;
    private final Senders senders;
    private final Idempotency idempotency;
    private final Change change;
    private final Caller caller;

    PartedUploadResource(
            PartedUploads parts,
            UploadResource uploads,
            Upload upload,
            Senders senders,
            Idempotency idempotency,
            Change change,
            Caller caller) {
        this.parts = parts;
        this.uploads = uploads;
        this.upload = upload;
        this.senders = senders;
        this.idempotency = idempotency;
        this.change = change;
        this.caller = caller;
    }

    /** How far a file is. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    @Schema(name = "ImportUpload")
    record View(
            @Schema(required = true) UUID id,

            @Schema(required = true, description = "Bytes that the file has", examples = "281344")
            long length,

            @Schema(required = true, description = "Bytes of it that are here", examples = "262144")
            long offset,

            @Schema(required = true, description = "When it is deleted if no more of it comes")
            Instant expiresAt,

            @Schema(description = "The import that was made of it once it was whole") @Nullable
            UUID importId) {
        static View of(PartedUpload upload) {
            return new View(upload.id(), upload.length(), upload.received(), upload.expiresAt(), upload.importId());
        }
    }

    /** For the description: bytes of the file. */
    @Schema(name = "ImportFilePart", type = SchemaType.STRING, format = "binary")
    private interface FilePart {}

    /** By what a key is told apart from another one. */
    private record Begun(long length, String metadata) {}

    @POST
    @Operation(
            operationId = "beginImportUpload",
            summary = "Begin to upload a list in parts, over a line that may break",
            description = """
                    By the protocol tus 1.0 (https://tus.io), so that its clients can be used: the answer's `Location` takes the bytes by \
                    `continueImportUpload`, and `getImportUpload` (or HEAD) tells how many are here. Once all are, they become an import as by \
                    `importList`. It is deleted a day after its last part. Of one caller at most 50 files of 256 MB together are on the way.""")
    @APIResponse(
            responseCode = "201",
            description = "It may be sent to `Location`",
            headers = {
                @Header(
                        name = "Location",
                        description = "Where its bytes go",
                        schema = @Schema(type = SchemaType.STRING)),
                @Header(
                        name = "Upload-Expires",
                        description = "When it is deleted if no more of it comes",
                        schema = @Schema(type = SchemaType.STRING))
            },
            content = @Content(schema = @Schema(implementation = View.class)))
    @APIResponse(responseCode = "409", description = "A request with the same key is still running")
    @APIResponse(responseCode = "412", description = "Another version of tus, or none (`Tus-Resumable`)")
    @APIResponse(responseCode = "413", description = "The file is too large")
    @APIResponse(responseCode = "422", description = "The key was sent with another request before")
    @APIResponse(
            responseCode = "429",
            description =
                    "The caller has too many unfinished files, or too large ones; one has to be finished or dropped first")
    @APIResponse(responseCode = "503", description = "Too many files on their way, or the database does not answer")
    public Response begin(
            @HeaderParam(TusHeaders.VERSION_HEADER) @Parameter(required = true, example = TusHeaders.VERSION) @Nullable
                    String version,
            @HeaderParam(LENGTH)
                    @Parameter(required = true, description = "Bytes of the file", example = "281344")
                    @Nullable
                    String length,
            @HeaderParam(Metadata.HEADER)
                    @Parameter(
                            description =
                                    "`filename`, defaults and `commit` as in `importList`: each a name, a space and the value in Base64, with commas between them",
                            example = "filename cGVzZXJ0YS5jc3Y=,segment QlBV")
                    @Nullable
                    String metadata,
            @HeaderParam(Idempotency.HEADER)
                    @Parameter(description = "The same key gets the first answer again", example = "b4f0-1")
                    @Nullable
                    String key) {
        TusHeaders.require(version);
        var bytes = number(LENGTH, length);
        if (bytes == 0) {
            throw ProblemException.parameters(Finding.at(LENGTH, "upload-number"));
        }
        var said = Metadata.of(metadata);
        var _ = Upload.fileName(Metadata.HEADER, said.fileName());
        uploads.requireKnown(said.values());
        return idempotency.once(key, new Begun(bytes, metadata == null ? "" : metadata), () -> {
            var begun = parts.begin(owner(), bytes, metadata == null ? "" : metadata);
            return told(Response.status(Status.CREATED), begun)
                    .header(HttpHeaders.LOCATION, "/v1/imports/uploads/" + begun.id())
                    .entity(View.of(begun))
                    .build();
        });
    }

    @GET
    @Path("/{id}")
    @Operation(
            operationId = "getImportUpload",
            summary = "How much of a list is here",
            description =
                    "Also by HEAD, as clients of tus ask. `Import-Location` names the import that was made of it once it was whole.")
    @APIResponse(
            responseCode = "200",
            description = "It goes on at `Upload-Offset`",
            headers = {
                @Header(
                        name = OFFSET,
                        description = "Bytes that are here",
                        schema = @Schema(type = SchemaType.INTEGER)),
                @Header(
                        name = LENGTH,
                        description = "Bytes that the file has",
                        schema = @Schema(type = SchemaType.INTEGER))
            },
            content = @Content(schema = @Schema(implementation = View.class)))
    @APIResponse(responseCode = "412", description = "Another version of tus, or none (`Tus-Resumable`)")
    public Response get(
            @PathParam("id") UUID id,
            @HeaderParam(TusHeaders.VERSION_HEADER) @Parameter(required = true, example = TusHeaders.VERSION) @Nullable
                    String version) {
        TusHeaders.require(version);
        var found = parts.get(id, owner());
        var answer = told(Response.ok(View.of(found)), found);
        return (found.metadata().isEmpty() ? answer : answer.header(Metadata.HEADER, found.metadata())).build();
    }

    @PATCH
    @Path("/{id}")
    @Consumes(MediaType.WILDCARD) // The type is checked below, where a refusal can name it.
    @Operation(
            operationId = "continueImportUpload",
            summary = "Go on with a list where it broke off",
            description = """
                    What has come is kept, also when the line breaks again. The last part (up to 256 KB) counts once the import is made: the \
                    answer then has `Import-Location`, and with any other answer that part is sent again. A file that is no list is refused \
                    then, and nothing of it is kept. An answer that was lost is had again by `getImportUpload`, or by the same request \
                    without a body, at the end.""")
    @APIResponse(
            responseCode = "204",
            description = "It is here up to `Upload-Offset`",
            headers = {
                @Header(
                        name = OFFSET,
                        description = "Bytes that are here",
                        schema = @Schema(type = SchemaType.INTEGER)),
                @Header(
                        name = "Import-Location",
                        description = "The import, once the file is whole",
                        schema = @Schema(type = SchemaType.STRING))
            })
    @APIResponse(
            responseCode = "409",
            description = "It does not go on at `Upload-Offset`, perhaps since a moment ago; ask where")
    @APIResponse(responseCode = "412", description = "Another version of tus, or none (`Tus-Resumable`)")
    @APIResponse(responseCode = "413", description = "There are more bytes than the file was to have")
    @APIResponse(responseCode = "422", description = "Not a list that can be read; nothing of it is kept")
    @APIResponse(
            responseCode = "429",
            description = "The caller has too many files on their way; try again after `Retry-After` seconds")
    @APIResponse(
            responseCode = "503",
            description =
                    "Too many files at once, or the database does not answer; try again after `Retry-After` seconds")
    public Response goOn(
            @PathParam("id") UUID id,
            @HeaderParam(TusHeaders.VERSION_HEADER) @Parameter(required = true, example = TusHeaders.VERSION) @Nullable
                    String version,
            @HeaderParam(OFFSET)
                    @Parameter(required = true, description = "Where it goes on", example = "262144")
                    @Nullable
                    String offset,
            @RequestBody(
                            required = true,
                            content = @Content(mediaType = BYTES, schema = @Schema(implementation = FilePart.class)))
                    InputStream body,
            @Context HttpHeaders headers)
            throws IOException {
        TusHeaders.require(version);
        var type = headers.getHeaderString(HttpHeaders.CONTENT_TYPE);
        if (type == null || !type.split(";", 2)[0].strip().equalsIgnoreCase(BYTES)) {
            throw ProblemException.of(Status.UNSUPPORTED_MEDIA_TYPE, "unsupported-media-type", BYTES);
        }
        var from = number(OFFSET, offset);
        var owner = owner();
        senders.take(owner.actor());
        try {
            var found = parts.get(id, owner);
            if (found.received() != from) {
                throw ProblemException.conflict("upload-offset");
            }
            var last = receive(found, body);
            if (last.length > 0) {
                makeImport(found, last, headers);
            }
            return change.written(
                    told(Response.noContent(), parts.get(id, owner)).build());
        } finally {
            senders.giveBack(owner.actor());
        }
    }

    /**
     * Keeps what comes, part by part; of a line that breaks also what has come of the part.
     *
     * @return the file's last part, which is kept by nobody yet; empty as long as more is to come
     */
    private byte[] receive(PartedUpload found, InputStream sent) throws IOException {
        var body = upload.paced(sent);
        var buffer = new byte[PART];
        var offset = found.received();
        var read = 0;
        while (read >= 0) {
            var left = found.length() - offset;
            var filled = 0;
            try {
                while (filled < buffer.length && (read = body.read(buffer, filled, buffer.length - filled)) >= 0) {
                    filled += read;
                }
            } finally {
                if (filled > 0 && filled < left) {
                    parts.take(found.id(), offset, Arrays.copyOf(buffer, filled));
                }
            }
            if (filled > left || filled == left && read >= 0 && body.read() >= 0) {
                throw ProblemException.of(Status.REQUEST_ENTITY_TOO_LARGE, "body-too-large");
            }
            if (filled == left) {
                return Arrays.copyOf(buffer, filled);
            }
            offset += filled;
        }
        return new byte[0];
    }

    /**
     * The last part counts together with the import, or not at all: a client that sees all its bytes here asks for nothing more, and
     * its list would never be read.
     */
    private void makeImport(PartedUpload found, byte[] last, HttpHeaders headers) throws IOException {
        var said = Metadata.of(found.metadata());
        var offset = found.length() - last.length;
        try (var file = parts.whole(found, last, said.fileName())) {
            var _ = uploads.take(
                    file,
                    said.values(),
                    Messages.asked(headers),
                    importId -> parts.became(found.id(), offset, importId));
        } catch (ProblemException e) {
            if (UploadResource.REFUSED.equals(e.getMessage())) {
                parts.deleteRefused(found.id(), offset);
            }
            throw e;
        }
    }

    @DELETE
    @Path("/{id}")
    @Operation(
            operationId = "dropImportUpload",
            summary = "Give up an upload in parts; an import that it has become stays")
    @APIResponse(responseCode = "204", description = "Nothing of it is kept")
    @APIResponse(responseCode = "412", description = "Another version of tus, or none (`Tus-Resumable`)")
    public Response drop(
            @PathParam("id") UUID id,
            @HeaderParam(TusHeaders.VERSION_HEADER) @Parameter(required = true, example = TusHeaders.VERSION) @Nullable
                    String version) {
        TusHeaders.require(version);
        return change.answered(() -> {
            parts.delete(parts.get(id, owner()).id());
            return Response.noContent().build();
        });
    }

    private static Response.ResponseBuilder told(Response.ResponseBuilder answer, PartedUpload upload) {
        answer.header(OFFSET, upload.received())
                .header(LENGTH, upload.length())
                .header("Upload-Expires", DATE.format(upload.expiresAt().atOffset(ZoneOffset.UTC)));
        return upload.importId() == null
                ? answer
                : answer.header("Import-Location", "/v1/imports/" + upload.importId());
    }

    private Owner owner() {
        return new Owner(caller.subject(), caller.scope().codes());
    }

    private static long number(String header, @Nullable String text) {
        if (text == null || !NUMBER.matcher(text).matches()) {
            throw ProblemException.parameters(Finding.at(header, "upload-number"));
        }
        return Long.parseLong(text);
    }
}
