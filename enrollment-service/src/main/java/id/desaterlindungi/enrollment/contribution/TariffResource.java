package id.desaterlindungi.enrollment.contribution;

import id.desaterlindungi.enrollment.BusinessClock;
import id.desaterlindungi.enrollment.http.Cacheable;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.time.Clock;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZonedDateTime;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

@Path("/v1/reference/tariffs")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Reference")
class TariffResource {
    private static final Duration LONGEST = Duration.ofHours(1);

    private final Tariffs tariffs;
    private final Cacheable cacheable;
    private final Clock clock;

    TariffResource(Tariffs tariffs, Cacheable cacheable, Clock clock) {
        this.tariffs = tariffs;
        this.cacheable = cacheable;
        this.clock = clock;
    }

    @GET
    @Operation(
            operationId = "listTariffs",
            summary = "List the tariffs that are valid on a day",
            description =
                    "By id. Regular rows and reliefs stand side by side; a quote says which of them it was reckoned "
                            + "with. Where a segment has no row for a programme, no figure for it is known.")
    @APIResponse(
            responseCode = "200",
            description = "All of them, with an `ETag`",
            content = @Content(schema = @Schema(implementation = Tariff.Listing.class)))
    @APIResponse(responseCode = "304", description = "The caller has the present version (`If-None-Match`)")
    public Response list(
            @QueryParam("on")
                    @Parameter(
                            description = "Business date in Asia/Jakarta; today if absent",
                            schema = @Schema(type = SchemaType.STRING, format = "date", examples = "2026-11-22"))
                    @Nullable
                    LocalDate on,
            @Context HttpHeaders headers) {
        var now = ZonedDateTime.now(clock.withZone(BusinessClock.JAKARTA));
        var day = on == null ? now.toLocalDate() : on;
        var answer = new Tariff.Listing(day, tariffs.within(day, day.plusDays(1)));
        return cacheable.answer(answer, on == null ? untilTomorrow(now) : LONGEST, headers);
    }

    /** Caches may keep today's tariffs until midnight at the latest. */
    private static Duration untilTomorrow(ZonedDateTime now) {
        var left = Duration.between(now, now.toLocalDate().plusDays(1).atStartOfDay(BusinessClock.JAKARTA));
        return left.compareTo(LONGEST) < 0 ? left : LONGEST;
    }
}
