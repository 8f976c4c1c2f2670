package id.desaterlindungi.enrollment.participant;

import com.fasterxml.jackson.annotation.JsonInclude;
import id.desaterlindungi.enrollment.access.Caller;
import id.desaterlindungi.enrollment.area.Areas;
import id.desaterlindungi.enrollment.audit.Access;
import id.desaterlindungi.enrollment.http.Fields;
import id.desaterlindungi.enrollment.http.Page;
import id.desaterlindungi.enrollment.http.PageRequest;
import id.desaterlindungi.enrollment.http.PlainText;
import id.desaterlindungi.enrollment.http.parameter.AreaCode;
import id.desaterlindungi.enrollment.http.parameter.Order;
import id.desaterlindungi.enrollment.http.parameter.Range;
import id.desaterlindungi.enrollment.participant.codes.FundingSource;
import id.desaterlindungi.enrollment.participant.codes.Nik;
import id.desaterlindungi.enrollment.participant.codes.Occupation;
import id.desaterlindungi.enrollment.participant.codes.ParticipantStatus;
import id.desaterlindungi.enrollment.participant.codes.Programme;
import id.desaterlindungi.enrollment.participant.codes.Segment;
import id.desaterlindungi.enrollment.problem.Finding;
import id.desaterlindungi.enrollment.problem.Messages;
import id.desaterlindungi.enrollment.problem.ProblemException;
import id.desaterlindungi.enrollment.sealing.Seal;
import id.desaterlindungi.enrollment.sheet.Exports;
import id.desaterlindungi.enrollment.sheet.SheetForm;
import id.desaterlindungi.enrollment.sheet.SheetWriter;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** Many participants: listed, exported, found, counted, changed together. */
@Path("/v1/participants")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Participants")
class ParticipantListResource {
    private static final List<String> FORMS = List.of(MediaType.APPLICATION_JSON, SheetWriter.CSV, SheetWriter.XLSX);

    private static final int DISTRICT_CODE = "16.01.07".length();

    private final ParticipantReader reader;
    private final ParticipantExport export;
    private final ParticipantBatch batch;
    private final Participants participants;
    private final EnrollmentCheck check;
    private final Areas areas;
    private final Seal seal;
    private final Exports exports;
    private final Caller caller;
    private final Access access;

    ParticipantListResource(
            ParticipantReader reader,
            ParticipantExport export,
            ParticipantBatch batch,
            Participants participants,
            EnrollmentCheck check,
            Areas areas,
            Seal seal,
            Exports exports,
            Caller caller,
            Access access) {
        this.reader = reader;
        this.export = export;
        this.batch = batch;
        this.participants = participants;
        this.check = check;
        this.areas = areas;
        this.seal = seal;
        this.exports = exports;
        this.caller = caller;
        this.access = access;
    }

