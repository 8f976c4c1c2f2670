package id.desaterlindungi.reporting.goal;

import com.fasterxml.jackson.annotation.JsonInclude;
import id.desaterlindungi.reporting.access.Caller;
import id.desaterlindungi.reporting.area.Areas;
import id.desaterlindungi.reporting.coverage.ProjectionNews;
import id.desaterlindungi.reporting.http.Audience;
import id.desaterlindungi.reporting.http.Change;
import id.desaterlindungi.reporting.http.IfMatch;
import id.desaterlindungi.reporting.http.Page;
import id.desaterlindungi.reporting.http.PageRequest;
import id.desaterlindungi.reporting.http.parameter.Range;
import id.desaterlindungi.reporting.problem.Finding;
import id.desaterlindungi.reporting.problem.ProblemException;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.ExampleObject;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

@Path("/v1/goals")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Goals", description = "The goals that areas have stated, and those that they replaced")
class GoalResource {
    private final Goals goals;
    private final Areas areas;
    private final Change change;
    private final Caller caller;
    private final Audience audience;
    private final ProjectionNews news;

    GoalResource(Goals goals, Areas areas, Change change, Caller caller, Audience audience, ProjectionNews news) {
        this.goals = goals;
        this.areas = areas;
        this.change = change;
        this.caller = caller;
        this.audience = audience;
        this.news = news;
    }

    @JsonInclude(JsonInclude.Include.NON_NULL)
    @Schema(name = "GoalList")
    record GoalList(
            @Schema(required = true) List<GoalView> items,

            @Schema(description = "Continues after the last item; absent on the last page") @Nullable
            String next) {}

    @JsonInclude(JsonInclude.Include.NON_NULL)
    @Schema(name = "GoalHistory")
    record GoalHistory(
            @Schema(required = true) List<Goals.Version> items,

            @Schema(description = "Continues after the last item; absent on the last page") @Nullable
            String next) {}

    @GET
    @Operation(operationId = "listGoals", summary = "List the goal in force of each area, by code")
    @APIResponse(
            responseCode = "200",
            description = "A page of the list",
            content =
                    @Content(
                            schema = @Schema(implementation = GoalList.class),
                            examples =
                                    @ExampleObject(name = "The province alone", value = "{\"items\":[" + GOAL + "]}")))
    public GoalList list(
            @QueryParam("cursor") @Nullable String cursor,
            @QueryParam("limit")
                    @DefaultValue(PageRequest.DEFAULT_LIMIT)
                    @Range(least = 1, most = PageRequest.MAX_LIMIT)
                    int limit) {
        var page = PageRequest.of(cursor, limit, "goals").keyed(PageRequest.AREA_CODE);
        var found = Page.of(
                goals.after(page.after(), page.limit() + 1),
                page,
                goal -> goal.area().code());
        return new GoalList(found.items().stream().map(this::told).toList(), found.next());
    }

    @GET
    @Path("/{areaCode}")
    @Operation(operationId = "getGoal", summary = "Get an area's goal in force", description = """
                    Also says whether the targets of the areas one level below add up to this one, and whether this one and its \
                    neighbors add up to that of the area above.""")
    @APIResponse(
            responseCode = "200",
            description = "The goal; its version is the ETag",
            content =
                    @Content(
                            schema = @Schema(implementation = GoalView.class),
                            examples = @ExampleObject(name = "The province", value = GOAL)))
    @APIResponse(responseCode = "404", description = "There is no such area, or no goal has been stated for it")
    public Response get(@PathParam("areaCode") @Parameter(example = "16") String areaCode) {
        known(areaCode);
        var goal = goals.find(areaCode).orElseThrow(() -> ProblemException.notFound("goal-not-found"));
        return Response.ok(told(goal)).tag(IfMatch.tag(goal.version())).build();
    }

