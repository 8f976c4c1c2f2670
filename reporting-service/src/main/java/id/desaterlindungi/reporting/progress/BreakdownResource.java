package id.desaterlindungi.reporting.progress;

import static id.desaterlindungi.reporting.progress.ProgressResource.PROVINCE;
import static id.desaterlindungi.reporting.progress.ProgressResource.PUBLIC;

import id.desaterlindungi.reporting.coverage.FundingSource;
import id.desaterlindungi.reporting.coverage.Occupation;
import id.desaterlindungi.reporting.coverage.Origin;
import id.desaterlindungi.reporting.coverage.Segment;
import id.desaterlindungi.reporting.coverage.Sex;
import id.desaterlindungi.reporting.coverage.Status;
import id.desaterlindungi.reporting.http.Audience;
import id.desaterlindungi.reporting.http.WaitsForRebuild;
import id.desaterlindungi.reporting.http.parameter.AreaCode;
import id.desaterlindungi.reporting.http.parameter.Range;
import id.desaterlindungi.reporting.http.table.Table;
import id.desaterlindungi.reporting.problem.Finding;
import id.desaterlindungi.reporting.problem.ProblemException;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.EnumMap;
import java.util.Map;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.ExampleObject;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

@Path("/v1/progress/breakdown")
@Produces({MediaType.APPLICATION_JSON, Table.CSV, Table.XLSX})
@Tag(name = "Progress")
class BreakdownResource {
    private final BreakdownReader reader;
    private final Audience audience;

    BreakdownResource(BreakdownReader reader, Audience audience) {
        this.reader = reader;
        this.audience = audience;
    }

    @GET
    @WaitsForRebuild
    @Operation(operationId = "getBreakdown", summary = "Break an area's people down by facets", description = """
                    The people of the register by one facet, or by two crossed; any other facet can be a filter. The birth year \
                    can be crossed with and filtered by the status only. The public gets the covered people of the province by \
                    one of `segment`, `occupation`, `fundingSource` and `sex`, without filters: all items, or none if one of \
                    them would be 1 to 4 people.""")
    @APIResponse(
            responseCode = "200",
            description = "The people, and as of which moment",
            content =
                    @Content(
                            schema = @Schema(implementation = Breakdown.class),
                            examples = @ExampleObject(name = "Occupations of active women", value = EXAMPLE)))
    @APIResponse(responseCode = "403", description = "Not in this form for the public")
    @APIResponse(responseCode = "304", description = "The caller has the figures of this moment (`If-None-Match`)")
    public Response breakdown(
            @QueryParam("within")
                    @DefaultValue(PROVINCE)
                    @Parameter(description = "Code of the area, of any level", example = "16.01")
                    AreaCode within,
            @QueryParam("by")
                    @Parameter(
                            required = true,
                            description = "One or two, joined by a comma: status, segment, occupation, fundingSource, "
                                    + "programmes, sex, origin, birthYear.",
                            example = "occupation,sex")
                    @Nullable
                    Facets by,
            @QueryParam("status") @Parameter(example = "ACTIVE") @Nullable Status status,
            @QueryParam("segment") @Parameter(example = "BPU") @Nullable Segment segment,
            @QueryParam("occupation") @Parameter(example = "PETANI") @Nullable Occupation occupation,
            @QueryParam("fundingSource") @Parameter(example = "ADD") @Nullable FundingSource fundingSource,
            @QueryParam("programmes")
                    @Parameter(description = "Exactly these, joined by commas", example = "JKK,JKM")
                    @Nullable
                    Programmes programmes,
            @QueryParam("sex") @Parameter(example = "F") @Nullable Sex sex,
            @QueryParam("origin") @Parameter(example = "NEW") @Nullable Origin origin,
            @QueryParam("birthYear") @Range(least = 1900, most = 2100) @Parameter(example = "1984") @Nullable
                    Integer birthYear,
            @QueryParam("public") @DefaultValue("false") @Parameter(description = PUBLIC) boolean forPublic,
            @Context HttpHeaders headers) {
        if (by == null) {
            throw ProblemException.parameters(Finding.at("by", "code-unknown", Facet.labels()));
        }
        var facets = by.facets();
        var filters = new EnumMap<Facet, String>(Facet.class);
        restrict(filters, Facet.STATUS, status);
        restrict(filters, Facet.SEGMENT, segment);
        restrict(filters, Facet.OCCUPATION, occupation);
        restrict(filters, Facet.FUNDING_SOURCE, fundingSource);
        restrict(filters, Facet.PROGRAMMES, programmes);
        restrict(filters, Facet.SEX, sex);
        restrict(filters, Facet.ORIGIN, origin);
        restrict(filters, Facet.BIRTH_YEAR, birthYear);
        var birthYears = facets.contains(Facet.BIRTH_YEAR) || filters.containsKey(Facet.BIRTH_YEAR);
        var others = facets.stream().anyMatch(BreakdownResource::notWithBirthYears)
                || filters.keySet().stream().anyMatch(BreakdownResource::notWithBirthYears);
        if (birthYears && others) {
            throw ProblemException.parameters(Finding.at("by", "birth-year-with-status"));
        }
        if (audience.isPublic(forPublic)) {
            var provable = within.text().equals(PROVINCE)
                    && facets.size() == 1
                    && Facet.PUBLIC.contains(facets.getFirst())
                    && filters.isEmpty();
            if (!provable) {
                throw Audience.refused();
            }
            return ProgressResource.tagged(reader.publicBreakdown(within.text(), facets.getFirst()), headers);
        }
        return ProgressResource.tagged(
                reader.breakdown(within.text(), facets, filters).orElseThrow(ProgressResource::unknownArea), headers);
    }

    /** In the one spelling that the cells have. */
    private static void restrict(Map<Facet, String> filters, Facet facet, @Nullable Object given) {
        if (given != null) {
            filters.put(facet, given.toString());
        }
    }

    private static boolean notWithBirthYears(Facet facet) {
        return facet != Facet.BIRTH_YEAR && facet != Facet.STATUS;
    }

    private static final String EXAMPLE = """
            {"area":{"code":"16.01","name":"Kabupaten Ogan Komering Ulu"},"by":["occupation"],
             "filters":{"status":"ACTIVE","sex":"F"},
             "items":[{"values":{"occupation":"PEDAGANG"},"people":21,"covered":21},
                      {"values":{"occupation":"PETANI"},"people":40,"covered":40}],
             "total":{"people":61,"covered":61},
             "asOf":{"position":2000,"at":"2026-11-22T01:23:45Z","lagSeconds":0.2,"parked":0,
                     "reconciledAt":"2026-11-22T01:00:00Z","matched":true,"waitingFor":null}}""";
}
