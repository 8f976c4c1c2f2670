package id.desaterlindungi.enrollment.audit;

import id.desaterlindungi.enrollment.problem.Problem;
import id.desaterlindungi.enrollment.problem.ProblemWriter;
import jakarta.annotation.Priority;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Priorities;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerRequestFilter;
import jakarta.ws.rs.container.ContainerResponseContext;
import jakarta.ws.rs.container.ContainerResponseFilter;
import jakarta.ws.rs.container.ResourceInfo;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.ext.Provider;
import java.lang.annotation.Annotation;
import java.lang.reflect.Method;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.jboss.logging.Logger;

/**
 * Leaves one record of each request that may ask for what it asks, unless its operation is named here as being about nobody: a new
 * operation is on record by itself. Reads of the record are too.
 */
@Provider
@Priority(Priorities.AUTHORIZATION + 1) // After AccessCheck: what nobody may ask for shows nobody.
class RecordedRequests implements ContainerRequestFilter, ContainerResponseFilter {
    /** Contract, codes, areas, villages without their people, money, counts of the whole; and how far a list is. */
    static final Set<String> ABOUT_NOBODY = Set.of(
            "getContractFile",
            "listAreas",
            "listSegments",
            "listOccupations",
            "listRegistryOccupations",
            "listProgrammes",
            "listFundingSources",
            "listStatuses",
            "listImportCodes",
            "listTariffs",
            "listVillages",
            "quoteContributions",
            "listVillageBudgets",
            "getVillageBudget",
            "putVillageBudget",
            "takeCensus",
            "listImports",
            "getImport",
            "streamImport");

    private static final Logger LOG = Logger.getLogger(RecordedRequests.class);
    private static final String BEGUN = RecordedRequests.class.getName();
    private static final String SEARCH = "searchParticipant";
    private static final Pattern ID = Pattern.compile("[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}");
    private static final Pattern MADE = Pattern.compile(".*(/v1/participants|/v1/transfer-requests)/(" + ID + ")");

    /** @param what the first step of its address */
    private record Recorded(String operation, boolean reads, String what) {
        static final Recorded NOTHING = new Recorded("", true, "");

        static Recorded of(Method method) {
            var operation = method.getAnnotation(Operation.class);
            if (operation == null || ABOUT_NOBODY.contains(operation.operationId())) {
                return NOTHING;
            }
            var path = method.getDeclaringClass().getAnnotation(Path.class);
            return new Recorded(
                    operation.operationId(),
                    method.isAnnotationPresent(GET.class)
                            || operation.operationId().equals(SEARCH),
                    path == null ? "" : path.value());
        }
    }

    private final Access access;
    private final Recording recording;
    private final ProblemWriter problems;
    private final Map<Method, Recorded> known = new ConcurrentHashMap<>();

    @Context
    @SuppressWarnings("NullAway.Init")
    ResourceInfo resource;

    RecordedRequests(Access access, Recording recording, ProblemWriter problems) {
        this.access = access;
        this.recording = recording;
        this.problems = problems;
    }

    @Override
    public void filter(ContainerRequestContext request) {
        var recorded = known.computeIfAbsent(resource.getResourceMethod(), Recorded::of);
        if (recorded == Recorded.NOTHING) {
            return;
        }
        var address = request.getUriInfo();
        access.begin(recorded.operation, recorded.reads, address.getQueryParameters());
        var parameters = address.getPathParameters();
        var id = parameters.getFirst("id");
        if (id != null && ID.matcher(id).matches()) {
            if (recorded.what.startsWith("/v1/participants")) {
                access.asked(UUID.fromString(id));
            } else if (recorded.what.startsWith("/v1/imports")) {
                access.facet(recorded.what.endsWith("/uploads") ? "upload" : "import", UUID.fromString(id));
            } else if (recorded.what.startsWith("/v1/transfer-requests")) {
                access.facet("transferRequest", UUID.fromString(id));
            }
        }
        if (id != null && ID.matcher(id).matches() && recorded.what.startsWith("/v1/data-subject-requests")) {
            access.facet("request", UUID.fromString(id));
        }
        var code = parameters.getFirst("code");
        if (code != null && recorded.what.startsWith("/v1/villages")) {
            access.within(code);
        }
        request.setProperty(BEGUN, recorded);
    }

    @Override
    public void filter(ContainerRequestContext request, ContainerResponseContext response) {
        if (!(request.getProperty(BEGUN) instanceof Recorded recorded)) {
            return;
        }
        var wait = access.secondsToWait();
        if (wait != null && response.getStatus() == Response.Status.TOO_MANY_REQUESTS.getStatusCode()) {
            response.getHeaders().putSingle(HttpHeaders.RETRY_AFTER, wait);
        }
        if (access.isWrittenAs(response.getStatus())) {
            return;
        }
        var location = response.getHeaderString(HttpHeaders.LOCATION);
        var made = location == null ? null : MADE.matcher(location);
        if (made != null && made.matches()) { // Perhaps by an answer that is given again.
            var id = UUID.fromString(made.group(2));
            if (made.group(1).equals("/v1/participants")) {
                access.again(id);
            } else {
                access.facet("transferRequest", id);
            }
        }
        var record = access.record(response.getStatus());
        if (record.elsewhere() > 0
                || !recorded.reads
                        && (record.people() > 0 || record.status() < Response.Status.BAD_REQUEST.getStatusCode())) {
            recording.queue().keep(record);
            return;
        }
        try {
            recording.queue().add(record);
        } catch (RuntimeException e) {
            LOG.warnf(e, "Access could not be recorded, so that nothing is told operation=%s", recorded.operation);
            refuse(request, response);
        }
    }

    private void refuse(ContainerRequestContext request, ContainerResponseContext response) {
        var problem = problems.write(503, "database-unavailable", request.getHeaderString(HttpHeaders.ACCEPT_LANGUAGE));
        response.getHeaders().clear();
        response.getHeaders().putSingle(HttpHeaders.RETRY_AFTER, 5);
        response.getHeaders().putSingle(HttpHeaders.VARY, HttpHeaders.ACCEPT_LANGUAGE);
        response.getHeaders()
                .putSingle(HttpHeaders.CONTENT_LANGUAGE, problem.language().toLanguageTag());
        response.setStatus(problem.status());
        response.setEntity(problem.body(), new Annotation[0], MediaType.valueOf(Problem.MEDIA_TYPE));
    }
}