    @PUT
    @Path("/{areaCode}")
    @Consumes(MediaType.APPLICATION_JSON)
    @Operation(operationId = "putGoal", summary = "State an area's goal", description = """
                    Replaces the whole goal in force, which stays in the history; this needs If-Match. With If-None-Match: * it \
                    is stated only if there is none yet. Sending the same again changes nothing. The provincial government and the \
                    branch state the goals of the areas that their tokens are for.""")
    @APIResponse(
            responseCode = "200",
            description = "In force from now on",
            content =
                    @Content(
                            schema = @Schema(implementation = GoalView.class),
                            examples = @ExampleObject(name = "The province", value = GOAL)))
    @APIResponse(
            responseCode = "201",
            description = "The area's first goal",
            content =
                    @Content(
                            schema = @Schema(implementation = GoalView.class),
                            examples = @ExampleObject(name = "The province", value = GOAL)))
    @APIResponse(responseCode = "403", description = "Not for this area")
    @APIResponse(responseCode = "412", description = "Somebody else has stated it anew since, or there is one already")
    @APIResponse(responseCode = "422", description = "Some fields break the rules; see `errors`")
    @APIResponse(responseCode = "428", description = "There is a goal, and If-Match is missing")
    public Response put(
            @PathParam("areaCode") @Parameter(example = "16.01") String areaCode,
            @HeaderParam(IfMatch.HEADER) @Parameter(description = "The ETag last seen", example = "\"1\"") @Nullable
                    String ifMatch,
            @HeaderParam(HttpHeaders.IF_NONE_MATCH)
                    @Parameter(description = "`*`: only if there is none yet", example = "*")
                    @Nullable
                    String ifNoneMatch,
            @RequestBody(
                            required = true,
                            content =
                                    @Content(
                                            schema = @Schema(implementation = GoalRequest.class),
                                            examples = @ExampleObject(name = "A regency", value = REQUEST)))
                    @Nullable
                    GoalRequest request) {
        known(areaCode);
        requireRight(areaCode);
        if (request == null) {
            throw ProblemException.badRequest("body-unreadable", Finding.at("", "body-missing"));
        }
        var goal = request.checked();
        var version = IfMatch.of(ifMatch);
        var answered = change.answered(() -> {
            var stated = goals.state(areaCode, goal, caller.subject(), version, ifNoneMatch);
            var answer = stated.isNew()
                    ? Response.status(Response.Status.CREATED).header(HttpHeaders.LOCATION, "/v1/goals/" + areaCode)
                    : Response.ok();
            return answer.tag(IfMatch.tag(stated.goal().version()))
                    .entity(stated.goal())
                    .build();
        });
        news.changed();
        return answered;
    }

    @GET
    @Path("/{areaCode}/history")
    @Operation(operationId = "listGoalHistory", summary = "List an area's goals, the latest first")
    @APIResponse(
            responseCode = "200",
            description = "A page of the list; empty if no goal has been stated",
            content =
                    @Content(
                            schema = @Schema(implementation = GoalHistory.class),
                            examples = @ExampleObject(name = "The province", value = HISTORY)))
    public GoalHistory history(
            @PathParam("areaCode") @Parameter(example = "16") String areaCode,
            @QueryParam("cursor") @Nullable String cursor,
            @QueryParam("limit")
                    @DefaultValue(PageRequest.DEFAULT_LIMIT)
                    @Range(least = 1, most = PageRequest.MAX_LIMIT)
                    int limit) {
        known(areaCode);
        var page = PageRequest.of(cursor, limit, "history", areaCode).keyed(PageRequest.NUMBER);
        var below = page.after().isEmpty() ? Integer.MAX_VALUE : Integer.parseInt(page.after());
        var found =
                Page.of(goals.history(areaCode, below, page.limit() + 1), page, goal -> String.valueOf(goal.version()));
        var items = audience.isOffice()
                ? found.items()
                : found.items().stream().map(Goals.Version::withoutRecorder).toList();
        return new GoalHistory(items, found.next());
    }

    private GoalView told(GoalView goal) {
        return audience.isOffice() ? goal : goal.withoutRecorder();
    }

    /** Everybody may read goals, so it is no secret whether there is one. */
    private void requireRight(String areaCode) {
        if (!caller.scope().holds(areaCode)) {
            throw ProblemException.of(Response.Status.FORBIDDEN, "goal-of-another-area");
        }
    }

    private void known(String areaCode) {
        if (areas.lineage(areaCode).isEmpty()) {
            throw ProblemException.notFound("area-not-found");
        }
    }

    private static final String GOAL = """
            {"area":{"code":"16","name":"Sumatera Selatan"},"version":1,"target":1485000,"baseline":1100000,\
            "statedOn":"2024-04-29","dueOn":"2025-12-31","workforce":{"people":3002426,"derived":true},\
            "source":"Planning news of BPJS Ketenagakerjaan's South Sumatra regional office","recordedAt":"2026-11-22T01:00:00Z",\
            "parts":{"areaCode":"16","target":1485000,"parts":17,"partsWithGoal":1,"partsTarget":41000,\
            "difference":-1444000}}""";

    private static final String REQUEST = """
            {"target":41000,"baseline":30500,"statedOn":"2026-03-02","dueOn":"2027-12-31",
             "workforce":{"people":83000,"derived":false},"source":"Keputusan Bupati 112/2026"}""";

    private static final String HISTORY = """
            {"items":[{"version":1,"target":1485000,"baseline":1100000,"statedOn":"2024-04-29","dueOn":"2025-12-31",
             "workforce":{"people":3002426,"derived":true},
             "source":"Planning news of BPJS Ketenagakerjaan's South Sumatra regional office",
             "recordedAt":"2026-11-22T01:00:00Z"}]}""";
}
