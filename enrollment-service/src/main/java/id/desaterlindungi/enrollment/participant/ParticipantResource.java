package id.desaterlindungi.enrollment.participant;

import com.fasterxml.jackson.databind.node.ObjectNode;
import id.desaterlindungi.enrollment.Json;
import id.desaterlindungi.enrollment.access.Caller;
import id.desaterlindungi.enrollment.audit.AccessRecords;
import id.desaterlindungi.enrollment.audit.PersonAccess;
import id.desaterlindungi.enrollment.events.EventLog;
import id.desaterlindungi.enrollment.http.Change;
import id.desaterlindungi.enrollment.http.Fields;
import id.desaterlindungi.enrollment.http.Idempotency;
import id.desaterlindungi.enrollment.http.IfMatch;
import id.desaterlindungi.enrollment.http.MergePatch;
import id.desaterlindungi.enrollment.http.Page;
import id.desaterlindungi.enrollment.http.PageRequest;
import id.desaterlindungi.enrollment.http.Versioned;
import id.desaterlindungi.enrollment.http.parameter.Range;
import id.desaterlindungi.enrollment.participant.EnrollmentCheck.Verdict;
import id.desaterlindungi.enrollment.participant.codes.BackdatingReason;
import id.desaterlindungi.enrollment.participant.codes.CorrectionReason;
import id.desaterlindungi.enrollment.participant.codes.Origin;
import id.desaterlindungi.enrollment.participant.disclosure.Disclosures;
import id.desaterlindungi.enrollment.problem.Messages;
import id.desaterlindungi.enrollment.sealing.Seal;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.PATCH;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
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

/** One participant: enrolled, shown, changed. */
@Path("/v1/participants")
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.APPLICATION_JSON)
@Tag(name = "Participants", description = "The people in the register")
class ParticipantResource {
    private final Register register;
    private final Participants participants;
    private final EnrollmentCheck check;
    private final Disclosures disclosures;
    private final EventLog log;
    private final AccessRecords accesses;
    private final SingleEnrollments enrollments;
    private final Idempotency idempotency;
    private final Change change;
    private final Seal seal;
    private final Json json;
    private final Caller caller;

    ParticipantResource(
            Register register,
            Participants participants,
            EnrollmentCheck check,
            Disclosures disclosures,
            EventLog log,
            AccessRecords accesses,
            SingleEnrollments enrollments,
            Idempotency idempotency,
            Change change,
            Seal seal,
            Json json,
            Caller caller) {
        this.register = register;
        this.participants = participants;
        this.check = check;
        this.disclosures = disclosures;
        this.log = log;
        this.accesses = accesses;
        this.enrollments = enrollments;
        this.idempotency = idempotency;
        this.change = change;
        this.seal = seal;
        this.json = json;
        this.caller = caller;
    }

    @POST
    @Operation(
            operationId = "enrollParticipant",
            summary = "Enroll one person",
            description =
                    "The person is REGISTERED until the first day of cover and becomes ACTIVE by itself when that day begins in Asia/Jakarta. Warnings come with the answer and do not prevent the enrollment. "
                            + "A NEW enrollment is dated back at most 90 days; further by the branch alone, with `backdatingReason`, and by nobody before 2014-01-01. CARRIED_OVER keeps the day of then. Cover begins at most 12 months ahead. All of these can be set otherwise.")
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
    @APIResponse(
            responseCode = "409",
            description = "The NIK or KPJ is in the register, or a request with the same key is still running")
    @APIResponse(responseCode = "422", description = "Some fields break the rules; see `errors`")
    @APIResponse(
            responseCode = "429",
            description =
                    "The caller was told of as many people registered elsewhere as anybody may be in a day, and `Retry-After` is the seconds until tomorrow; or has too many requests running")
    public Response enroll(
            @HeaderParam(Idempotency.HEADER)
                    @Parameter(
                            description = "The same key with the same body gets the first answer again",
                            example = "b4f0-1")
                    @Nullable
                    String key,
            @RequestBody(required = true) @Nullable EnrollmentRequest request,
            @Context HttpHeaders headers) {
        var body = Fields.given(request);
        return switch (register.verdict(body)) {
            case Verdict.Accepted(var enrollment) ->
                enrollments.enroll(
                        key,
                        body,
                        enrollment,
                        participant -> Versioned.created(
                                "/v1/participants/" + participant.id(),
                                participant.version(),
                                view(participant, headers)));
            // Unless it was accepted before, when the rules or the day were others.
            case Verdict.Refused(var errors) ->
                idempotency.once(key, body, () -> {
                    throw Register.refused(errors);
                });
        };
    }

    @GET
    @Path("/{id}")
    @Operation(operationId = "getParticipant", summary = "Get a participant, with NIK and phone masked")
    @APIResponse(
            responseCode = "200",
            description = "The participant",
            content = @Content(schema = @Schema(implementation = ParticipantView.class)))
    public Response get(@PathParam("id") UUID id, @Context HttpHeaders headers) {
        return answer(participants.own(id), headers);
    }

