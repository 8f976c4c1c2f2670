package id.desaterlindungi.reporting.projection;

import com.fasterxml.jackson.annotation.JsonInclude;
import id.desaterlindungi.reporting.http.Page;
import id.desaterlindungi.reporting.http.PageRequest;
import id.desaterlindungi.reporting.http.parameter.Range;
import id.desaterlindungi.reporting.problem.ProblemException;
import id.desaterlindungi.reporting.projection.Reconciliations.Difference;
import id.desaterlindungi.reporting.projection.Reconciliations.Reconciliation;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import java.util.List;
import java.util.regex.Pattern;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.ExampleObject;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

@Path("/v1/reconciliations")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Projection")
class ReconciliationResource {
    private static final Pattern POSITION = Pattern.compile("[1-9][0-9]{0,17}");

    private final Reconciliations reconciliations;

    ReconciliationResource(Reconciliations reconciliations) {
        this.reconciliations = reconciliations;
    }

    @JsonInclude(JsonInclude.Include.NON_NULL)
    @Schema(name = "ReconciliationList")
    record ReconciliationList(
            @Schema(required = true) List<Reconciliation> items,

            @Schema(description = "Continues after the last item; absent on the last page") @Nullable
            String next) {}

    @Schema(name = "ReconciliationDetail")
    record ReconciliationDetail(
            @Schema(required = true) Reconciliation reconciliation,

            @Schema(required = true, description = "By area, table and status; the first thousand")
            List<Difference> differences) {}

    @GET
    @Operation(
            operationId = "listReconciliations",
            summary = "List whether the totals were right, the latest first",
            description = """
                    About once an hour the register counts itself and appends the counts to its events. When the totals reach \
                    that position, each of their numbers is compared with these counts.""")
    @APIResponse(
            responseCode = "200",
            description = "A page of the list",
            content =
                    @Content(
                            schema = @Schema(implementation = ReconciliationList.class),
                            examples =
                                    @ExampleObject(name = "A match", value = "{\"items\":[" + RECONCILIATION + "]}")))
    public ReconciliationList list(
            @QueryParam("cursor") @Nullable String cursor,
            @QueryParam("limit")
                    @DefaultValue(PageRequest.DEFAULT_LIMIT)
                    @Range(least = 1, most = PageRequest.MAX_LIMIT)
                    int limit) {
        var page = PageRequest.of(cursor, limit).keyed(POSITION);
        var before = page.after().isEmpty() ? Long.MAX_VALUE : Long.parseLong(page.after());
        var found =
                Page.of(reconciliations.latest(before, page.limit() + 1), page, one -> String.valueOf(one.position()));
        return new ReconciliationList(found.items(), found.next());
    }

    @GET
    @Path("/{position}")
    @Operation(operationId = "getReconciliation", summary = "Get what differed at one census")
    @APIResponse(
            responseCode = "200",
            description = "The comparison and its differences",
            content =
                    @Content(
                            schema = @Schema(implementation = ReconciliationDetail.class),
                            examples =
                                    @ExampleObject(
                                            name = "A match",
                                            value = "{\"reconciliation\":" + RECONCILIATION + ",\"differences\":[]}")))
    public ReconciliationDetail get(
            @PathParam("position")
                    @Parameter(
                            description = "Position of the census",
                            example = "2001",
                            schema = @Schema(type = SchemaType.INTEGER, format = "int64", minimum = "1"))
                    String position) {
        if (!POSITION.matcher(position).matches()) {
            throw ProblemException.notFound("reconciliation-not-found");
        }
        var at = Long.parseLong(position);
        var found = reconciliations.at(at).orElseThrow(() -> ProblemException.notFound("reconciliation-not-found"));
        return new ReconciliationDetail(found, reconciliations.differences(at));
    }

    private static final String RECONCILIATION = """
            {"position":2001,"censusId":"0199f3a2-6c1e-7b40-8d5e-3f2a1b0c9d8e","takenAt":"2026-11-22T01:00:00Z",
             "comparedAt":"2026-11-22T01:00:01Z","matched":true,"people":2000,"parked":0,"differences":0,"villages":0}""";
}
