package id.desaterlindungi.enrollment.village;

import com.fasterxml.jackson.databind.node.ObjectNode;
import id.desaterlindungi.enrollment.http.Change;
import id.desaterlindungi.enrollment.http.Fields;
import id.desaterlindungi.enrollment.http.Idempotency;
import id.desaterlindungi.enrollment.http.IfMatch;
import id.desaterlindungi.enrollment.http.MergePatch;
import id.desaterlindungi.enrollment.http.Versioned;
import id.desaterlindungi.enrollment.sealing.Seal;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.PATCH;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
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

/** One village: registered, shown, changed, closed. */
@Path("/v1/villages")
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.APPLICATION_JSON)
@Tag(name = "Villages", description = "Villages: their record, their budgets, their end")
class VillageResource {
    private final VillageRegister register;
    private final Villages villages;
    private final VillageReader reader;
    private final Idempotency idempotency;
    private final Change change;
    private final Seal seal;

    VillageResource(
            VillageRegister register,
            Villages villages,
            VillageReader reader,
            Idempotency idempotency,
            Change change,
            Seal seal) {
        this.register = register;
        this.villages = villages;
        this.reader = reader;
        this.idempotency = idempotency;
        this.change = change;
        this.seal = seal;
    }

    @POST
    @Operation(
            operationId = "registerVillage",
            summary = "Register a village that was split from another",
            description =
                    "Its participants are transferred one by one. If the old village no longer exists, close it with the new ones as successors.")
    @APIResponse(
            responseCode = "201",
            description = "Registered",
            headers = {
                @Header(name = "Location", description = "The village", schema = @Schema(type = SchemaType.STRING)),
                @Header(
                        name = "ETag",
                        description = "The version",
                        schema = @Schema(type = SchemaType.STRING, examples = "\"1\""))
            },
            content = @Content(schema = @Schema(implementation = VillageView.class)))
    @APIResponse(
            responseCode = "409",
            description = "There is or was a village with this code, or a request with the same key is still running")
    @APIResponse(responseCode = "422", description = "Some fields break the rules; see `errors`")
    public Response register(
            @HeaderParam(Idempotency.HEADER)
                    @Parameter(
                            description = "The same key with the same body gets the first answer again",
                            example = "b4f0-1")
                    @Nullable
                    String key,
            @RequestBody(required = true) @Nullable NewVillage request) {
        var body = Fields.given(request);
        return idempotency.once(key, body, () -> {
            var village = register.split(body);
            return Versioned.created("/v1/villages/" + village.code(), village.version(), view(village));
        });
    }

    @GET
    @Path("/{code}")
    @Operation(operationId = "getVillage", summary = "Get the whole record of a village, open or closed")
    @APIResponse(
            responseCode = "200",
            description = "The village",
            content = @Content(schema = @Schema(implementation = VillageView.class)))
    public Response get(@PathParam("code") @Parameter(example = "16.01.07.2001") String code) {
        return answer(villages.own(code));
    }

    @PATCH
    @Path("/{code}")
    @Consumes({MergePatch.MEDIA_TYPE, MediaType.APPLICATION_JSON})
    @Operation(
            operationId = "correctVillage",
            summary = "Change fields of a village's record",
            description = "JSON Merge Patch (RFC 7396): a value replaces the old one, null removes an optional field.")
    @APIResponse(
            responseCode = "200",
            description = "The new state; the version stays the same if nothing changed",
            content = @Content(schema = @Schema(implementation = VillageView.class)))
    @APIResponse(responseCode = "409", description = "The village is closed")
    @APIResponse(responseCode = "422", description = "Some fields break the rules; see `errors`")
    public Response correct(
            @PathParam("code") @Parameter(example = "16.01.07.2001") String code,
            @HeaderParam(IfMatch.HEADER) @Nullable String ifMatch,
            @RequestBody(
                            required = true,
                            content = {
                                @Content(
                                        mediaType = MergePatch.MEDIA_TYPE,
                                        schema = @Schema(implementation = VillageCorrection.class)),
                                @Content(
                                        mediaType = MediaType.APPLICATION_JSON,
                                        schema = @Schema(implementation = VillageCorrection.class))
                            })
                    @Nullable
                    ObjectNode patch) {
        return change.answered(() -> answer(register.correct(code, IfMatch.of(ifMatch), Fields.given(patch))));
    }

    @POST
    @Path("/{code}/closure")
    @Operation(
            operationId = "closeVillage",
            summary = "Merge a village into its successors",
            description =
                    "All its participants go to the only successor or, where there are several, to `participants.default`, each with an event of its own. "
                            + "What happened before stays with the old code. Nobody can be enrolled there any more.")
    @APIResponse(
            responseCode = "200",
            description = "Closed",
            content = @Content(schema = @Schema(implementation = Closure.class)))
    @APIResponse(responseCode = "409", description = "The village is closed already")
    @APIResponse(responseCode = "422", description = "Some fields break the rules; see `errors`")
    public Response close(
            @PathParam("code") @Parameter(example = "16.01.07.2099") String code,
            @HeaderParam(IfMatch.HEADER) @Nullable String ifMatch,
            @RequestBody(required = true) @Nullable ClosureRequest request) {
        return change.answered(() -> {
            var closed = register.close(code, IfMatch.of(ifMatch), Fields.given(request));
            return Response.ok(new Closure(view(closed.village()), closed.participantsMoved()))
                    .tag(IfMatch.tag(closed.village().version()))
                    .build();
        });
    }

    private Response answer(Village village) {
        return Versioned.answer(village.version(), view(village));
    }

    private VillageView view(Village village) {
        return VillageView.of(village, reader.find(village.code()).orElseThrow(), seal);
    }
}