    @PATCH
    @Path("/{id}")
    @Consumes({MergePatch.MEDIA_TYPE, MediaType.APPLICATION_JSON})
    @Operation(
            operationId = "correctParticipant",
            summary = "Correct fields of a participant",
            description =
                    "JSON Merge Patch (RFC 7396) with fields of an enrollment: a value replaces the old one, null removes an optional field. "
                            + "The village changes by a transfer, the status by an operation of its own. A changed NIK needs `reason`. "
                            + "So does a changed day of enrollment with origin NEW that lies further before the day on which the person was recorded than anybody may date back; that is for the branch alone.")
    @APIResponse(
            responseCode = "200",
            description = "The new state; the version stays the same if nothing changed",
            content = @Content(schema = @Schema(implementation = ParticipantView.class)))
    @APIResponse(
            responseCode = "409",
            description =
                    "The NIK or KPJ belongs to somebody else in the register, or the participant is erased, or restricted")
    @APIResponse(responseCode = "422", description = "Some fields break the rules; see `errors`")
    @APIResponse(
            responseCode = "429",
            description =
                    "For another NIK: the caller was told of as many people registered elsewhere as anybody may be in a day, and `Retry-After` is the seconds until tomorrow; or has too many requests running")
    public Response correct(
            @PathParam("id") UUID id,
            @HeaderParam(IfMatch.HEADER) @Nullable String ifMatch,
            @RequestBody(
                            required = true,
                            content = {
                                @Content(
                                        mediaType = MergePatch.MEDIA_TYPE,
                                        schema = @Schema(implementation = Correction.class)),
                                @Content(
                                        mediaType = MediaType.APPLICATION_JSON,
                                        schema = @Schema(implementation = Correction.class))
                            })
                    @Nullable
                    ObjectNode patch,
            @Context HttpHeaders headers) {
        return register.told(() ->
                change.answered(() -> answer(register.correct(id, IfMatch.of(ifMatch), Fields.given(patch)), headers)));
    }

    /** For the description alone: the service reads the patch as it is, since null and absent differ in it. */
    @Schema(
            name = "ParticipantCorrection",
            description = "A value replaces the old one; null removes an optional field",
            allOf = EnrollmentRequest.class)
    interface Correction {
        @Schema(readOnly = true, description = "Changed by a transfer")
        String getVillageCode();

        @Schema(examples = "NEW")
        Origin getOrigin();

        @Schema(type = SchemaType.STRING, format = "date", examples = "2026-11-20")
        String getEnrolledOn();

        @Schema(type = SchemaType.STRING, format = "date", examples = "2026-11-20")
        String getCoveredFrom();

        @Schema(readOnly = true, description = "Of an enrollment; a correction has `reason`")
        BackdatingReason getBackdatingReason();

        @Schema(
                description =
                        "Required if the NIK changes, and if the branch dates an enrollment back further than others may",
                examples = "WRONG_NIK")
        CorrectionReason getReason();
    }

    @POST
    @Path("/{id}/transfer")
    @Operation(operationId = "transferParticipant", summary = "Move a participant to another village")
    @APIResponse(
            responseCode = "200",
            description = "The new state",
            content = @Content(schema = @Schema(implementation = ParticipantView.class)))
    @APIResponse(responseCode = "409", description = "The participant is erased, or restricted")
    @APIResponse(responseCode = "422", description = "Some fields break the rules; see `errors`")
    public Response transfer(
            @PathParam("id") UUID id,
            @HeaderParam(IfMatch.HEADER) @Nullable String ifMatch,
            @RequestBody(required = true) @Nullable TransferRequest request,
            @Context HttpHeaders headers) {
        return change.answered(
                () -> answer(register.transfer(id, IfMatch.of(ifMatch), Fields.given(request)), headers));
    }

    @POST
    @Path("/{id}/status")
    @Operation(
            operationId = "changeParticipantStatus",
            summary = "Change the status of a membership",
            description = """
                    | from | to |
                    |---|---|
                    | REGISTERED | ACTIVE (by itself on the first day of cover, or here before that day), ENDED |
                    | ACTIVE | GRACE, LAPSED, ENDED |
                    | GRACE | ACTIVE, LAPSED, ENDED |
                    | LAPSED | ACTIVE, ENDED |
                    | ENDED, unless as DIED or DUPLICATE | ACTIVE |
                    | ENDED as DIED, recorded in error | REGISTERED (before the first day of cover), ACTIVE, GRACE, LAPSED |

                    ENDED needs a reason. From LAPSED or ENDED back to ACTIVE, the same record is reinstated.

                    An end as DIED that was recorded in error is taken back by the branch alone, with the reason RECORDED_IN_ERROR. \
                    Both the end and its taking back stay in the history.

                    A record that ends as a DUPLICATE has the origin NEW from then on, because its person may leave the baseline \
                    only once, by the record that stays. If only the duplicate was CARRIED_OVER, correct the other record.""")
    @APIResponse(
            responseCode = "200",
            description = "The new state",
            content = @Content(schema = @Schema(implementation = ParticipantView.class)))
    @APIResponse(
            responseCode = "409",
            description =
                    "Not possible from the present status; the message lists what is. Or the participant is erased, or restricted, when all but a death waits")
    @APIResponse(responseCode = "422", description = "Some fields break the rules; see `errors`")
    public Response changeStatus(
            @PathParam("id") UUID id,
            @HeaderParam(IfMatch.HEADER) @Nullable String ifMatch,
            @RequestBody(required = true) @Nullable StatusRequest request,
            @Context HttpHeaders headers) {
        return change.answered(() -> answer(register.moveTo(id, IfMatch.of(ifMatch), Fields.given(request)), headers));
    }

