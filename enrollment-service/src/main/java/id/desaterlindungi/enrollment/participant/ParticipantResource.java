package id.desaterlindungi.enrollment.participant;

import id.desaterlindungi.enrollment.http.Idempotency;
import id.desaterlindungi.enrollment.problem.Finding;
import id.desaterlindungi.enrollment.problem.Messages;
import id.desaterlindungi.enrollment.problem.ProblemException;
import id.desaterlindungi.enrollment.sealing.Seal;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.EntityTag;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.headers.Header;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

@Path("/v1/participants")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Participants")
class ParticipantResource {
    private final Register register;
    private final Participants participants;
    private final EnrollmentCheck check;
    private final Idempotency idempotency;
    private final Seal seal;

    ParticipantResource(
            Register register, Participants participants, EnrollmentCheck check, Idempotency idempotency, Seal seal) {
        this.register = register;
        this.participants = participants;
        this.check = check;
        this.idempotency = idempotency;
        this.seal = seal;
    }

    @POST
    @Consumes(MediaType.APPLICATION_JSON)
    @Operation(
            operationId = "enrollParticipant",
            summary = "Enroll one person",
            description =
                    "Covered from the day of enrollment. Warnings come with the answer and do not keep anybody out.")
    @APIResponse(
            responseCode = "201",
            description = "Enrolled",
            headers = {
                @Header(name = "Location", description = "The participant", schema = @Schema(type = SchemaType.STRING)),
                @Header(
                        name = "ETag",
                        description = "The version",
                        schema = @Schema(type = SchemaType.STRING, examples = "\"1\""))
            },
            content = @Content(schema = @Schema(implementation = ParticipantView.class)))
    @APIResponse(responseCode = "409", description = "The NIK is in the register, or the same key is still at work")
    @APIResponse(responseCode = "422", description = "Against the rules, each named in `errors`")
    public Response enroll(
            @HeaderParam(Idempotency.HEADER)
                    @Parameter(
                            description = "The same key and body again get the first answer again",
                            example = "b4f0-1")
                    @Nullable
                    String key,
            @Nullable EnrollmentRequest request,
            @Context UriInfo uri,
            @Context HttpHeaders headers) {
        if (request == null) {
            throw ProblemException.badRequest("body-unreadable", Finding.at("", "body-missing"));
        }
        return idempotency.once(key, request, () -> {
            var participant = register.enroll(request);
            return Response.created(uri.getAbsolutePathBuilder()
                            .path(participant.id().toString())
                            .build())
                    .tag(tag(participant))
                    .entity(view(participant, headers))
                    .build();
        });
    }

    @GET
    @Path("/{id}")
    @Operation(operationId = "getParticipant", summary = "One participant, NIK and phone masked")
    @APIResponse(
            responseCode = "200",
            description = "The participant",
            content = @Content(schema = @Schema(implementation = ParticipantView.class)))
    public Response get(@PathParam("id") UUID id, @Context HttpHeaders headers) {
        var participant =
                participants.findByIdOptional(id).orElseThrow(() -> ProblemException.notFound("participant-not-found"));
        return Response.ok(view(participant, headers)).tag(tag(participant)).build();
    }

    private static EntityTag tag(Participant participant) {
        return new EntityTag(String.valueOf(participant.version()));
    }

    private ParticipantView view(Participant participant, HttpHeaders headers) {
        var messages = Messages.in(headers.getAcceptableLanguages());
        var phone = participant.phone(seal);
        return new ParticipantView(
                participant.id(),
                participant.version(),
                participant.nik(seal).masked(),
                participant.name(),
                participant.birthDate(),
                participant.sex(),
                participant.villageCode(),
                participant.segment(),
                participant.occupation(),
                participant.fundingSource(),
                participant.programmes(),
                participant.origin(),
                participant.status(),
                participant.enrolledOn(),
                phone == null ? null : phone.masked(),
                participant.warnings().stream()
                        .map(code -> messages.of(check.warning(code)))
                        .toList());
    }
}
