package id.desaterlindungi.reporting.progress;

import id.desaterlindungi.reporting.area.Level;
import id.desaterlindungi.reporting.http.Audience;
import id.desaterlindungi.reporting.http.IfNoneMatch;
import id.desaterlindungi.reporting.http.PageRequest;
import id.desaterlindungi.reporting.http.WaitsForRebuild;
import id.desaterlindungi.reporting.http.connection.Streams;
import id.desaterlindungi.reporting.http.parameter.AreaCode;
import id.desaterlindungi.reporting.http.parameter.Order;
import id.desaterlindungi.reporting.http.parameter.Range;
import id.desaterlindungi.reporting.http.table.Table;
import id.desaterlindungi.reporting.problem.Finding;
import id.desaterlindungi.reporting.problem.ProblemException;
import id.desaterlindungi.reporting.progress.ProgressReader.Having;
import id.desaterlindungi.reporting.progress.snapshot.KeptAnswers.Told;
import io.smallrye.common.annotation.Blocking;
import io.smallrye.mutiny.Multi;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.EntityTag;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.sse.OutboundSseEvent;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.ExampleObject;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.ResponseHeader;
import org.jboss.resteasy.reactive.RestStreamElementType;
import org.jspecify.annotations.Nullable;

@Path("/v1/progress")
@Produces({MediaType.APPLICATION_JSON, Table.CSV, Table.XLSX})
@Tag(name = "Progress", description = "How far areas are, who their people are, who pays, and what to expect")
class ProgressResource {
    /** The one that is sent to who takes any comes first. */
    private static final List<MediaType> FORMS =
            List.of(MediaType.APPLICATION_JSON_TYPE, MediaType.valueOf(Table.CSV), MediaType.valueOf(Table.XLSX));

    static final String PROVINCE = "16";

    static final String PUBLIC =
            "For the public: leaves out everything from which a number of 1 to 4 people could be learned. "
                    + "Always true for the role `public-figures`.";

    private final ProgressReader reader;
    private final HeadlineStream stream;
    private final Streams streams;
    private final Audience audience;

    ProgressResource(ProgressReader reader, HeadlineStream stream, Streams streams, Audience audience) {
        this.reader = reader;
        this.stream = stream;
        this.streams = streams;
        this.audience = audience;
    }

    @GET
    @Operation(operationId = "getProgress", summary = "Get how far an area is", description = """
                    With the goal if the area has one; with the figures of the register for any area. `covered` is (baseline - \
                    carriedOver) + register.covered.""")
    @APIResponse(
            responseCode = "200",
            description = "The figures, and as of which moment",
            content =
                    @Content(
                            schema = @Schema(implementation = Headline.class),
                            examples = {
                                @ExampleObject(name = "An area with a goal", value = HEADLINE),
                                @ExampleObject(name = "An area without a goal", value = WITHOUT_GOAL)
                            }))
    @APIResponse(responseCode = "304", description = "The caller has the figures of this moment (`If-None-Match`)")
    public Response headline(
            @QueryParam("within")
                    @DefaultValue(PROVINCE)
                    @Parameter(description = "Code of the area, of any level", example = "16.01")
                    AreaCode within,
            @QueryParam("public") @DefaultValue("false") @Parameter(description = PUBLIC) boolean forPublic,
            @Context HttpHeaders headers) {
        var told = audience.isPublic(forPublic) ? reader.publicHeadline(within.text()) : reader.headline(within.text());
        return tagged(told.orElseThrow(ProgressResource::unknownArea), headers);
    }

