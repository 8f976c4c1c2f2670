package id.desaterlindungi.e2e.fuzz;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaLocation;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.StreamSupport;

/** What a running service says of itself: its operations, and what their answers look like. */
final class ApiDescription {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String PROBLEM = "#/components/schemas/Problem";

    private final JsonNode whole;
    private final SchemaRegistry registry;
    private final String name;
    private final Map<String, Schema> schemas = new HashMap<>();
    private final List<Operation> operations = new ArrayList<>();

    ApiDescription(URI service, JsonNode whole, String name) {
        this.whole = whole;
        this.name = "urn:" + name;
        closeObjects(whole.path("components").path("schemas"));
        this.registry = SchemaRegistry.withDefaultDialect(
                SpecificationVersion.DRAFT_2020_12, builder -> builder.schemas(Map.of(this.name, whole.toString())));
        whole.path("paths")
                .properties()
                .forEach(path -> path.getValue().properties().stream()
                        .filter(one -> one.getValue().has("operationId"))
                        .forEach(one ->
                                operations.add(operation(service, path.getKey(), path.getValue(), one.getKey()))));
    }

    static ApiDescription of(URI service, String name) {
        var answer = new Wire(service).exchange(Wire.get("/q/openapi?format=json", service));
        if (answer.status() != 200) {
            throw new IllegalStateException("No API description at " + service + ": " + answer.status());
        }
        return new ApiDescription(service, read(answer.text()).orElseThrow(), name);
    }

    List<Operation> operations() {
        return operations;
    }

    /** What a reference within the description names; anything else is itself. */
    JsonNode resolved(JsonNode schema) {
        var at = schema;
        for (var steps = 0; at.has("$ref") && steps < 8; steps++) {
            at = whole.at(at.path("$ref").asText().substring(1));
        }
        return at;
    }

    /** What of the text is not as the operation describes its answer. */
    List<String> faults(Operation operation, int status, String type, String text) {
        var pointer = "#/paths/%s/%s/responses/%d/content/%s/schema"
                .formatted(
                        escaped(operation.path()),
                        operation.method().toLowerCase(java.util.Locale.ROOT),
                        status,
                        escaped(type));
        return faults(pointer, text);
    }

    List<String> faultsOfProblem(String text) {
        return faults(PROBLEM, text);
    }

    private List<String> faults(String pointer, String text) {
        return schemas
                .computeIfAbsent(pointer, one -> registry.getSchema(SchemaLocation.of(name + one)))
                .validate(
                        text,
                        InputFormat.JSON,
                        context -> context.executionConfig(config -> config.formatAssertionsEnabled(true)))
                .stream()
                .map(Object::toString)
                .toList();
    }

    static Optional<JsonNode> read(String text) {
        try {
            return Optional.ofNullable(JSON.readTree(text));
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    static String written(JsonNode json) {
        try {
            return JSON.writeValueAsString(json);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** An answer tells only what is described, though a reader has to bear more. */
    private static void closeObjects(JsonNode node) {
        if (node instanceof ObjectNode object
                && object.path("properties").isObject()
                && !object.has("additionalProperties")) {
            object.put("additionalProperties", false);
        }
        node.forEach(ApiDescription::closeObjects);
    }

    private Operation operation(URI service, String path, JsonNode paths, String method) {
        var described = paths.path(method);
        var parameters = new ArrayList<Operation.Parameter>();
        for (var list : List.of(paths.path("parameters"), described.path("parameters"))) {
            list.forEach(one -> {
                var parameter = resolved(one);
                parameters.add(new Operation.Parameter(
                        parameter.path("name").asText(),
                        parameter.path("in").asText(),
                        parameter.path("required").asBoolean(),
                        resolved(parameter.path("schema")),
                        example(parameter)));
            });
        }
        var bodies = new LinkedHashMap<String, JsonNode>();
        described
                .path("requestBody")
                .path("content")
                .properties()
                .forEach(body ->
                        bodies.put(body.getKey(), resolved(body.getValue().path("schema"))));
        var answers = new LinkedHashMap<Integer, Set<String>>();
        described.path("responses").properties().forEach(answer -> {
            var types = new LinkedHashSet<String>();
            resolved(answer.getValue()).path("content").fieldNames().forEachRemaining(types::add);
            answers.put(Integer.valueOf(answer.getKey()), types);
        });
        var roles = StreamSupport.stream(described.path("security").spliterator(), false)
                .flatMap(one -> StreamSupport.stream(one.path("bearer").spliterator(), false))
                .map(JsonNode::asText)
                .toList();
        return new Operation(
                this,
                service,
                described.path("operationId").asText(),
                method.toUpperCase(java.util.Locale.ROOT),
                path,
                parameters,
                bodies,
                answers,
                roles);
    }

    private static Optional<JsonNode> example(JsonNode parameter) {
        return parameter.has("example")
                ? Optional.of(parameter.path("example"))
                : Optional.of(parameter.path("schema").path("examples").path(0)).filter(one -> !one.isMissingNode());
    }

    private static String escaped(String step) {
        return step.replace("~", "~0").replace("/", "~1").replace("{", "%7B").replace("}", "%7D");
    }
}
