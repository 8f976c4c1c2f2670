package id.desaterlindungi.reporting.progress;

import static id.desaterlindungi.reporting.progress.ProgressResource.PROVINCE;

import id.desaterlindungi.reporting.http.WaitsForRebuild;
import id.desaterlindungi.reporting.http.parameter.AreaCode;
import id.desaterlindungi.reporting.http.parameter.Range;
import id.desaterlindungi.reporting.http.table.Table;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.ExampleObject;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

@Path("/v1/progress/funding")
@Produces({MediaType.APPLICATION_JSON, Table.CSV, Table.XLSX})
@Tag(name = "Progress")
class FundingResource {
    private static final String MONTHLY = "" + Funding.LEAST_MONTHLY;

    private final FundingReader reader;

    FundingResource(FundingReader reader) {
        this.reader = reader;
    }

    @GET
    @WaitsForRebuild
    @Operation(operationId = "getFunding", summary = "Get who pays, and what villages set aside", description = """
                    The people of the register by payer; the year's village budgets of the area and of each area one level below \
                    it; and what it would cost and bring if each open desa paid for more workers. Not for the public.""")
    @APIResponse(
            responseCode = "200",
            description = "The figures, and as of which moment",
            content =
                    @Content(
                            schema = @Schema(implementation = Funding.class),
                            examples = @ExampleObject(name = "A village, and 50 workers more", value = EXAMPLE)))
    @APIResponse(responseCode = "304", description = "The caller has the figures of this moment (`If-None-Match`)")
    public Response funding(
            @QueryParam("within")
                    @DefaultValue(PROVINCE)
                    @Parameter(description = "Code of the area, of any level", example = "16.01")
                    AreaCode within,
            @QueryParam("year")
                    @Range(least = 2015, most = 2100)
                    @Parameter(description = "Year of the budgets; this year if absent", example = "2026")
                    @Nullable
                    Integer year,
            @QueryParam("extraWorkersPerVillage")
                    @Range(least = 1, most = 100_000)
                    @Parameter(description = "Adds what these workers would cost and bring", example = "50")
                    @Nullable
                    Long extraWorkersPerVillage,
            @QueryParam("monthly")
                    @DefaultValue(MONTHLY)
                    @Range(least = 1, most = 10_000_000)
                    @Parameter(description = "Contribution for one worker, in rupiah a month")
                    long monthly,
            @Context HttpHeaders headers) {
        return ProgressResource.tagged(
                reader.funding(within.text(), year, monthly, extraWorkersPerVillage)
                        .orElseThrow(ProgressResource::unknownArea),
                headers);
    }

    private static final String EXAMPLE = """
            {"area":{"code":"16.01.07.2001","name":"Negeri Sindang"},"year":2026,"monthly":16800,
             "payers":[{"fundingSource":"ADD","people":120,"covered":118}],
             "budgets":{"desa":1,"desaWithout":0,"addTotal":812500000,"addSocialSecurity":20160000,"addPercent":2.48,
                        "danaDesaSocialSecurity":0,"workers":100,"monthsCovered":12.0},
             "parts":[],
             "whatIf":{"extraWorkersPerVillage":50,"villages":1,"workers":50,"costPerMonth":840000,"costPerYear":10080000},
             "quotation":{"text":"70 percent of ADD is not allocated to social security",
                          "source":"Planning news of BPJS Ketenagakerjaan's South Sumatra regional office, dateline Palembang 29 April 2024"},
             "asOf":{"position":2000,"at":"2026-11-22T01:23:45Z","lagSeconds":0.2,"parked":0,
                     "reconciledAt":"2026-11-22T01:00:00Z","matched":true,"waitingFor":null}}""";
}
