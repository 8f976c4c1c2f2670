package id.desaterlindungi.enrollment.reference;

import id.desaterlindungi.enrollment.http.Cacheable;
import id.desaterlindungi.enrollment.participant.codes.FundingSource;
import id.desaterlindungi.enrollment.participant.codes.Occupation;
import id.desaterlindungi.enrollment.participant.codes.Programme;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.time.Duration;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** Codes change with a release of the service only. */
@Path("/v1/reference")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Reference", description = "The codes that the register uses, each with its label, and the tariffs")
class ReferenceResource {
    private static final Duration LONGEST = Duration.ofHours(1);
    private static final String UNCHANGED = "The caller has the present version (`If-None-Match`)";

    private final Cacheable cacheable;

    ReferenceResource(Cacheable cacheable) {
        this.cacheable = cacheable;
    }

    @GET
    @Path("/segments")
    @Operation(operationId = "listSegments", summary = "List the segments and the programmes open to each")
    @APIResponse(
            responseCode = "200",
            description = "All of them, with an `ETag`",
            content = @Content(schema = @Schema(implementation = SegmentCode.Listing.class)))
    @APIResponse(responseCode = "304", description = UNCHANGED)
    public Response segments(@Context HttpHeaders headers) {
        return cacheable.answer(SegmentCode.Listing.all(), LONGEST, headers);
    }

    @GET
    @Path("/occupations")
    @Operation(operationId = "listOccupations", summary = "List the occupations of the village ecosystem")
    @APIResponse(
            responseCode = "200",
            description = "All of them, with an `ETag`",
            content = @Content(schema = @Schema(implementation = Code.Listing.class)))
    @APIResponse(responseCode = "304", description = UNCHANGED)
    public Response occupations(@Context HttpHeaders headers) {
        return cacheable.answer(Code.Listing.of("occupation", Occupation.values()), LONGEST, headers);
    }

    @GET
    @Path("/registry-occupations")
    @Operation(
            operationId = "listRegistryOccupations",
            summary = "List the occupations of the civil registry, and what lists that write them are read as",
            description =
                    "An occupation that is in neither list is read as LAINNYA, with a warning; the word stays in the report.")
    @APIResponse(
            responseCode = "200",
            description = "All of them, with an `ETag`",
            content = @Content(schema = @Schema(implementation = RegistryOccupationCode.Listing.class)))
    @APIResponse(responseCode = "304", description = UNCHANGED)
    public Response registryOccupations(@Context HttpHeaders headers) {
        return cacheable.answer(RegistryOccupationCode.Listing.all(), LONGEST, headers);
    }

    @GET
    @Path("/programmes")
    @Operation(operationId = "listProgrammes", summary = "List the programmes, always in the same order")
    @APIResponse(
            responseCode = "200",
            description = "All of them, with an `ETag`",
            content = @Content(schema = @Schema(implementation = Code.Listing.class)))
    @APIResponse(responseCode = "304", description = UNCHANGED)
    public Response programmes(@Context HttpHeaders headers) {
        return cacheable.answer(Code.Listing.of("programme", Programme.values()), LONGEST, headers);
    }

    @GET
    @Path("/funding-sources")
    @Operation(operationId = "listFundingSources", summary = "List who can pay the contribution")
    @APIResponse(
            responseCode = "200",
            description = "All of them, with an `ETag`",
            content = @Content(schema = @Schema(implementation = Code.Listing.class)))
    @APIResponse(responseCode = "304", description = UNCHANGED)
    public Response fundingSources(@Context HttpHeaders headers) {
        return cacheable.answer(Code.Listing.of("funding-source", FundingSource.values()), LONGEST, headers);
    }

    @GET
    @Path("/statuses")
    @Operation(
            operationId = "listStatuses",
            summary = "List the statuses of a membership, and which of them the goal counts")
    @APIResponse(
            responseCode = "200",
            description = "All of them, with an `ETag`",
            content = @Content(schema = @Schema(implementation = StatusCode.Listing.class)))
    @APIResponse(responseCode = "304", description = UNCHANGED)
    public Response statuses(@Context HttpHeaders headers) {
        return cacheable.answer(StatusCode.Listing.all(), LONGEST, headers);
    }
}
