package id.desaterlindungi.enrollment.privacy;

import id.desaterlindungi.enrollment.http.Change;
import id.desaterlindungi.enrollment.http.Fields;
import id.desaterlindungi.enrollment.http.IfMatch;
import id.desaterlindungi.enrollment.http.Versioned;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

@Path("/v1/participants")
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.APPLICATION_JSON)
@Tag(name = "Rights of people")
class RestrictionResource {
    private final Restrictions restrictions;
    private final Change change;

    RestrictionResource(Restrictions restrictions, Change change) {
        this.restrictions = restrictions;
        this.change = change;
    }

    @GET
    @Path("{id}/restriction")
    @Operation(
            operationId = "getParticipantRestriction",
            summary = "Tell whether a participant's record may be worked with, and if not, why and who said so")
    @APIResponse(
            responseCode = "200",
            description = "The restriction, or that there is none",
            content = @Content(schema = @Schema(implementation = RestrictionView.class)))
    public Response get(@PathParam("id") UUID id) {
        return answer(restrictions.of(id));
    }

    @PUT
    @Path("{id}/restriction")
    @Operation(
            operationId = "restrictParticipant",
            summary = "Stop work with a participant's record",
            description =
                    "Until it is lifted nothing of the record is changed but a death, the NIK is not disclosed, and lists and files go without the person, who is counted as before. "
                            + "Cover that was to begin begins; a village that closes hands the person on. Requests of the person go on.")
    @APIResponse(
            responseCode = "200",
            description = "It is restricted",
            content = @Content(schema = @Schema(implementation = RestrictionView.class)))
    @APIResponse(responseCode = "409", description = "The participant is erased")
    @APIResponse(responseCode = "422", description = "The reason is missing, or none of the list")
    public Response restrict(
            @PathParam("id") UUID id,
            @HeaderParam(IfMatch.HEADER) @Nullable String ifMatch,
            @RequestBody(required = true) @Nullable RestrictionRequest request) {
        return change.answered(() -> answer(restrictions.restrict(id, IfMatch.of(ifMatch), Fields.given(request))));
    }

    @DELETE
    @Path("{id}/restriction")
    @Operation(operationId = "liftParticipantRestriction", summary = "Let work with a participant's record go on")
    @APIResponse(
            responseCode = "200",
            description = "It is not restricted any more",
            content = @Content(schema = @Schema(implementation = RestrictionView.class)))
    @APIResponse(responseCode = "409", description = "The participant is erased")
    public Response lift(@PathParam("id") UUID id, @HeaderParam(IfMatch.HEADER) @Nullable String ifMatch) {
        return change.answered(() -> answer(restrictions.lift(id, IfMatch.of(ifMatch))));
    }

    private static Response answer(RestrictionView view) {
        return Versioned.answer(view.version(), view);
    }
}
