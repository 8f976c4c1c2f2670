package id.desaterlindungi.enrollment.http.description;

import id.desaterlindungi.enrollment.access.Right.Callers;
import id.desaterlindungi.enrollment.access.Rights;
import id.desaterlindungi.enrollment.http.Day;
import id.desaterlindungi.enrollment.http.IfMatch;
import id.desaterlindungi.enrollment.http.MergePatch;
import id.desaterlindungi.enrollment.problem.Problem;
import io.quarkus.smallrye.openapi.OpenApiFilter;
import io.smallrye.openapi.api.util.FilterUtil;
import jakarta.ws.rs.core.HttpHeaders;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.eclipse.microprofile.openapi.OASFactory;
import org.eclipse.microprofile.openapi.OASFilter;
import org.eclipse.microprofile.openapi.models.OpenAPI;
import org.eclipse.microprofile.openapi.models.Operation;
import org.eclipse.microprofile.openapi.models.PathItem;
import org.eclipse.microprofile.openapi.models.media.Schema;
import org.eclipse.microprofile.openapi.models.media.Schema.SchemaType;
import org.eclipse.microprofile.openapi.models.parameters.Parameter;
import org.eclipse.microprofile.openapi.models.responses.APIResponse;
import org.eclipse.microprofile.openapi.models.security.SecurityScheme;
import org.jboss.jandex.IndexView;

/**
 * Adds to every operation who may ask and the errors that it can answer because of what all operations share, and says in one way what
 * annotations leave open, so that generated clients have one type for each enumeration and can send a merge patch.
 */
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
    private static final Map<String, String> WITH_BODY = Map.of("408", "The body came too slowly; nothing was done");

    private final ApiRanges ranges;

    public ApiDescription(IndexView service) {
        this.ranges = new ApiRanges(service);
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
        named.values().stream()
                .flatMap(schema -> Stream.ofNullable(schema.getProperties()))
                .flatMap(properties -> properties.values().stream())
                .forEach(ApiDescription::describeDay);
        api.getPaths().getPathItems().forEach((path, item) -> {
            describe(path, item);
            item.getOperations().values().forEach(operation -> describePatch(operation, named));
            item.getOperations().values().forEach(operation -> new ApiHeaders(operation, named).describe());
        });
        ApiTypes.join(api);
        FilterUtil.applyFilter(new ApiTypes(), api);
    }

    private static void describeDay(Schema property) {
        if ("date".equals(property.getFormat())) {
            var limits = "From " + Day.EARLIEST + " to " + Day.LATEST;
            var own = property.getDescription();
            property.setDescription(own == null ? limits : own + ". " + limits);
        }
    }

    /**
     * A merge patch (RFC 7396) is described as {@code allOf} what it changes: nothing in it is required, absence has no
     * default, and null takes away what the whole may lack. What the patch describes itself stands as it is.
     */
    private static void describePatch(Operation operation, Map<String, Schema> named) {
        var body = operation.getRequestBody() == null
                ? null
                : operation.getRequestBody().getContent();
        if (body == null || !body.hasMediaType(MergePatch.MEDIA_TYPE)) {
            return;
        }
        var patch = referred(body.getMediaType(MergePatch.MEDIA_TYPE).getSchema(), named);
        if (patch.getAllOf() == null) {
            return;
        }
        var properties = new LinkedHashMap<String, Schema>();
        for (var part : patch.getAllOf()) {
            var whole = referred(part, named);
            whole.getProperties().forEach((name, property) -> {
                var optional =
                        whole.getRequired() == null || !whole.getRequired().contains(name);
                properties.put(name, optional ? orNull(property) : property);
            });
        }
        properties.putAll(patch.getProperties());
        patch.setAllOf(null);
        patch.setProperties(properties);
    }

    private static Schema referred(Schema schema, Map<String, Schema> named) {
        var ref = schema.getRef();
        return Objects.requireNonNull(named.get(ref.substring(ref.lastIndexOf('/') + 1)), ref);
    }

    private static Schema orNull(Schema property) {
        var nullable = OASFactory.createSchema();
        nullable.setAll(property.getAll());
        nullable.setDefaultValue(null);
        if (property.getRef() == null) {
            return nullable.addType(SchemaType.NULL);
        }
        return OASFactory.createSchema()
                .description(property.getDescription())
                .examples(property.getExamples())
                .addAnyOf(OASFactory.createSchema().ref(property.getRef()))
                .addAnyOf(OASFactory.createSchema().addType(SchemaType.NULL));
    }

    private void describe(String path, PathItem item) {
        for (var operation : item.getOperations().values()) {
            if (operation.getParameters() != null) {
                operation.getParameters().forEach(ApiDescription::describe);
            }
            ranges.describe(operation);
            ALWAYS.forEach((status, text) -> add(operation, status, text));
            describeCallers(operation);
            describeChange(operation);
            if (path.contains("{")) {
                add(operation, "404", "There is nothing with this id or code");
            }
            if (operation.getRequestBody() != null) {
                WITH_BODY.forEach((status, text) -> add(operation, status, text));
            }
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

    /** A change names the version that it was made for. It must, except where it may also make what is not there yet. */
    private static void describeChange(Operation operation) {
        parameter(operation, IfMatch.HEADER).ifPresent(version -> {
            version.description("The ETag last seen").example("\"1\"");
            if (parameter(operation, HttpHeaders.IF_NONE_MATCH).isEmpty()) {
                version.setRequired(true);
            }
            add(operation, "412", "Changed since it was last seen");
            add(operation, "428", "If-Match is missing");
        });
    }

    private static Optional<Parameter> parameter(Operation operation, String name) {
        return Stream.ofNullable(operation.getParameters())
                .flatMap(List::stream)
                .filter(parameter -> name.equals(parameter.getName()))
                .findFirst();
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