    @GET
    @Produces({MediaType.APPLICATION_JSON, SheetWriter.CSV, SheetWriter.XLSX})
    @Operation(
            operationId = "listParticipants",
            summary = "List the participants that match, page by page or as a file",
            description =
                    "Without those whose processing is restricted; counts have them. JSON comes a page at a time. CSV (`;`, UTF-8 with byte order mark) and XLSX hold the whole selection in one file, by village and id; there `sort`, `order`, `cursor` and `limit` are refused.")
    @APIResponse(
            responseCode = "200",
            description = "A page, or the file",
            content = {
                @Content(
                        mediaType = MediaType.APPLICATION_JSON,
                        schema = @Schema(implementation = ParticipantPage.class)),
                @Content(mediaType = SheetWriter.CSV, schema = @Schema(type = SchemaType.STRING)),
                @Content(mediaType = SheetWriter.XLSX, schema = @Schema(type = SchemaType.STRING, format = "binary"))
            })
    @APIResponse(
            responseCode = "429",
            description = "The caller has too many files under way; try again after `Retry-After` seconds")
    public Response list(
            @QueryParam("within") @Parameter(description = "Code of an area of any level", example = "16.01") @Nullable
                    AreaCode within,
            @QueryParam("status") @Nullable ParticipantStatus status,
            @QueryParam("segment") @Nullable Segment segment,
            @QueryParam("occupation") @Nullable Occupation occupation,
            @QueryParam("fundingSource") @Nullable FundingSource fundingSource,
            @QueryParam("programme") @Nullable Programme programme,
            @QueryParam("hasWarnings") @Nullable Boolean hasWarnings,
            @QueryParam("coveredUntilBefore")
                    @Parameter(description = "The last day that is paid for lies before this day")
                    @Nullable
                    LocalDate coveredUntilBefore,
            @QueryParam("enrolledFrom") @Nullable LocalDate enrolledFrom,
            @QueryParam("enrolledTo") @Nullable LocalDate enrolledTo,
            @QueryParam("name")
                    @Parameter(
                            description = "What the name begins with; case and accents do not count",
                            example = "siti")
                    @Nullable
                    String name,
            @QueryParam("nameLike")
                    @Parameter(
                            description =
                                    "A word similar to one of the name, at least 3 letters; only within a village or district",
                            example = "aminnah")
                    @Nullable
                    String nameLike,
            @QueryParam("sort")
                    @Parameter(
                            description =
                                    "village (the default: its code, then the order of enrollment), id (the order of enrollment), name, enrolledOn, coveredUntil (leaves out people without one)")
                    @Nullable
                    ParticipantOrder sort,
            @QueryParam("order") @Parameter(description = "Ascending if absent") @Nullable Order direction,
            @QueryParam("cursor") @Nullable String cursor,
            @QueryParam("limit")
                    @Range(least = 1, most = PageRequest.MAX_LIMIT)
                    @Parameter(description = "100 if absent")
                    @Nullable
                    Integer limit,
            @Context HttpHeaders headers) {
        areas.require("within", within);
        if (nameLike != null && (within == null || within.text().length() < DISTRICT_CODE)) {
            throw ProblemException.parameters(Finding.at("nameLike", "name-like-area"));
        }
        if (nameLike != null && PlainText.folded(nameLike).length() < 3) {
            throw ProblemException.parameters(Finding.at("nameLike", "too-short", 3));
        }
        var filter = new ParticipantFilter()
                .of(caller.scope())
                .within(within)
                .code("status", "status", status)
                .code("segment", "segment", segment)
                .code("occupation", "occupation", occupation)
                .code("fundingSource", "funding_source", fundingSource)
                .programme(programme)
                .hasWarnings(hasWarnings)
                .before("coveredUntilBefore", "covered_until", coveredUntilBefore)
                .from("enrolledFrom", "enrolled_on", enrolledFrom)
                .to("enrolledTo", "enrolled_on", enrolledTo)
                .namePrefix(name)
                .nameLike(nameLike)
                .unrestricted()
                .check();
        var form = SheetWriter.liked(headers, FORMS);
        if (!form.equals(MediaType.APPLICATION_JSON)) {
            refuse("sort", sort);
            refuse("order", direction);
            refuse("cursor", cursor);
            refuse("limit", limit);
            return file(filter, SheetForm.of(form));
        }
        var order = sort == null ? ParticipantOrder.VILLAGE : sort;
        var descending = direction == Order.DESCENDING;
        var page = PageRequest.of(
                cursor,
                limit == null ? Integer.parseInt(PageRequest.DEFAULT_LIMIT) : limit,
                order,
                descending,
                filter.where(),
                filter.values().entrySet().stream()
                        .sorted(Map.Entry.comparingByKey())
                        .map(Object::toString)
                        .collect(Collectors.joining("\n")));
        var found = Page.of(
                reader.page(
                        filter,
                        order,
                        descending,
                        order.place(page.after(), seal).orElse(null),
                        page.limit() + 1),
                page,
                last -> order.key(last, seal));
        access.people(found.items().size());
        var messages = Messages.asked(headers);
        var role = caller.role();
        return Response.ok(new ParticipantPage(
                        found.items().stream()
                                .map(one -> ParticipantView.of(one, role, seal, messages, check::warning))
                                .toList(),
                        found.next()))
                .type(MediaType.APPLICATION_JSON)
                .build();
    }

