package id.desaterlindungi.enrollment.audit;

import id.desaterlindungi.enrollment.Json;
import id.desaterlindungi.enrollment.access.Caller;
import id.desaterlindungi.enrollment.audit.AccessRecord.Purpose;
import id.desaterlindungi.enrollment.audit.AccessRecord.Who;
import id.desaterlindungi.enrollment.http.connection.CallerAddress;
import id.desaterlindungi.enrollment.problem.ProblemException;
import io.quarkus.vertx.http.runtime.CurrentVertxRequest;
import jakarta.enterprise.context.RequestScoped;
import java.net.InetAddress;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What the request that is being answered is about. {@link RecordedRequests} begins it and records it in the end; in between the
 * operation says whom it has found. What has to be on record before the answer, the operation writes itself.
 */
@RequestScoped // Of one request alone.
public class Access {
    private static final String UNKNOWN = "unknown";
    private static final String HIDDEN = "*";
    private static final Pattern AREA = Pattern.compile("16(\\.[0-9]{2}(\\.[0-9]{2}(\\.[0-9]{4})?)?)?");

    /** Parameters whose values are codes, days and numbers. Of any other, which people may write a name into, only that it was given. */
    private static final Set<String> SHOWN_PARAMETERS = Set.of(
            "within",
            "status",
            "state",
            "direction",
            "segment",
            "occupation",
            "fundingSource",
            "programme",
            "hasWarnings",
            "coveredUntilBefore",
            "enrolledFrom",
            "enrolledTo",
            "sort",
            "order",
            "limit",
            "by",
            "verdict",
            "rows",
            "after",
            "wait",
            "kind",
            "overdue",
            "from",
            "to",
            "commit");

    /** No code and no day has one. A position may be any number, also one that is somebody's. */
    private static final Pattern LONG_NUMBER = Pattern.compile("[0-9]{9}");

    private final Caller caller;
    private final AccessRecords records;
    private final CurrentVertxRequest http;
    private final CallerAddress addresses;
    private final Json json;
    private final Tellings tellings;

    private final Map<String, String> parameters = new TreeMap<>();
    private final Map<String, String> facets = new TreeMap<>();
    private final Set<UUID> asked = new LinkedHashSet<>();
    private final Set<UUID> found = new LinkedHashSet<>();
    private final Set<UUID> done = new LinkedHashSet<>();
    private String operation = "";
    private boolean shows;
    private @Nullable String area;
    private long listed;
    private int elsewhere;
    private @Nullable Purpose purpose;
    private @Nullable Integer written;
    private @Nullable Long wait;

    Access(
            Caller caller,
            AccessRecords records,
            CurrentVertxRequest http,
            CallerAddress addresses,
            Json json,
            Tellings tellings) {
        this.caller = caller;
        this.records = records;
        this.http = http;
        this.addresses = addresses;
        this.json = json;
        this.tellings = tellings;
    }

    /** @param shows whether it shows people and changes nothing */
    void begin(String operation, boolean shows, Map<String, List<String>> parameters) {
        this.operation = operation;
        this.shows = shows;
        parameters.forEach((name, values) ->
                this.parameters.put(name, isShown(name, values.getFirst()) ? values.getFirst() : HIDDEN));
    }

    private static boolean isShown(String name, String value) {
        return SHOWN_PARAMETERS.contains(name) && !LONG_NUMBER.matcher(value).find();
    }

    /** What the address names, before anybody has looked whether it is there. */
    void asked(UUID participant) {
        asked.add(participant);
    }

    /** What else it is about, such as an import; not what somebody wrote. */
    public void facet(String name, Object value) {
        facets.put(name, value.toString());
    }

    public void within(String areaCode) {
        if (AREA.matcher(areaCode).matches()) {
            area = area == null ? areaCode : AccessRecord.common(List.of(area, areaCode));
        }
    }

    /** Somebody who was found, or made. */
    public void of(UUID participant, String villageCode) {
        found.add(participant);
        within(villageCode);
    }

    /** Somebody of whom the answer of before is given again, wherever that is by now. */
    public void again(UUID participant) {
        of(participant, AccessRecord.common(caller.scope().codes()));
    }

    /** Whoever was found until now is changed for good, whatever the answer will be. */
    public void done() {
        done.addAll(found);
    }

    /** Whoever was found since the last that was done is neither shown nor changed: what was asked of them is refused. */
    public void undone() {
        found.retainAll(done);
    }

    /** People of a list or a file. */
    public void people(long count) {
        listed += count;
    }

    /** That so many of those who were sent are registered outside the caller's areas. */
    public void toldElsewhere(int count) {
        elsewhere += count;
    }

    /** What a whole NIK is shown for. */
    public void purpose(Purpose purpose) {
        this.purpose = purpose;
    }

    /** A refusal that holds until tomorrow: the answer says how long that is. */
    public ProblemException refusedForToday(Tellings.Kind kind) {
        waitForTomorrow();
        return tellings.refusal(kind);
    }

    public void waitForTomorrow() {
        wait = tellings.untilTomorrow().toSeconds() + 1;
    }

    @Nullable
    Long secondsToWait() {
        return wait;
    }

    /** As it is to be kept if the answer has this status. */
    public AccessRecord record(int status) {
        var refused = status >= 400;
        var dealtWith = refused ? done : found;
        var people = refused ? done.size() : listed + found.size();
        return new AccessRecord(
                AccessRecord.newId(),
                AccessRecord.now(),
                new Who(caller.subject(), caller.client(), caller.role().code(), address()),
                operation,
                status,
                area(refused),
                Stream.concat(asked.stream(), dealtWith.stream()).distinct().toList(),
                selection(refused),
                people,
                shows ? people : 0,
                elsewhere,
                purpose);
    }

    /** Writes it now: in the transaction that there is, or in one of its own, which is done when this returns. */
    public void write(int status) {
        records.write(List.of(record(status)));
        isWritten(status);
    }

    /** It was written in another's transaction, for an answer of this status. */
    public void isWritten(int status) {
        written = status;
    }

    boolean isWrittenAs(int status) {
        return written != null && written == status;
    }

    /** The values that a request came with that is refused may be anybody's; so may a name that no parameter has. */
    private @Nullable String selection(boolean refused) {
        var selection = new TreeMap<String, String>(facets);
        parameters.forEach((name, value) -> {
            if (!refused) {
                selection.put(name, value);
            } else if (SHOWN_PARAMETERS.contains(name)) {
                selection.put(name, HIDDEN);
            }
        });
        return selection.isEmpty() ? null : json.write(selection);
    }

    private String area(boolean refused) {
        var within = parameters.getOrDefault("within", "");
        if (area != null) {
            return area;
        }
        return !refused && AREA.matcher(within).matches()
                ? within
                : AccessRecord.common(caller.scope().codes());
    }

    private String address() {
        return Optional.ofNullable(http.getCurrent())
                .flatMap(exchange -> addresses.of(exchange.request()))
                .map(InetAddress::getHostAddress)
                .orElse(UNKNOWN);
    }
}
