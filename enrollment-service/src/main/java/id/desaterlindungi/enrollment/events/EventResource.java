package id.desaterlindungi.enrollment.events;

import id.desaterlindungi.enrollment.events.EventLog.LoggedEvent;
import id.desaterlindungi.enrollment.http.PageRequest;
import id.desaterlindungi.enrollment.http.parameter.Range;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import java.time.Duration;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

@Path("/v1/events")
@Tag(
        name = "Events",
        description = "Everything that happened, in order; the contract that describes it; the register's census")
class EventResource {
    private static final int LONGEST_WAIT = 30;

    private final EventLog log;
    private final EventSettings settings;

    EventResource(EventLog log, EventSettings settings) {
        this.log = log;
        this.settings = settings;
    }

    @GET
    @Produces(LoggedEvent.BATCH_MEDIA_TYPE)
    @RunOnVirtualThread // A caller may wait here for half a minute; that should not hold one of a few threads.
    @Operation(
            operationId = "listEvents",
            summary = "List the events after a position, in order",
            description =
                    "The same events that stand on the topic, as a CloudEvents JSON batch. Go on with the `sequence` of the "
                            + "last one until an answer is empty: a page of large events may be shorter than its limit. With "
                            + "`wait` an empty answer waits until there is an event or the time is up.")
    public List<LoggedEvent> list(
            @QueryParam("after")
                    @DefaultValue("0")
                    @Range(least = 0, most = Long.MAX_VALUE)
                    @Parameter(description = "The last position that the caller has")
                    long after,
            @QueryParam("limit")
                    @DefaultValue(PageRequest.DEFAULT_LIMIT)
                    @Range(least = 1, most = PageRequest.MAX_LIMIT)
                    int limit,
            @QueryParam("wait")
                    @DefaultValue("0")
                    @Range(least = 0, most = LONGEST_WAIT)
                    @Parameter(description = "Seconds")
                    int wait)
            throws InterruptedException {
        var deadline = System.nanoTime() + Duration.ofSeconds(wait).toNanos();
        while (true) {
            var seen = log.grown().now();
            var events = log.after(after, limit);
            var left = Duration.ofNanos(deadline - System.nanoTime());
            if (!events.isEmpty() || !left.isPositive()) {
                return events;
            }
            log.grown().await(seen, left.compareTo(settings.idle()) < 0 ? left : settings.idle());
        }
    }
}
