package id.desaterlindungi.enrollment.privacy;

import com.fasterxml.jackson.annotation.JsonInclude;
import id.desaterlindungi.enrollment.area.Areas;
import id.desaterlindungi.enrollment.audit.Access;
import id.desaterlindungi.enrollment.http.Change;
import id.desaterlindungi.enrollment.http.Fields;
import id.desaterlindungi.enrollment.http.Idempotency;
import id.desaterlindungi.enrollment.http.IfMatch;
import id.desaterlindungi.enrollment.http.Page;
import id.desaterlindungi.enrollment.http.PageRequest;
import id.desaterlindungi.enrollment.http.Versioned;
import id.desaterlindungi.enrollment.http.parameter.AreaCode;
import id.desaterlindungi.enrollment.http.parameter.Range;
import id.desaterlindungi.enrollment.participant.disclosure.DisclosurePurpose;
import id.desaterlindungi.enrollment.participant.disclosure.Disclosures;
import id.desaterlindungi.enrollment.privacy.DataSubjectRequests.Sought;
import id.desaterlindungi.enrollment.problem.Messages;
import id.desaterlindungi.enrollment.sheet.SheetForm;
import id.desaterlindungi.enrollment.sheet.SheetWriter;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
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

@Path("/v1/data-subject-requests")
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.APPLICATION_JSON)
@Tag(
        name = "Rights of people",
        description =
                "What people ask of what is held about them: to see it, to have it corrected, restricted or erased")
class DataSubjectRequestResource {
    private static final List<String> FORMS = List.of(MediaType.APPLICATION_JSON, SheetWriter.CSV, SheetWriter.XLSX);

    /** In the language of the offices that look at it later. */
    private static final String EXPLANATION = "Penyerahan data atas permintaan akses subjek data";

    private final DataSubjectRequests requests;
    private final HeldData data;
    private final Disclosures disclosures;
    private final Erasures erasures;
    private final Areas areas;
    private final Idempotency idempotency;
    private final Change change;
    private final Access access;

    DataSubjectRequestResource(
            DataSubjectRequests requests,
            HeldData data,
            Disclosures disclosures,
            Erasures erasures,
            Areas areas,
            Idempotency idempotency,
            Change change,
            Access access) {
        this.requests = requests;
        this.data = data;
        this.disclosures = disclosures;
        this.erasures = erasures;
        this.areas = areas;
        this.idempotency = idempotency;
        this.change = change;
        this.access = access;
    }

    @POST
    @Operation(
            operationId = "takeDataSubjectRequest",
            summary = "Take down what a person asks of what is held about them",
            description =
                    "The clock runs from `receivedAt`: it is due 72 hours later, unless that is set otherwise. A request is about one person of the own areas and of one kind.")
    @APIResponse(
            responseCode = "201",
            description = "Taken down",
            headers = {
                @Header(name = "Location", description = "The request", schema = @Schema(type = SchemaType.STRING)),
                @Header(
                        name = "ETag",
                        description = "The version",
                        schema = @Schema(type = SchemaType.STRING, examples = "\"1\""))
            },
            content = @Content(schema = @Schema(implementation = RequestView.class)))
    @APIResponse(responseCode = "404", description = "There is no such participant in the own areas")
    @APIResponse(
            responseCode = "409",
            description = "The participant is erased, or a request with the same key is still running")
    @APIResponse(responseCode = "422", description = "Some fields break the rules; see `errors`")
    public Response take(
            @HeaderParam(Idempotency.HEADER)
                    @Parameter(
                            description = "The same key with the same body gets the first answer again",
                            example = "b4f0-3")
                    @Nullable
                    String key,
            @RequestBody(required = true) @Nullable NewRequest request) {
        var body = Fields.given(request);
        var answer = idempotency.once(key, body, () -> {
            var taken = requests.take(body);
            return Versioned.created(
                    "/v1/data-subject-requests/" + taken.id(), taken.version(), RequestView.of(taken, requests.now()));
        });
        if (answer.getHeaderString(Idempotency.REPLAYED) != null && body.participantId() != null) {
            access.again(body.participantId());
        }
        return answer;
    }

    @GET
    @Operation(
            operationId = "listDataSubjectRequests",
            summary = "List requests of people, what is due first",
            description = "`state=OPEN` is what is to be done; `overdue=true` what should have been done.")
    @APIResponse(
            responseCode = "200",
            description = "A page",
            content = @Content(schema = @Schema(implementation = RequestPage.class)))
    public RequestPage list(
            @QueryParam("within") @Parameter(description = "Code of an area of any level", example = "16.01") @Nullable
                    AreaCode within,
            @QueryParam("kind") @Nullable RequestKind kind,
            @QueryParam("state") @Nullable RequestState state,
            @QueryParam("overdue") @Parameter(description = "Open past its time, or not") @Nullable Boolean overdue,
            @QueryParam("cursor") @Nullable String cursor,
            @QueryParam("limit")
                    @DefaultValue(PageRequest.DEFAULT_LIMIT)
                    @Range(least = 1, most = PageRequest.MAX_LIMIT)
                    int limit) {
        areas.require("within", within);
        var sought = new Sought(within, kind, state, overdue);
        var page = DataSubjectRequests.page(cursor, limit, sought);
        var now = requests.now();
        var found = Page.of(
                requests.page(sought, page).stream()
                        .map(one -> RequestView.of(one, now))
                        .toList(),
                page,
                DataSubjectRequests::place);
        access.people(found.items().size());
        return new RequestPage(found.items(), found.next());
    }