    @DELETE
    @Path("/{id}/warnings/{code}")
    @Operation(
            operationId = "settleParticipantWarning",
            summary = "Settle a warning",
            description =
                    "Says that somebody has checked the record and found it right. The warning stays settled until the fields that it is about change.")
    @APIResponse(
            responseCode = "200",
            description = "The new state",
            content = @Content(schema = @Schema(implementation = ParticipantView.class)))
    @APIResponse(responseCode = "409", description = "The participant is erased, or restricted")
    public Response settleWarning(
            @PathParam("id") UUID id,
            @PathParam("code") @Parameter(example = "nik-birth-date") String code,
            @HeaderParam(IfMatch.HEADER) @Nullable String ifMatch,
            @Context HttpHeaders headers) {
        return change.answered(() -> answer(register.settle(id, IfMatch.of(ifMatch), code), headers));
    }

    @GET
    @Path("/{id}/history")
    @Operation(
            operationId = "listParticipantHistory",
            summary = "List what happened to a participant: who changed what, and when",
            description =
                    "The oldest first. Fields that identify a person show only that they changed, not their old value.")
    public Page<HistoryEntry> history(
            @PathParam("id") UUID id,
            @QueryParam("cursor") @Nullable String cursor,
            @QueryParam("limit")
                    @DefaultValue(PageRequest.DEFAULT_LIMIT)
                    @Range(least = 1, most = PageRequest.MAX_LIMIT)
                    int limit) {
        var page = PageRequest.of(cursor, limit, id).keyed(PageRequest.NUMBER);
        participants.own(id);
        var after = page.after().isEmpty() ? 0 : Long.parseLong(page.after());
        return Page.of(
                log.of(id.toString(), after, page.limit() + 1).stream()
                        .map(event -> HistoryEntry.of(event, json))
                        .toList(),
                page,
                entry -> String.valueOf(entry.position()));
    }

    @GET
    @Path("/{id}/access")
    @Operation(
            operationId = "listParticipantAccess",
            summary = "List who looked at a participant or changed the record, and what for",
            description =
                    "The latest first, for the person to be told. Lists and files that the person stood in are not told one by one, nor is what was refused.")
    public Page<PersonAccess> access(
            @PathParam("id") UUID id,
            @QueryParam("cursor") @Nullable String cursor,
            @QueryParam("limit")
                    @DefaultValue(PageRequest.DEFAULT_LIMIT)
                    @Range(least = 1, most = PageRequest.MAX_LIMIT)
                    int limit) {
        var page = AccessRecords.page(cursor, limit, "access", id);
        participants.own(id);
        return Page.of(accesses.of(id, page), page, PersonAccess::place);
    }

    @POST
    @Path("/{id}/nik-disclosure")
    @Operation(
            operationId = "discloseNik",
            summary = "Show the whole NIK for a stated purpose",
            description =
                    "Who asked, when, and for what purpose is recorded, and shown by `listParticipantAccess`. A caller gets so many in a day (100 unless set otherwise).")
    @APIResponse(
            responseCode = "200",
            description = "The NIK. It must not be cached",
            content = @Content(schema = @Schema(implementation = Disclosures.Disclosure.class)))
    @APIResponse(responseCode = "409", description = "The participant is erased, or restricted")
    @APIResponse(responseCode = "422", description = "The purpose is missing, or says too little")
    @APIResponse(
            responseCode = "429",
            description =
                    "The caller has had as many as anybody may in a day; `Retry-After` is the seconds until tomorrow")
    public Response discloseNik(
            @PathParam("id") UUID id, @RequestBody(required = true) Disclosures.@Nullable Request request) {
        return change.answered(() -> Response.ok(
                        disclosures.disclose(id, participants.workable(id).nik(seal), Fields.given(request)))
                .header(HttpHeaders.CACHE_CONTROL, "no-store")
                .build());
    }

    private Response answer(Participant participant, HttpHeaders headers) {
        return Versioned.answer(participant.version(), view(participant, headers));
    }

    private ParticipantView view(Participant participant, HttpHeaders headers) {
        return ParticipantView.of(participant, caller.role(), seal, Messages.asked(headers), check::warning);
    }
}