    @GET
    @Path("/areas")
    @WaitsForRebuild
    @Operation(operationId = "listProgress", summary = "List how far the parts of an area are", description = """
                    All areas of one level within an area, also those where nobody is enrolled. All pages of an answer have the \
                    same position, so the register figures add up to those of `within`. Areas without a goal have no gap and no \
                    percentage, and come last when sorted by them. `having` lists only villages: `none` the open ones with \
                    nobody in the register, `no-budget` the desa that set aside nothing of this year's ADD for social security. \
                    The public gets the list in the order of codes, without `having`.""")
    @APIResponse(
            responseCode = "200",
            description = "A page of the list",
            content =
                    @Content(
                            schema = @Schema(implementation = ProgressList.class),
                            examples = @ExampleObject(name = "The districts of a regency", value = LIST)))
    @APIResponse(responseCode = "403", description = "Not in this form for the public")
    @APIResponse(responseCode = "304", description = "The caller has the figures of this moment (`If-None-Match`)")
    public Response list(
            @QueryParam("within")
                    @DefaultValue(PROVINCE)
                    @Parameter(description = "Code of the area whose parts are wanted", example = "16.01")
                    AreaCode within,
            @QueryParam("level")
                    @Parameter(
                            required = true,
                            description =
                                    "Level of the parts; below that of the area. Cities stand with the regencies, "
                                            + "desa and kelurahan are villages.")
                    @Nullable
                    Level level,
            @QueryParam("sort")
                    @DefaultValue("code")
                    @Parameter(description = "`covered` counts the register; `growth` covers the last 30 days.")
                    AreaOrder.By sort,
            @QueryParam("order") @Parameter(description = "By default codes ascend and figures descend.") @Nullable
                    Order order,
            @QueryParam("having") @Nullable Having having,
            @QueryParam("public") @DefaultValue("false") @Parameter(description = PUBLIC) boolean forPublic,
            @QueryParam("cursor") @Nullable String cursor,
            @QueryParam("limit")
                    @DefaultValue(PageRequest.DEFAULT_LIMIT)
                    @Range(least = 1, most = PageRequest.MAX_LIMIT)
                    int limit,
            @Context HttpHeaders headers) {
        var wanted = below(Level.of(within.text()), level);
        var descending = order == null ? sort != AreaOrder.By.CODE : order == Order.DESCENDING;
        if (having != null && wanted != Level.VILLAGE) {
            throw ProblemException.parameters(Finding.at("having", "having-lists-villages"));
        }
        var forAll = !audience.isPublic(forPublic);
        if (!forAll && (sort != AreaOrder.By.CODE || having != null)) {
            // An area's place in such a list, or its mere presence, would tell the withheld number.
            throw Audience.refused();
        }
        var areaOrder = new AreaOrder(sort, descending);
        var page = PageRequest.of(cursor, limit, within, wanted, areaOrder, having, forAll)
                .keyed(AreaOrder.KEY);
        var told = reader.children(within.text(), wanted, areaOrder, having, page.after(), page.limit(), !forAll)
                .orElseThrow(ProgressResource::unknownArea);
        var children = told.answer();
        var next = children.more()
                ? page.cursorAfter(areaOrder.keyOf(children.items().getLast()))
                : null;
        var list = new ProgressList(children.parent(), wanted.label(), children.items(), next, children.asOf());
        return tagged(new Told<>(list, told.tag()), headers);
    }

    @GET
    @Path("/stream")
    @Blocking
    @Produces(MediaType.SERVER_SENT_EVENTS)
    @RestStreamElementType(MediaType.TEXT_PLAIN)
    @ResponseHeader(name = "X-Accel-Buffering", value = "no")
    @Operation(operationId = "streamProgress", summary = "Follow how far an area is, as it moves", description = """
                    Server-sent events named `headline`: one at once, then one whenever the figures change, at most five a \
                    second. An event also comes when the figures become late (`asOf.lagSeconds` passes 5, 10, 20, … seconds), \
                    when they are in time again, and when a new day begins in Jakarta. The data is the same JSON as that of \
                    `getProgress`; the id begins with the position. A comment every 15 seconds shows that the connection is \
                    alive. After a break connect again with `Last-Event-ID`, as browsers do: the first event is the latest \
                    state, or the next one if the id is that of the latest state. Any other value is ignored.""")
    @APIResponse(
            responseCode = "200",
            description = "The stream; it does not end by itself",
            content =
                    @Content(
                            mediaType = MediaType.SERVER_SENT_EVENTS,
                            schema = @Schema(implementation = String.class),
                            examples = @ExampleObject(name = "One event", value = EVENT)))
    @APIResponse(
            responseCode = "429",
            description = "The caller has too many open streams; try again after `Retry-After` seconds")
    public Multi<OutboundSseEvent> stream(
            @QueryParam("within")
                    @DefaultValue(PROVINCE)
                    @Parameter(description = "Code of the area, of any level", example = "16.01")
                    AreaCode within,
            @HeaderParam(HttpHeaders.LAST_EVENT_ID_HEADER)
                    @Parameter(description = "The id of the last event that the caller has", example = "2000-5bd1e995")
                    @Nullable
                    String lastEventId) {
        var first =
                reader.marked(List.of(within.text())).stream().findFirst().orElseThrow(ProgressResource::unknownArea);
        return streams.begin(stream.from(first, lastEventId, streams.until()));
    }

