package id.desaterlindungi.reporting.progress;

import static id.desaterlindungi.reporting.progress.ProgressResource.PROVINCE;

import id.desaterlindungi.reporting.http.WaitsForRebuild;
import id.desaterlindungi.reporting.http.parameter.AreaCode;
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

@Path("/v1/progress/forecast")
@Produces({MediaType.APPLICATION_JSON, Table.CSV, Table.XLSX})
@Tag(name = "Progress")
class ForecastResource {
    private final ForecastReader reader;

    ForecastResource(ForecastReader reader) {
        this.reader = reader;
    }

    @GET
    @WaitsForRebuild
    @Operation(operationId = "getForecast", summary = "Forecast when an area reaches its goal", description = """
                    The pace of the last 7, 30 and 90 days, the pace needed until the due date, and the day on which the goal is \
                    reached at the recent pace, with a band. The answer names the method. Not for the public.""")
    @APIResponse(
            responseCode = "200",
            description = "The forecast, and as of which moment",
            content =
                    @Content(
                            schema = @Schema(implementation = Forecast.class),
                            examples = @ExampleObject(name = "The province", value = EXAMPLE)))
    @APIResponse(responseCode = "304", description = "The caller has the figures of this moment (`If-None-Match`)")
    public Response forecast(
            @QueryParam("within")
                    @DefaultValue(PROVINCE)
                    @Parameter(description = "Code of the area, of any level", example = "16.01")
                    AreaCode within,
            @Context HttpHeaders headers) {
        return ProgressResource.tagged(
                reader.forecast(within.text()).orElseThrow(ProgressResource::unknownArea), headers);
    }

    private static final String EXAMPLE = """
            {"area":{"code":"16","name":"Sumatera Selatan"},
             "goal":{"target":1485000,"baseline":1100000,"statedOn":"2024-04-29","dueOn":"2025-12-31","overdue":true,
                     "source":"Planning news of BPJS Ketenagakerjaan's South Sumatra regional office"},
             "covered":1102000,"remaining":383000,
             "paces":[{"days":7,"daysKnown":7,"growth":500,"perDay":71.43},
                      {"days":30,"daysKnown":30,"growth":2000,"perDay":66.67},
                      {"days":90,"daysKnown":30,"growth":2000,"perDay":66.67}],
             "needed":{"dueOn":"2025-12-31","overdue":true},
             "outlook":"DATED",
             "reached":{"on":"2042-08-16","earliest":"2041-02-01","latest":"2044-06-11","weeks":4,"perDay":66.67},
             "method":{"text":"Net growth by whole weeks until yesterday, at most the last 12. …",
                       "source":"Student (1908): The probable error of a mean. Biometrika 6 (1), 1-25"},
             "asOf":{"position":2000,"at":"2026-11-22T01:23:45Z","lagSeconds":0.2,"parked":0,
                     "reconciledAt":"2026-11-22T01:00:00Z","matched":true,"waitingFor":null}}""";
}