    /** A {@link Page} whose schema has a name of its own. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    @Schema(name = "DataSubjectRequestPage")
    record RequestPage(
            @Schema(required = true) List<RequestView> items,

            @Schema(description = "Continues after the last item; absent on the last page") @Nullable
            String next) {}

    @GET
    @Path("/{id}")
    @Operation(operationId = "getDataSubjectRequest", summary = "Get a request of a person")
    @APIResponse(
            responseCode = "200",
            description = "The request",
            content = @Content(schema = @Schema(implementation = RequestView.class)))
    public Response get(@PathParam("id") UUID id) {
        return answer(requests.own(id));
    }

    @POST
    @Path("/{id}/decision")
    @Operation(
            operationId = "decideDataSubjectRequest",
            summary = "Say that a request was met, or refuse it with a reason",
            description =
                    "After that it does not change any more. COMPLETED is taken of an access once the data were handed out, of a restriction while the participant is restricted, of a correction as the office says, "
                            + "and never of an erasure, which `eraseParticipant` does.")
    @APIResponse(
            responseCode = "200",
            description = "The new state",
            content = @Content(schema = @Schema(implementation = RequestView.class)))
    @APIResponse(responseCode = "409", description = "It was met or refused before, or is not met yet")
    @APIResponse(responseCode = "422", description = "Some fields break the rules; see `errors`")
    public Response decide(
            @PathParam("id") UUID id,
            @HeaderParam(IfMatch.HEADER) @Nullable String ifMatch,
            @RequestBody(required = true) @Nullable Decision decision) {
        return change.answered(() -> answer(requests.decide(id, IfMatch.of(ifMatch), Fields.given(decision))));
    }

    @POST
    @Path("/{id}/answer")
    @Consumes(MediaType.WILDCARD)
    @Produces({MediaType.APPLICATION_JSON, SheetWriter.CSV, SheetWriter.XLSX})
    @Operation(
            operationId = "answerDataSubjectRequest",
            summary = "Hand out all that is held of the person, and who looked",
            description =
                    "For an open request of the kind ACCESS, in the words of the reader's language: the record with the whole NIK and phone, its history, requests, disclosures, lists and kept answers that hold the person, and who looked. "
                            + "It is on record as a disclosure of the NIK before it is sent, and counts as one of those that a caller gets in a day. After it the request can be completed, for the version in `ETag`.")
    @APIResponse(
            responseCode = "200",
            description = "The file. It must not be cached",
            headers =
                    @Header(
                            name = "ETag",
                            description = "The request's version",
                            schema = @Schema(type = SchemaType.STRING, examples = "\"2\"")),
            content = {
                @Content(mediaType = MediaType.APPLICATION_JSON, schema = @Schema(implementation = PersonFile.class)),
                @Content(mediaType = SheetWriter.CSV, schema = @Schema(type = SchemaType.STRING)),
                @Content(mediaType = SheetWriter.XLSX, schema = @Schema(type = SchemaType.STRING, format = "binary"))
            })
    @APIResponse(
            responseCode = "409",
            description = "It is of another kind, was met or refused before, or the participant is erased")
    @APIResponse(responseCode = "412", description = "The participant or the request has changed meanwhile; ask again")
    @APIResponse(
            responseCode = "429",
            description =
                    "The caller has had as many whole NIKs as anybody may in a day; `Retry-After` is the seconds until tomorrow")
    public Response handOut(@PathParam("id") UUID id, @Context HttpHeaders headers) {
        var form = SheetWriter.liked(headers, FORMS);
        var messages = Messages.asked(headers);
        var asked = requests.toAnswer(id);
        var held = data.of(asked.participantId(), messages);
        return change.answered(() -> {
            var answered = requests.answered(asked, held.version());
            disclosures.disclose(
                    asked.participantId(),
                    held.nik(),
                    new Disclosures.Request(DisclosurePurpose.REQUEST_OF_THE_PERSON.name(), EXPLANATION));
            var file = new PersonFile(asked.id(), asked.participantId(), requests.now(), held.sections());
            var answer = form.equals(MediaType.APPLICATION_JSON)
                    ? Response.ok(file)
                    : Response.fromResponse(SheetForm.of(form)
                            .answer("data-pribadi", file.sheet(SheetForm.of(form), new PlainWords(messages))));
            return answer.tag(IfMatch.tag(answered.version())).build();
        });
    }

    @POST
    @Path("/{id}/erasure")
    @Consumes(MediaType.WILDCARD)
    @Operation(
            operationId = "eraseParticipant",
            summary = "Erase the personal data of whoever asked for it",
            description =
                    "For an open request of the kind ERASURE, of a person whose membership has ended. Gone for good are name, NIK, phone, KPJ, the day and month of birth, income, group, days of cover, warnings, notes of requests, answers that are kept for "
                            + "requests that come again, and the person's rows in lists. What is counted stays, and so do events and the access record, which tell nobody. The NIK may be enrolled anew, as another participant. It completes the request.")
    @APIResponse(
            responseCode = "200",
            description = "The request, completed",
            content = @Content(schema = @Schema(implementation = RequestView.class)))
    @APIResponse(
            responseCode = "409",
            description =
                    "It is of another kind, or was met or refused before; the membership has not ended, the record is restricted, or another request of the person is open")
    public Response erase(@PathParam("id") UUID id, @HeaderParam(IfMatch.HEADER) @Nullable String ifMatch) {
        var asked = requests.toErase(id, IfMatch.of(ifMatch));
        return erasures.onRequest(asked, erased -> change.written(answer(erased)));
    }

    private Response answer(DataSubjectRequest one) {
        return Versioned.answer(one.version(), RequestView.of(one, requests.now()));
    }
}
