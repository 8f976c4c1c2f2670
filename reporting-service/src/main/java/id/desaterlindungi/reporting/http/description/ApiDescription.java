package id.desaterlindungi.reporting.http.description;

import id.desaterlindungi.reporting.access.Right.Callers;
import id.desaterlindungi.reporting.access.Rights;
import id.desaterlindungi.reporting.http.WaitsForRebuild;
import id.desaterlindungi.reporting.http.table.Table;
import id.desaterlindungi.reporting.problem.Problem;
import io.quarkus.smallrye.openapi.OpenApiFilter;
import io.smallrye.openapi.api.util.FilterUtil;
import java.lang.annotation.Annotation;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.eclipse.microprofile.openapi.OASFactory;
import org.eclipse.microprofile.openapi.OASFilter;
import org.eclipse.microprofile.openapi.models.OpenAPI;
import org.eclipse.microprofile.openapi.models.Operation;
import org.eclipse.microprofile.openapi.models.PathItem;
import org.eclipse.microprofile.openapi.models.media.Schema.SchemaType;
import org.eclipse.microprofile.openapi.models.parameters.Parameter;
import org.eclipse.microprofile.openapi.models.responses.APIResponse;
import org.eclipse.microprofile.openapi.models.security.SecurityScheme;
import org.jboss.jandex.AnnotationTarget.Kind;
import org.jboss.jandex.DotName;
import org.jboss.jandex.IndexView;

/** Adds to every operation the errors that it can answer, and the shape of the parameters that it has, because of what operations share. */
@OpenApiFilter(stages = OpenApiFilter.RunStage.BUILD)
public class ApiDescription implements OASFilter {
    private static final String BEARER = "bearer";
    private static final Map<String, String> ALWAYS = new TreeMap<>(Map.of(
            "400", "A parameter, header or body that cannot be read as described",
            "406", "This form of answer is not available",
            "413", "The body is too large",
            "415", "The body is of another type, or compressed",
            "429",
                    "The caller asks too often, was refused too often, or has too much running; try again after `Retry-After` seconds",
            "500", "The service failed; `incident` names the failure in its log",
            "503", "The database is not available, or the service is full; try again after `Retry-After` seconds"));
    private static final DotName OPERATION =
            DotName.createSimple("org.eclipse.microprofile.openapi.annotations.Operation");
    private static final Map<String, String> WITH_BODY = Map.of("408", "The body came too slowly; nothing was done");

    private final Set<String> waitingForRebuild;

    private final ApiRanges ranges;

    public ApiDescription(IndexView service) {
        this.ranges = new ApiRanges(service);
        this.waitingForRebuild = operations(service, WaitsForRebuild.class);
    }

    /** Ids of those that are annotated so. */
    private static Set<String> operations(IndexView service, Class<? extends Annotation> annotation) {
        return service.getAnnotations(annotation).stream()
                .filter(annotated -> annotated.target().kind() == Kind.METHOD)
                .map(annotated -> annotated
                        .target()
                        .asMethod()
                        .annotation(OPERATION)
                        .value("operationId")
                        .asString())
                .collect(Collectors.toUnmodifiableSet());
    }

    @Override
    public void filterOpenAPI(OpenAPI api) {
        if (api.getPaths() == null || api.getPaths().getPathItems() == null) {
            return;
        }
        api.getComponents()
                .addSecurityScheme(
                        BEARER,
                        OASFactory.createSecurityScheme()
                                .type(SecurityScheme.Type.HTTP)
                                .scheme("bearer")
                                .bearerFormat("JWT"));
        api.setSecurity(List.of(OASFactory.createSecurityRequirement().addScheme(BEARER)));
        var named = api.getComponents().getSchemas();
        ApiTypes.refer(named);
        api.getPaths().getPathItems().forEach((path, item) -> {
            describe(path, item);
            item.getOperations().values().forEach(operation -> new ApiHeaders(operation, named).describe());
        });
        ApiTypes.join(api);
        FilterUtil.applyFilter(new ApiTypes(), api);
    }

    private void describe(String path, PathItem item) {
        for (var operation : item.getOperations().values()) {
            if (operation.getParameters() != null) {
                operation.getParameters().forEach(ApiDescription::describe);
            }
            describeCallers(operation);
            if (waitingForRebuild.contains(operation.getOperationId())) {
                add(
                        operation,
                        "503",
                        "The totals are being rebuilt, or the database is not available; try again after `Retry-After` seconds");
            }
            ranges.describe(operation);
            ALWAYS.forEach((status, text) -> add(operation, status, text));
            if (path.contains("{")) {
                add(operation, "404", "There is nothing with this id or code");
            }
            if (operation.getRequestBody() != null) {
                WITH_BODY.forEach((status, text) -> add(operation, status, text));
            }
            describeFiles(operation);
            operation.getResponses().getAPIResponses().forEach((status, response) -> {
                if (status.startsWith("4") || status.startsWith("5")) {
                    response.setRef(null);
                    response.setContent(problem().getContent());
                }
            });
        }
    }

    /** An operation that {@link Rights} does not name is nobody's, so that there is nothing to describe. */
    private static void describeCallers(Operation operation) {
        var right = Rights.to(operation.getOperationId())
                .orElseThrow(() -> new IllegalStateException("No right to " + operation.getOperationId()));
        switch (right.callers()) {
            case Callers.Everybody() -> {
                operation.setSecurity(List.of());
                return;
            }
            case Callers.AnyToken() -> add(operation, "403", "The areas of the token do not fit its role");
            case Callers.Roles roles -> {
                var own = operation.getResponses().getAPIResponse("403");
                if (own != null) {
                    own.setDescription(own.getDescription() + ". For " + right.told());
                }
                add(
                        operation,
                        "403",
                        "The token is of none of these, or its areas do not fit its role. " + right.told());
                operation.setSecurity(
                        List.of(OASFactory.createSecurityRequirement().addScheme(BEARER, roles.codes())));
            }
        }
        add(operation, "401", "No valid token");
    }

    private static void describe(Parameter parameter) {
        if (parameter.getName().equals("cursor")) {
            parameter.setDescription("`next` of the page before");
        }
    }

    /** The forms for spreadsheet programs that an operation produces beside its JSON. */
    private static void describeFiles(Operation operation) {
        var ok = operation.getResponses().getAPIResponse("200");
        if (ok == null || ok.getContent() == null) {
            return;
        }
        ok.getContent().getMediaTypes().forEach((type, form) -> {
            if (type.equals(Table.CSV) || type.equals(Table.XLSX)) {
                var csv = type.equals(Table.CSV);
                var schema = OASFactory.createSchema().addType(SchemaType.STRING);
                form.setSchema(csv ? schema : schema.format("binary"));
                form.setExamples(Map.of(
                        "file",
                        OASFactory.createExample()
                                .summary(csv ? "For Excel: semicolons, decimal commas" : "A workbook of one sheet")
                                .value(
                                        csv
                                                ? "code;name;…;position;at\n=\"16.01\";Kabupaten Ogan Komering Ulu;…"
                                                : "PK…")));
            }
        });
    }

    private static void add(Operation operation, String status, String text) {
        if (!operation.getResponses().hasAPIResponse(status)) {
            operation
                    .getResponses()
                    .addAPIResponse(status, OASFactory.createAPIResponse().description(text));
        }
    }

    private static APIResponse problem() {
        return OASFactory.createAPIResponse()
                .content(OASFactory.createContent()
                        .addMediaType(
                                Problem.MEDIA_TYPE,
                                OASFactory.createMediaType()
                                        .schema(OASFactory.createSchema().ref("#/components/schemas/Problem"))));
    }
}
