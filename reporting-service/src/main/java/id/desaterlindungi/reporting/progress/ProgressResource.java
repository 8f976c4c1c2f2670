package id.desaterlindungi.reporting.progress;

import id.desaterlindungi.reporting.area.Level;
import id.desaterlindungi.reporting.http.PageRequest;
import id.desaterlindungi.reporting.problem.Finding;
import id.desaterlindungi.reporting.problem.ProblemException;
import io.smallrye.common.annotation.Blocking;
import io.smallrye.mutiny.Multi;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.sse.OutboundSseEvent;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.ExampleObject;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

@Path("/v1/progress")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Progress")
class ProgressResource {

    private static final String PROVINCE = "16";

    private final ProgressReport report;
    private final HeadlineStream stream;

    ProgressResource(ProgressReport report, HeadlineStream stream) {
        this.report = report;
        this.stream = stream;
    }

    @GET
    @Operation(operationId = "getProgress", summary = "How far an area is", description = """
                    Toward the goal where the area has one; the register's figures for any area. `covered` is (baseline - \
                    carriedOver) + register.covered.""")
    @APIResponse(
            responseCode = "200",
            description = "The figures, and of what moment they are",
            content =
                    @Content(
                            schema = @Schema(implementation = Headline.class),
                            examples = {
                                @ExampleObject(name = "An area with a goal", value = HEADLINE),
                                @ExampleObject(name = "An area without a goal", value = WITHOUT_GOAL)
                            }))
    public Headline headline(
            @QueryParam("within")
                    @DefaultValue(PROVINCE)
                    @Parameter(description = "Code of the area, of any level", example = "16.01")
                    String within) {
        return known(within);
    }

    @GET
    @Path("/areas")
    @Operation(operationId = "listProgress", summary = "How far the parts of an area are", description = """
                    All areas of one level within an area, by code, also those where nobody is enrolled. One answer is of one \
                    position: over all pages of it the register figures add up to those of `within`.""")
    @APIResponse(
            responseCode = "200",
            description = "A page of the list",
            content =
                    @Content(
                            schema = @Schema(implementation = ProgressList.class),
                            examples = @ExampleObject(name = "The districts of a regency", value = LIST)))
    public ProgressList list(
            @QueryParam("within")
                    @DefaultValue(PROVINCE)
                    @Parameter(description = "Code of the area whose parts are wanted", example = "16.01")
                    String within,
            @QueryParam("level")
                    @Parameter(
                            required = true,
                            description =
                                    "Level of the parts; below that of the area. Cities stand with the regencies, "
                                            + "desa and kelurahan are villages.",
                            schema = @Schema(enumeration = {"regency", "district", "village"}))
                    @Nullable
                    String level,
            @QueryParam("cursor") @Parameter(description = "`next` of the page before") @Nullable String cursor,
            @QueryParam("limit")
                    @DefaultValue(PageRequest.DEFAULT_LIMIT)
                    @Parameter(schema = @Schema(type = SchemaType.INTEGER, minimum = "1", maximum = "500"))
                    String limit) {
        Level own = report.levelOf(within).orElseThrow(ProgressResource::unknownArea);
        Level wanted = below(own, level);
        var page = PageRequest.of(cursor, limit, within, wanted).keyed(PageRequest.AREA_CODE);
        var children = report.children(within, wanted, page.after(), page.limit());
        String next = children.more()
                ? page.cursorAfter(children.items().getLast().area().code())
                : null;
        return new ProgressList(children.parent(), wanted.label(), children.items(), next, children.asOf());
    }

    @GET
    @Path("/stream")
    @Blocking
    @Produces(MediaType.SERVER_SENT_EVENTS)
    @Operation(operationId = "streamProgress", summary = "How far an area is, as it moves", description = """
                    Server-sent events named `headline`: one at once, then one whenever the figures have moved, at most five a \
                    second. The data is the same JSON as `getProgress` gives; the id is the position. A comment every 15 seconds \
                    shows that the connection stands. After a break connect again with `Last-Event-ID`, as browsers do: the first event is \
                    the latest state, unless the id is that position, and then the next one. Any other value counts as none.""")
    @APIResponse(
            responseCode = "200",
            description = "The stream; it has no end of its own",
            content =
                    @Content(
                            mediaType = MediaType.SERVER_SENT_EVENTS,
                            schema = @Schema(implementation = String.class),
                            examples = @ExampleObject(name = "One event", value = EVENT)))
    public Multi<OutboundSseEvent> stream(
            @QueryParam("within")
                    @DefaultValue(PROVINCE)
                    @Parameter(description = "Code of the area, of any level", example = "16.01")
                    String within,
            @HeaderParam(HttpHeaders.LAST_EVENT_ID_HEADER)
                    @Parameter(description = "The id of the last event that the caller has", example = "2000")
                    @Nullable
                    String lastEventId) {
        return stream.from(known(within), positionOf(lastEventId));
    }

    private Headline known(String within) {
        return report.headline(within).orElseThrow(ProgressResource::unknownArea);
    }

    private static @Nullable Long positionOf(@Nullable String lastEventId) {
        try {
            return lastEventId == null ? null : Long.valueOf(lastEventId);
        } catch (NumberFormatException e) {
            return null;
        }
    }

    private static ProblemException unknownArea() {
        return ProblemException.badRequest("parameters-refused", Finding.at("within", "area-unknown"));
    }

    private static Level below(Level own, @Nullable String label) {
        List<Level> possible = Arrays.stream(Level.values())
                .filter(level -> level.compareTo(own) > 0)
                .toList();
        return possible.stream()
                .filter(level -> level.label().equals(label))
                .findAny()
                .orElseThrow(() -> ProblemException.badRequest(
                        "parameters-refused",
                        Finding.at(
                                "level",
                                "level-not-below",
                                possible.stream().map(Level::label).collect(Collectors.joining(", ")))));
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
            id: 2000
            retry: 2000
            data: {"area":{"code":"16","name":"Sumatera Selatan"},"covered":1102000,"...":"as getProgress"}
            """;
}
