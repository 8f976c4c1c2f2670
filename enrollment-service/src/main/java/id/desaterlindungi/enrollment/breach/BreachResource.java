package id.desaterlindungi.enrollment.breach;

import com.fasterxml.jackson.annotation.JsonInclude;
import id.desaterlindungi.enrollment.http.Change;
import id.desaterlindungi.enrollment.http.Fields;
import id.desaterlindungi.enrollment.http.Idempotency;
import id.desaterlindungi.enrollment.http.IfMatch;
import id.desaterlindungi.enrollment.http.Page;
import id.desaterlindungi.enrollment.http.PageRequest;
import id.desaterlindungi.enrollment.http.Versioned;
import id.desaterlindungi.enrollment.http.parameter.Range;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.List;
import java.util.UUID;
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

@Path("/v1/breaches")
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.APPLICATION_JSON)
@Tag(name = "Breaches", description = "When personal data have failed to be protected, and who was told of it")
class BreachResource {
    private final Breaches breaches;
    private final Idempotency idempotency;
    private final Change change;

    BreachResource(Breaches breaches, Idempotency idempotency, Change change) {
        this.breaches = breaches;
        this.idempotency = idempotency;
        this.change = change;
    }

    @POST
    @Operation(
            operationId = "recordBreach",
            summary = "Record that personal data have failed to be protected",
            description =
                    "The clock runs from `noticedAt`: those concerned and the authority have to be told within 72 hours, unless that is set otherwise. Nothing here may name a person.")
    @APIResponse(
            responseCode = "201",
            description = "Recorded",
            headers = {
                @Header(name = "Location", description = "The breach", schema = @Schema(type = SchemaType.STRING)),
                @Header(
                        name = "ETag",
                        description = "The version",
                        schema = @Schema(type = SchemaType.STRING, examples = "\"1\""))
            },
            content = @Content(schema = @Schema(implementation = BreachView.class)))
    @APIResponse(responseCode = "409", description = "A request with the same key is still running")
    @APIResponse(responseCode = "422", description = "Some fields break the rules; see `errors`")
    public Response record(
            @HeaderParam(Idempotency.HEADER)
                    @Parameter(
                            description = "The same key with the same body gets the first answer again",
                            example = "b4f0-4")
                    @Nullable
                    String key,
            @RequestBody(required = true) @Nullable NewBreach request) {
        var body = Fields.given(request);
        return idempotency.once(key, body, () -> {
            var recorded = breaches.record(body);
            return Versioned.created("/v1/breaches/" + recorded.id(), recorded.version(), recorded);
        });
    }

    @GET
    @Operation(operationId = "listBreaches", summary = "List breaches, the latest first")
    @APIResponse(
            responseCode = "200",
            description = "A page",
            content = @Content(schema = @Schema(implementation = BreachPage.class)))
    public BreachPage list(
            @QueryParam("overdue") @Parameter(description = "Not told past its time, or not so") @Nullable
                    Boolean overdue,
            @QueryParam("cursor") @Nullable String cursor,
            @QueryParam("limit")
                    @DefaultValue(PageRequest.DEFAULT_LIMIT)
                    @Range(least = 1, most = PageRequest.MAX_LIMIT)
                    int limit) {
        var page = Breaches.page(cursor, limit, overdue);
        var found = Page.of(breaches.page(overdue, page), page, Breaches::place);
        return new BreachPage(found.items(), found.next());
    }

    /** A {@link Page} whose schema has a name of its own. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    @Schema(name = "BreachPage")
    record BreachPage(
            @Schema(required = true) List<BreachView> items,

            @Schema(description = "Continues after the last item; absent on the last page") @Nullable
            String next) {}

    @GET
    @Path("/{id}")
    @Operation(operationId = "getBreach", summary = "Get a breach with what was done about it")
    @APIResponse(
            responseCode = "200",
            description = "The breach",
            content = @Content(schema = @Schema(implementation = BreachView.class)))
    public Response get(@PathParam("id") UUID id) {
        return answer(breaches.get(id));
    }

    @POST
    @Path("/{id}/steps")
    @Operation(
            operationId = "recordBreachStep",
            summary = "Record what was done about a breach",
            description =
                    "Each step once. NO_NOTICE_DUE follows ASSESSED; CLOSED follows PERSONS_TOLD and AUTHORITY_TOLD, or NO_NOTICE_DUE, and nothing follows it.")
    @APIResponse(
            responseCode = "200",
            description = "The new state",
            content = @Content(schema = @Schema(implementation = BreachView.class)))
    @APIResponse(
            responseCode = "409",
            description = "The step was recorded before, or does not follow yet; or the breach is closed")
    @APIResponse(responseCode = "422", description = "Some fields break the rules; see `errors`")
    public Response take(
            @PathParam("id") UUID id,
            @HeaderParam(IfMatch.HEADER) @Nullable String ifMatch,
            @RequestBody(required = true) @Nullable StepRequest request) {
        return change.answered(() -> answer(breaches.take(id, IfMatch.of(ifMatch), Fields.given(request))));
    }

    private static Response answer(BreachView view) {
        return Versioned.answer(view.version(), view);
    }
}