    /** A {@link Page} whose schema has a name of its own. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    @Schema(name = "ParticipantPage")
    record ParticipantPage(
            @Schema(required = true) List<ParticipantView> items,

            @Schema(description = "Continues after the last item; absent on the last page") @Nullable
            String next) {}

    private static void refuse(String parameter, @Nullable Object value) {
        if (value != null) {
            throw ProblemException.parameters(Finding.at(parameter, "parameter-not-with-file"));
        }
    }

    /** On record before its first byte. */
    private Response file(ParticipantFilter filter, SheetForm form) {
        var role = caller.role();
        access.facet("file", form);
        access.people(reader.count(filter));
        var done = Response.Status.OK.getStatusCode();
        access.isWritten(done); // By the file, once there is a place for it.
        return form.answer(
                "peserta",
                exports.inOneGo(
                        caller.subject(), () -> access.write(done), out -> export.write(filter, role, form, out)));
    }

    @Schema(name = "ParticipantSearch", description = "Exactly one of the two")
    record Search(
            @Schema(examples = "1601074507849001") @Nullable String nik,

            @Schema(examples = "26A01234567") @Nullable String kpj) {

        @Override
        public String toString() {
            return "Search[masked]";
        }
    }

    @POST
    @Path("/search")
    @Consumes(MediaType.APPLICATION_JSON)
    @Operation(
            operationId = "searchParticipant",
            summary = "Find a participant by NIK or KPJ",
            description =
                    "The number is in the body and not in the address, because addresses end up in logs. Gives no item or one.")
    @APIResponse(
            responseCode = "200",
            description = "None or one",
            content = @Content(schema = @Schema(implementation = ParticipantPage.class)))
    @APIResponse(responseCode = "422", description = "Not exactly one of the two, or not a NIK or KPJ")
    public ParticipantPage search(@RequestBody(required = true) @Nullable Search search, @Context HttpHeaders headers) {
        var body = Fields.given(search);
        var fields = new Fields();
        if ((body.nik() == null) == (body.kpj() == null)) {
            fields.add(Finding.at("", "search-one"));
        }
        var nik = fields.optional("/nik", body.nik(), Nik::read, "nik-format");
        var kpj = fields.optional(
                "/kpj",
                body.kpj(),
                text -> Fields.matching(EnrollmentCheck.KPJ, EnrollmentCheck.capital(text)),
                "kpj-format");
        if (!fields.errors().isEmpty()) {
            throw ProblemException.unprocessable("search-refused", fields.errors());
        }
        var messages = Messages.asked(headers);
        var role = caller.role();
        var found = nik != null ? participants.withNik(nik) : participants.withKpj(kpj);
        return new ParticipantPage(
                found.stream()
                        .map(one -> ParticipantView.of(one, role, seal, messages, check::warning))
                        .toList(),
                null);
    }

    @POST
    @Path("/batch")
    @Consumes(MediaType.APPLICATION_JSON)
    @Operation(
            operationId = "runParticipantBatch",
            summary = "Do up to 500 operations of a device that was offline, with a result for each",
            description =
                    "Enrollments are done first, then the rest in their order. A refused operation does not affect the others. An operation that is sent again is not done again: it gets the same answer as before.")
    @APIResponse(
            responseCode = "200",
            description = "A result for each operation, in their order; look at `refused`",
            content = @Content(schema = @Schema(implementation = BatchAnswer.class)))
    @APIResponse(
            responseCode = "422",
            description = "Not a batch: too many operations, or one without id or kind. Nothing was done")
    public BatchAnswer batch(
            @RequestBody(required = true) @Nullable BatchRequest request, @Context HttpHeaders headers) {
        return batch.run(Fields.given(request), Messages.asked(headers));
    }

    @GET
    @Path("/counts")
    @Operation(
            operationId = "countParticipants",
            summary = "Count people of the register now",
            description = "Counts the register itself, to compare with the totals of the reporting service.")
    public ParticipantCounts counts(
            @QueryParam("within") @Parameter(description = "Code of an area of any level", example = "16.01") @Nullable
                    AreaCode within,
            @QueryParam("by") @DefaultValue("status") ParticipantCounts.By by) {
        areas.require("within", within);
        return ParticipantCounts.of(
                within,
                by,
                reader.counts(
                        by.column(), new ParticipantFilter().of(caller.scope()).within(within)));
    }
}
