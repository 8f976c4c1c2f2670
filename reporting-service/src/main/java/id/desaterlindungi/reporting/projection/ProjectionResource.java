package id.desaterlindungi.reporting.projection;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import id.desaterlindungi.reporting.http.Change;
import id.desaterlindungi.reporting.http.Page;
import id.desaterlindungi.reporting.http.PageRequest;
import id.desaterlindungi.reporting.http.parameter.Range;
import id.desaterlindungi.reporting.problem.ProblemException;
import id.desaterlindungi.reporting.projection.ProjectionState.Generation;
import id.desaterlindungi.reporting.projection.ProjectionState.ParkedEvent;
import id.desaterlindungi.reporting.projection.ProjectionState.Rebuild;
import io.quarkus.security.identity.SecurityIdentity;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.List;
import java.util.regex.Pattern;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.ExampleObject;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

@Path("/v1/projection")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Projection", description = "What the totals are made from, and whether they are right")
class ProjectionResource {
    private static final Pattern NUMBER = Pattern.compile("[1-9][0-9]{0,17}");
    /** Where a rebuild reads the events. */
    @Schema(name = "RebuildSource")
    enum EventSource {
        @JsonProperty("topic")
        TOPIC,
        @JsonProperty("feed")
        FEED
    }

    private final ProjectionState projection;
    private final Change change;
    private final SecurityIdentity caller;

    ProjectionResource(ProjectionState projection, Change change, SecurityIdentity caller) {
        this.projection = projection;
        this.change = change;
        this.caller = caller;
    }

    @JsonInclude(JsonInclude.Include.NON_NULL)
    @Schema(name = "Projection")
    record Projection(
            @Schema(required = true) List<Generation> generations,

            @Schema(description = "The running rebuild, or else the last one; absent before the first") @Nullable
            Rebuild rebuild,

            @Schema(
                    required = true,
                    description =
                            "What was set aside, in the order of parking: events missing from the live totals until a rebuild, "
                                    + "and records without a usable position, which are not missing")
            List<ParkedEvent> parked,

            @Schema(description = "Continues after the last parked event; absent on the last page") @Nullable
            String next) {}

    @GET
    @Operation(operationId = "getProjection", summary = "Get the state of the totals", description = """
                    How far both generations of the totals are, what could not be counted and why, and how far a rebuild is.""")
    @APIResponse(
            responseCode = "200",
            description = "The state, in one snapshot",
            content =
                    @Content(
                            schema = @Schema(implementation = Projection.class),
                            examples = @ExampleObject(name = "After the first census", value = PROJECTION)))
    public Projection get(
            @QueryParam("cursor") @Nullable String cursor,
            @QueryParam("limit")
                    @DefaultValue(PageRequest.DEFAULT_LIMIT)
                    @Range(least = 1, most = PageRequest.MAX_LIMIT)
                    @Parameter(description = "Parked events")
                    int limit) {
        var page = PageRequest.of(cursor, limit).keyed(NUMBER);
        var after = page.after().isEmpty() ? 0 : Long.parseLong(page.after());
        var state = projection.read(after, page.limit() + 1);
        var parked = Page.of(state.parked(), page, event -> String.valueOf(event.id()));
        return new Projection(state.generations(), state.rebuild().orElse(null), parked.items(), parked.next());
    }

    @POST
    @Path("/rebuild")
    @Operation(operationId = "rebuildProjection", summary = "Fold all events anew", description = """
                    Happens beside the live totals, which go on answering. When the new totals are as far, they replace the old \
                    ones in one transaction. From then on `matched` is null until the next census of the register, within an \
                    hour; `POST /v1/census` of the register takes one at once. For operators. `getProjection` says how far the \
                    rebuild is. A rebuild whose process is killed goes on by itself.""")
    @APIResponse(
            responseCode = "202",
            description = "The rebuild begins",
            content =
                    @Content(
                            schema = @Schema(implementation = Rebuild.class),
                            examples = @ExampleObject(name = "From the topic", value = REBUILD)))
    @APIResponse(responseCode = "409", description = "A rebuild is running")
    public Response rebuild(
            @QueryParam("from")
                    @DefaultValue("topic")
                    @Parameter(description = "What to fold: the topic, or the enrollment service's feed")
                    EventSource from) {
        return change.answered(() -> {
            var requested =
                    projection.request(from.name(), caller.getPrincipal().getName());
            if (!requested.isNew()) {
                throw ProblemException.conflict("rebuild-at-work");
            }
            return Response.accepted(requested.rebuild()).build();
        });
    }

    private static final String REBUILD = """
            {"source":"TOPIC","reason":"REQUESTED","requestedBy":"operator","requestedAt":"2026-11-22T01:30:00Z",
             "position":0,"of":2001}""";

    private static final String PROJECTION = """
            {"generations":[{"generation":0,"state":"LIVE","shape":3,"position":2001,"topicOffset":2001,
                             "eventAt":"2026-11-22T01:00:00Z","foldedAt":"2026-11-22T01:00:01Z",
                             "completeAt":"2026-11-22T01:30:00Z","parked":0,"reconciledAt":"2026-11-22T01:00:00Z",
                             "matched":true},
                            {"generation":1,"state":"EMPTY","shape":0,"position":0,"topicOffset":0,"parked":0}],
             "parked":[]}""";
}