    /**
     * The figures with the tag of their moment, or 304 if the caller holds those of this moment. The tag is weak: how late the figures
     * are can differ between two answers of the same moment.
     */
    static Response tagged(Told<?> told, HttpHeaders headers) {
        return (IfNoneMatch.holds(headers, told.tag())
                        ? Response.notModified()
                        : Response.ok(told.answer(), form(headers)))
                .tag(new EntityTag(told.tag(), true))
                .build();
    }

    /** Chosen here: left to the platform, an answer of several forms to {@code application/*} would be the record's text. */
    private static MediaType form(HttpHeaders headers) {
        return headers.getAcceptableMediaTypes().stream()
                .flatMap(wanted -> FORMS.stream().filter(wanted::isCompatible))
                .findFirst()
                .orElse(MediaType.APPLICATION_JSON_TYPE);
    }

    static ProblemException unknownArea() {
        return ProblemException.parameters(Finding.at("within", "area-unknown"));
    }

    private static Level below(Level own, @Nullable Level wanted) {
        if (wanted == null || wanted.compareTo(own) <= 0) {
            var possible = Arrays.stream(Level.values())
                    .filter(level -> level.compareTo(own) > 0)
                    .map(Level::label)
                    .collect(Collectors.joining(", "));
            throw ProblemException.parameters(Finding.at("level", "level-not-below", possible));
        }
        return wanted;
    }

    private static final String HEADLINE = """
            {"area":{"code":"16","name":"Sumatera Selatan"},
             "goal":{"target":1485000,"baseline":1100000,"statedOn":"2024-04-29","dueOn":"2025-12-31","overdue":true,
                     "source":"Planning news of BPJS Ketenagakerjaan's South Sumatra regional office, dateline Palembang 29 April 2024"},
             "covered":1102000,"remaining":383000,"percentOfGoal":74.21,
             "coverage":{"workforce":3002426,"derived":true,"percent":36.70},
             "register":{"covered":2000,"carriedOver":0,"byStatus":{"ACTIVE":2000}},
             "asOf":{"position":2000,"at":"2026-11-22T01:23:45Z","lagSeconds":0.2,"parked":0,
                     "reconciledAt":"2026-11-22T01:00:00Z","matched":true,"waitingFor":null}}""";

    private static final String WITHOUT_GOAL = """
            {"area":{"code":"16.01","name":"Kabupaten Ogan Komering Ulu"},
             "register":{"covered":118,"carriedOver":0,"byStatus":{"ACTIVE":118}},
             "asOf":{"position":2000,"at":"2026-11-22T01:23:45Z","lagSeconds":0.2,"parked":0,
                     "reconciledAt":"2026-11-22T01:00:00Z","matched":true,"waitingFor":null}}""";

    private static final String LIST = """
            {"within":{"area":{"code":"16.01","name":"Kabupaten Ogan Komering Ulu"},
                       "register":{"covered":118,"carriedOver":0,"byStatus":{"ACTIVE":118}}},
             "level":"district",
             "items":[{"area":{"code":"16.01.07","name":"Sosoh Buay Rayap"},
                       "register":{"covered":118,"carriedOver":0,"byStatus":{"ACTIVE":118}}},
                      {"area":{"code":"16.01.08","name":"Pengandonan"},
                       "register":{"covered":0,"carriedOver":0,"byStatus":{}}}],
             "next":"MTYuMDEuMDg",
             "asOf":{"position":2000,"at":"2026-11-22T01:23:45Z","lagSeconds":0.2,"parked":0,
                     "reconciledAt":"2026-11-22T01:00:00Z","matched":true,"waitingFor":null}}""";

    private static final String EVENT = """
            event: headline
            id: 2000-5bd1e995
            retry: 2000
            data: {"area":{"code":"16","name":"Sumatera Selatan"},"covered":1102000,"...":"as getProgress"}
            """;
}
