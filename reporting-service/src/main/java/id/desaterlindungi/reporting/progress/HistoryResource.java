package id.desaterlindungi.reporting.progress;

import static id.desaterlindungi.reporting.progress.ProgressResource.PROVINCE;

import id.desaterlindungi.reporting.http.WaitsForRebuild;
import id.desaterlindungi.reporting.http.parameter.AreaCode;
import id.desaterlindungi.reporting.http.table.Table;
import id.desaterlindungi.reporting.problem.Finding;
import id.desaterlindungi.reporting.problem.ProblemException;
import id.desaterlindungi.reporting.progress.snapshot.Snapshots;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.ExampleObject;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

@Path("/v1/progress/history")
@Produces({MediaType.APPLICATION_JSON, Table.CSV, Table.XLSX})
@Tag(name = "Progress")
class HistoryResource {
    /** Enough for three years of days, twenty years of weeks or a century of months. */
    private static final int MOST_STEPS = 1_200;

    private final HistoryReader reader;

    HistoryResource(HistoryReader reader) {
        this.reader = reader;
    }

    @GET
    @WaitsForRebuild
    @Operation(operationId = "getHistory", summary = "Get how an area's figures grew", description = """
                    How many people were covered at the end of each interval, and what happened in it, by business days in \
                    Asia/Jakarta. The answer is true as of `asOf.position`: what is reported later for an earlier day changes \
                    that day. A transfer shows only if it crosses the border of the area. Not for the public.""")
    @APIResponse(
            responseCode = "200",
            description = "The history, and as of which moment",
            content =
                    @Content(
                            schema = @Schema(implementation = History.class),
                            examples = @ExampleObject(name = "Two months of a regency", value = EXAMPLE)))
    @APIResponse(responseCode = "304", description = "The caller has the figures of this moment (`If-None-Match`)")
    public Response history(
            @QueryParam("within")
                    @DefaultValue(PROVINCE)
                    @Parameter(description = "Code of the area, of any level", example = "16.01")
                    AreaCode within,
            @QueryParam("from")
                    @Parameter(description = "First day; a year before the last day if absent", example = "2026-01-01")
                    @Nullable
                    LocalDate first,
            @QueryParam("to") @Parameter(description = "Last day; today if absent", example = "2026-11-22") @Nullable
                    LocalDate last,
            @QueryParam("interval") @DefaultValue("month") Interval interval,
            @Context HttpHeaders headers) {
        LocalDate end = last == null ? LocalDate.now(Snapshots.JAKARTA) : last;
        if (first != null && first.isAfter(end)) {
            throw ProblemException.parameters(Finding.at("from", "range-backwards"));
        }
        if (first != null && steps(first, end, interval) > MOST_STEPS) {
            throw ProblemException.parameters(Finding.at("from", "range-too-long", MOST_STEPS));
        }
        return ProgressResource.tagged(
                reader.history(within.text(), first, last, interval).orElseThrow(ProgressResource::unknownArea),
                headers);
    }

    private static long steps(LocalDate first, LocalDate last, Interval interval) {
        return switch (interval) {
            case DAY -> ChronoUnit.DAYS.between(first, last);
            case WEEK -> ChronoUnit.WEEKS.between(first, last);
            case MONTH -> ChronoUnit.MONTHS.between(first, last);
        };
    }

    private static final String EXAMPLE = """
            {"area":{"code":"16.01","name":"Kabupaten Ogan Komering Ulu"},"interval":"month",
             "steps":[{"from":"2026-10-01","to":"2026-10-31","registerCovered":100,
                       "net":{"covered":100,"carriedOver":0},"flows":{"ENROLLED":{"people":100,"covered":100}}},
                      {"from":"2026-11-01","to":"2026-11-22","registerCovered":118,
                       "net":{"covered":18,"carriedOver":0},
                       "flows":{"ENROLLED":{"people":20,"covered":20},"ENDED":{"people":2,"covered":-2}}}],
             "later":{"covered":0,"carriedOver":0},
             "asOf":{"position":2000,"at":"2026-11-22T01:23:45Z","lagSeconds":0.2,"parked":0,
                     "reconciledAt":"2026-11-22T01:00:00Z","matched":true,"waitingFor":null}}""";
}
