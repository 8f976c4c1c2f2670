package id.desaterlindungi.enrollment.village;

import id.desaterlindungi.enrollment.http.Change;
import id.desaterlindungi.enrollment.http.Fields;
import id.desaterlindungi.enrollment.http.IfMatch;
import id.desaterlindungi.enrollment.http.Page;
import id.desaterlindungi.enrollment.http.PageRequest;
import id.desaterlindungi.enrollment.http.Versioned;
import id.desaterlindungi.enrollment.http.parameter.Range;
import id.desaterlindungi.enrollment.problem.Finding;
import id.desaterlindungi.enrollment.problem.ProblemException;
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
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

@Path("/v1/villages")
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.APPLICATION_JSON)
@Tag(name = "Villages")
class BudgetResource {
    /** The village allocation and Dana Desa begin with the village law of 2014. */
    private static final int FIRST_YEAR = 2015;

    private static final int LAST_YEAR = 2100;

    private final VillageBudgets budgets;
    private final Villages villages;
    private final Change change;

    BudgetResource(VillageBudgets budgets, Villages villages, Change change) {
        this.budgets = budgets;
        this.villages = villages;
        this.change = change;
    }

    @GET
    @Path("/{code}/budgets")
    @Operation(operationId = "listVillageBudgets", summary = "List a village's budgets, by year")
    public Page<BudgetView> list(
            @PathParam("code") @Parameter(example = "16.01.07.2001") String code,
            @QueryParam("cursor") @Nullable String cursor,
            @QueryParam("limit")
                    @DefaultValue(PageRequest.DEFAULT_LIMIT)
                    @Range(least = 1, most = PageRequest.MAX_LIMIT)
                    int limit) {
        var page = PageRequest.of(cursor, limit, code).keyed(PageRequest.NUMBER);
        villages.own(code);
        var after = page.after().isEmpty() ? 0 : Integer.parseInt(page.after());
        return Page.of(
                budgets.after(code, after, page.limit() + 1).stream()
                        .map(BudgetView::of)
                        .toList(),
                page,
                budget -> String.valueOf(budget.year()));
    }

    @GET
    @Path("/{code}/budgets/{year}")
    @Operation(operationId = "getVillageBudget", summary = "Get a village's budget of one year")
    @APIResponse(
            responseCode = "200",
            description = "The budget",
            content = @Content(schema = @Schema(implementation = BudgetView.class)))
    public Response get(
            @PathParam("code") @Parameter(example = "16.01.07.2001") String code,
            @PathParam("year")
                    @Parameter(
                            example = "2026",
                            schema = @Schema(type = SchemaType.INTEGER, minimum = "2015", maximum = "2100"))
                    int year) {
        var budget = villages.findOwn(code)
                .flatMap(_ -> budgets.find(code, year))
                .orElseThrow(() -> ProblemException.notFound("budget-not-found"));
        return Versioned.answer(budget.version(), BudgetView.of(budget));
    }

    @PUT
    @Path("/{code}/budgets/{year}")
    @Operation(
            operationId = "putVillageBudget",
            summary = "Set a village's budget of one year",
            description =
                    "Replaces the whole budget, which needs If-Match if there is one. With If-None-Match: * it is set only if there is none yet. Sending the same again changes nothing. Only a regency and who is above it replaces one.")
    @APIResponse(
            responseCode = "200",
            description = "Replaced",
            content = @Content(schema = @Schema(implementation = BudgetView.class)))
    @APIResponse(
            responseCode = "201",
            description = "The first budget of that year",
            content = @Content(schema = @Schema(implementation = BudgetView.class)))
    @APIResponse(responseCode = "412", description = "Somebody else has changed it since, or there is one already")
    @APIResponse(responseCode = "422", description = "Some fields break the rules; see `errors`")
    @APIResponse(responseCode = "428", description = "There is a budget, and If-Match is missing")
    public Response put(
            @PathParam("code") @Parameter(example = "16.01.07.2001") String code,
            @PathParam("year")
                    @Parameter(
                            example = "2026",
                            schema = @Schema(type = SchemaType.INTEGER, minimum = "2015", maximum = "2100"))
                    int year,
            @HeaderParam(IfMatch.HEADER) @Nullable String ifMatch,
            @HeaderParam(HttpHeaders.IF_NONE_MATCH)
                    @Parameter(description = "`*`: only if there is none yet", example = "*")
                    @Nullable
                    String ifNoneMatch,
            @RequestBody(required = true) @Nullable BudgetRequest request) {
        if (year < FIRST_YEAR || year > LAST_YEAR) {
            throw ProblemException.parameters(Finding.at("year", "parameter-out-of-range", FIRST_YEAR, LAST_YEAR));
        }
        return change.answered(() -> {
            var kept = budgets.put(code, year, IfMatch.of(ifMatch), ifNoneMatch, Fields.given(request));
            var answer = kept.isNew()
                    ? Response.status(Response.Status.CREATED)
                            .header(HttpHeaders.LOCATION, "/v1/villages/" + code + "/budgets/" + year)
                    : Response.ok();
            return answer.tag(IfMatch.tag(kept.budget().version()))
                    .entity(BudgetView.of(kept.budget()))
                    .build();
        });
    }
}
