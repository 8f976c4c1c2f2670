package id.desaterlindungi.enrollment.census;

import id.desaterlindungi.enrollment.http.Idempotency;
import io.quarkus.narayana.jta.QuarkusTransaction;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

@Path("/v1/census")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Events")
class CensusResource {
    private final Census census;
    private final Idempotency idempotency;

    CensusResource(Census census, Idempotency idempotency) {
        this.census = census;
        this.idempotency = idempotency;
    }

    @POST
    @Operation(
            operationId = "takeCensus",
            summary = "Count the register now",
            description =
                    "Counts everybody by village and status in one snapshot and appends the counts as an event, right after "
                            + "the events of all that was counted, so that whoever folds the events can compare at exactly that "
                            + "position. The register takes one by itself every hour. A repeated request takes another one, unless it has the same key. For operators.")
    @APIResponse(
            responseCode = "200",
            description = "Counted; the event is in the log",
            content = @Content(schema = @Schema(implementation = CensusView.class)))
    @APIResponse(responseCode = "409", description = "A request with the same key is still running")
    @APIResponse(responseCode = "422", description = "The key was sent with another request before")
    public Response take(
            @HeaderParam(Idempotency.HEADER)
                    @Parameter(description = "The same key gets the first answer again", example = "b4f0-1")
                    @Nullable
                    String key) {
        // A census is a snapshot of its own: the key's transaction, which has begun, stands aside.
        return idempotency.once(
                key,
                "census",
                () -> Response.ok(QuarkusTransaction.suspendingExisting().call(() -> CensusView.of(census.take())))
                        .build());
    }
}
