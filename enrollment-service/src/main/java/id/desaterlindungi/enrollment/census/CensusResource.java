package id.desaterlindungi.enrollment.census;

import id.desaterlindungi.enrollment.http.Roles;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

@Path("/v1/census")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Events")
class CensusResource {
    private final Census census;

    CensusResource(Census census) {
        this.census = census;
    }

    @POST
    @RolesAllowed(Roles.OPERATOR)
    @Operation(
            operationId = "takeCensus",
            summary = "Count the register now",
            description =
                    "Counts everybody by village and status in one snapshot and appends the counts as an event, right after "
                            + "the events of all that was counted: whoever folds the events can compare at exactly that "
                            + "position. Taken by itself every hour. Asked again it is another census; for operators.")
    @APIResponse(
            responseCode = "200",
            description = "Counted; the event is in the log",
            content = @Content(schema = @Schema(implementation = CensusView.class)))
    public CensusView take() throws InterruptedException {
        return CensusView.of(census.take());
    }
}
