package id.desaterlindungi.reporting.progress;

import static id.desaterlindungi.reporting.progress.ProgressResource.PROVINCE;

import id.desaterlindungi.reporting.http.NotForPublic;
import id.desaterlindungi.reporting.http.WaitsForRebuild;
import id.desaterlindungi.reporting.http.table.Table;
import id.desaterlindungi.reporting.progress.Snapshots.Snapshot;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import java.time.LocalDate;
import java.util.TreeMap;
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

    private static final int DAYS = 90;

    private final Snapshots snapshots;

    ForecastResource(Snapshots snapshots) {
        this.snapshots = snapshots;
    }

    @GET
    @NotForPublic
    @WaitsForRebuild
    @Operation(operationId = "getForecast", summary = "When an area will be at its goal", description = """
                    The pace of the last 7, 30 and 90 days, the pace needed until the due date, and the day on which the goal is \
                    reached at the pace of late, with a band; how it is found stands in the answer. Not for the public.""")
    @APIResponse(
            responseCode = "200",
            description = "The forecast, and of what moment it is",
            content =
                    @Content(
                            schema = @Schema(implementation = Forecast.class),
                            examples = @ExampleObject(name = "The province", value = EXAMPLE)))
    public Forecast forecast(
            @QueryParam("within")
                    @DefaultValue(PROVINCE)
                    @Parameter(description = "Code of the area, of any level", example = "16.01")
                    String within) {
        return snapshots
                .read(snapshot ->
                        ProgressReport.area(snapshot.requireFlows(), within).map(area -> forecast(snapshot, area)))
                .orElseThrow(ProgressResource::unknownArea);
    }

    private static Forecast forecast(Snapshot snapshot, AreaProgress area) {
        var growth = new TreeMap<LocalDate, Long>();
        snapshot.query("""
                        select day, sum(covered - carried_over) as growth
                          from flow
                         where generation = :generation and area_code = :within and day >= :first
                         group by day
                        """)
                .bind("within", area.area().code())
                .bind("first", snapshot.today().minusDays(DAYS))
                .map((row, _) -> growth.put(row.getObject("day", LocalDate.class), row.getLong("growth")))
                .list();
        // An enrollment can be dated back as far as one likes; what the register did not see is not known by it.
        LocalDate firstDay = snapshot.query("""
                        select greatest(min(day), cast(:first as date))
                          from flow
                         where generation = :generation and area_code = :within
                        having min(day) is not null
                        """)
                .bind("within", area.area().code())
                .bind("first", snapshot.firstDay())
                .mapTo(LocalDate.class)
                .findOne()
                .orElse(null);
        return Forecast.of(area, growth, firstDay, snapshot.today(), snapshot.asOf());
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
