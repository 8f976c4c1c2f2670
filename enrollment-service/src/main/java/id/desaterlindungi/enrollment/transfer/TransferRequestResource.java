package id.desaterlindungi.enrollment.transfer;

import id.desaterlindungi.enrollment.audit.Access;
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

/** People who are registered elsewhere, asked for and given. */
@Path("/v1/transfer-requests")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Transfer requests", description = "Asking for people who are registered elsewhere")
class TransferRequestResource {
    private static final Pattern ID = Pattern.compile("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}");

    private final TransferRequests requests;
    private final Idempotency idempotency;
    private final Change change;
    private final Access access;

    TransferRequestResource(TransferRequests requests, Idempotency idempotency, Change change, Access access) {
        this.requests = requests;
        this.idempotency = idempotency;
        this.change = change;
        this.access = access;
    }

    @POST
    @Consumes(MediaType.APPLICATION_JSON)
    @Operation(
            operationId = "requestTransfer",
            summary = "Ask for somebody who is registered in a village of others",
            description = """
                    The offices of the village where the person is decide, or one above both. Who asks is told that the person is registered \
                    elsewhere, but not where and not who it is, until the transfer is made. How many people that is told of in a day is \
                    limited as with an enrollment, and a NIK that is not in the register counts too. A request that nobody answers \
                    expires at `expiresAt` (after 14 days unless set otherwise). Several villages may ask for one person; any transfer \
                    of the person ends all other requests. Somebody in the own areas needs none: `transferParticipant`.""")
    @APIResponse(
            responseCode = "201",
            description = "Asked",
            headers = {
                @Header(name = "Location", description = "The request", schema = @Schema(type = SchemaType.STRING)),
                @Header(
                        name = "ETag",
                        description = "The version",
                        schema = @Schema(type = SchemaType.STRING, examples = "\"1\""))
            },
            content = @Content(schema = @Schema(implementation = AskedTransferView.class)))
    @APIResponse(
            responseCode = "409",
            description =
                    "Nobody in the register has this NIK, the person is in the own areas, or the village asks already; or a request with the same key is still running")
    @APIResponse(responseCode = "422", description = "Some fields break the rules; see `errors`")
    @APIResponse(
            responseCode = "429",
            description =
                    "The caller was told of as many people registered elsewhere as anybody may be in a day, and `Retry-After` is the seconds until tomorrow; or has too many requests running")
    public Response ask(
            @HeaderParam(Idempotency.HEADER)
                    @Parameter(
                            description = "The same key with the same body gets the first answer again",
                            example = "b4f0-1")
                    @Nullable
                    String key,
            @RequestBody(required = true) @Nullable NewTransferRequest request) {
        var body = Fields.given(request);
        return requests.told(() -> idempotency.once(key, body, () -> {
            var asked = requests.ask(body);
            return Versioned.created(
                    "/v1/transfer-requests/" + asked.id(), asked.version(), AskedTransferView.of(asked));
        }));
    }

    @GET
    @Operation(
            operationId = "listTransferRequests",
            summary = "List requests for people of the own areas, and those of the own villages",
            description = "The latest first.")
    public Page<AskedTransferView> list(
            @QueryParam("state") @Nullable TransferState state,
            @QueryParam("direction")
                    @Parameter(
                            description =
                                    "`incoming` asks for people of the own areas, `outgoing` is asked by a village of the own areas; both if absent")
                    @Nullable
                    Direction direction,
            @QueryParam("cursor") @Nullable String cursor,
            @QueryParam("limit")
                    @DefaultValue(PageRequest.DEFAULT_LIMIT)
                    @Range(least = 1, most = PageRequest.MAX_LIMIT)
                    int limit) {
        var page = PageRequest.of(cursor, limit, state, direction).keyed(ID);
        var found = Page.of(
                requests.page(state, direction, page), page, last -> last.id().toString());
        access.people(found.items().size());
        return new Page<>(found.items().stream().map(AskedTransferView::of).toList(), found.next());
    }

    @GET
    @Path("/{id}")
    @Operation(operationId = "getTransferRequest", summary = "Get a request for a transfer, and how it stands")
    @APIResponse(
            responseCode = "200",
            description = "The request",
            content = @Content(schema = @Schema(implementation = AskedTransferView.class)))
    public Response get(@PathParam("id") UUID id) {
        return answer(requests.own(id));
    }

    @POST
    @Path("/{id}/acceptance")
    @Operation(
            operationId = "acceptTransferRequest",
            summary = "Accept a request, which moves the person",
            description =
                    "The same transfer as `transferParticipant`, of the person's present version, with the same rules: a village that has closed, or a day before the enrollment, is refused as there. Who asked and does not decide is answered 403. Accepting it again changes nothing.")
    @APIResponse(
            responseCode = "200",
            description = "Accepted; the person belongs to the village that asked",
            content = @Content(schema = @Schema(implementation = AskedTransferView.class)))
    @APIResponse(
            responseCode = "409",
            description = "It has ended otherwise, or expired; or the participant is erased, or restricted")
    @APIResponse(
            responseCode = "422",
            description = "The transfer breaks a rule; `errors` point into the request for it")
    public Response accept(@PathParam("id") UUID id, @HeaderParam(IfMatch.HEADER) @Nullable String ifMatch) {
        return change.answered(() -> answer(requests.accept(id, IfMatch.of(ifMatch))));
    }

    @POST
    @Path("/{id}/return")
    @Consumes(MediaType.APPLICATION_JSON)
    @Operation(
            operationId = "returnTransferRequest",
            summary = "Return a request with a reason; the person stays",
            description = "For who may accept it. Returning it again changes nothing, and keeps the first reason.")
    @APIResponse(
            responseCode = "200",
            description = "Returned",
            content = @Content(schema = @Schema(implementation = AskedTransferView.class)))
    @APIResponse(responseCode = "409", description = "It has ended otherwise, or expired")
    @APIResponse(responseCode = "422", description = "The reason is missing, too short or too long")
    public Response giveBack(
            @PathParam("id") UUID id,
            @HeaderParam(IfMatch.HEADER) @Nullable String ifMatch,
            @RequestBody(required = true) @Nullable TransferReturn request) {
        return change.answered(() -> answer(requests.giveBack(id, IfMatch.of(ifMatch), Fields.given(request))));
    }

    @POST
    @Path("/{id}/withdrawal")
    @Operation(
            operationId = "withdrawTransferRequest",
            summary = "Withdraw a request that a village of the own areas made",
            description = "Withdrawing it again changes nothing.")
    @APIResponse(
            responseCode = "200",
            description = "Withdrawn",
            content = @Content(schema = @Schema(implementation = AskedTransferView.class)))
    @APIResponse(responseCode = "409", description = "It has ended otherwise, or expired")
    public Response withdraw(@PathParam("id") UUID id, @HeaderParam(IfMatch.HEADER) @Nullable String ifMatch) {
        return change.answered(() -> answer(requests.withdraw(id, IfMatch.of(ifMatch))));
    }

    private static Response answer(AskedTransfer asked) {
        return Versioned.answer(asked.version(), AskedTransferView.of(asked));
    }
}
