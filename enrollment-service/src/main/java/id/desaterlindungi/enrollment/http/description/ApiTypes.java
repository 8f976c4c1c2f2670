package id.desaterlindungi.enrollment.http.description;

import io.smallrye.openapi.api.util.FilterUtil;
import java.math.BigDecimal;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.eclipse.microprofile.openapi.OASFactory;
import org.eclipse.microprofile.openapi.OASFilter;
import org.eclipse.microprofile.openapi.models.OpenAPI;
import org.eclipse.microprofile.openapi.models.media.Schema;
import org.eclipse.microprofile.openapi.models.media.Schema.SchemaType;
import org.eclipse.microprofile.openapi.models.parameters.Parameter;

/**
 * Says of every value in the description which type it has, where annotations leave that open: a generated client knows nothing else
 * of it. Parameters, for one, are taken as text, and so is what stands in {@code @DefaultValue}.
 */
final class ApiTypes implements OASFilter {
    private static final String NAMED = "#/components/schemas/";

    @Override
    public Schema filterSchema(Schema schema) {
        if (schema.getRef() != null) {
            return schema.type(null); // The one that is named has it.
        }
        if (schema.getEnumeration() != null) {
            schema.setType(List.of(
                    SchemaType.STRING)); // The scanner leaves it out, or takes an enumeration for an object too.
        }
        if (schema.getDefaultValue() instanceof String text) {
            schema.setDefaultValue(typed(text, schema));
        }
        if (has(schema, SchemaType.OBJECT)
                && schema.getProperties() == null
                && schema.getAllOf() == null
                && schema.getAdditionalPropertiesSchema() == null) {
            schema.setAdditionalPropertiesBoolean(true);
        }
        return schema;
    }

    /**
     * A property that has the type of a named schema refers to it, and is no copy of it. By a new schema, since the one that stands there
     * may be the named one itself, which would then refer to itself.
     */
    static void refer(Map<String, Schema> named) {
        for (var schema : named.values()) {
            if (schema.getProperties() != null) {
                var properties = new LinkedHashMap<String, Schema>();
                schema.getProperties().forEach((name, property) -> properties.put(name, referring(property, named)));
                schema.setProperties(properties);
            }
        }
    }

    /**
     * A named text or enumeration and its default stand in one schema: generators make a type of their own of two that are joined. A name to which
     * nothing refers any more goes.
     */
    static void join(OpenAPI api) {
        var named = api.getComponents().getSchemas();
        var joined = api.getPaths().getPathItems().values().stream()
                .flatMap(item -> item.getOperations().values().stream())
                .flatMap(operation -> Stream.ofNullable(operation.getParameters()))
                .flatMap(List::stream)
                .flatMap(parameter -> join(parameter, named).stream())
                .collect(Collectors.toSet());
        var used = new HashSet<String>();
        FilterUtil.applyFilter(
                new OASFilter() {
                    @Override
                    public Schema filterSchema(Schema schema) {
                        used.add(String.valueOf(schema.getRef()));
                        return schema;
                    }
                },
                api);
        joined.stream().filter(name -> !used.contains(NAMED + name)).forEach(api.getComponents()::removeSchema);
    }

    private static Optional<String> join(Parameter parameter, Map<String, Schema> named) {
        var parts = parameter.getSchema() == null ? null : parameter.getSchema().getAllOf();
        if (parts == null || parts.size() != 2 || parts.getFirst().getRef() == null) {
            return Optional.empty();
        }
        var name = parts.getFirst().getRef().substring(NAMED.length());
        var type = Objects.requireNonNull(named.get(name));
        parameter.setSchema(OASFactory.createSchema()
                .type(List.of(SchemaType.STRING))
                .enumeration(type.getEnumeration())
                .pattern(type.getPattern())
                .defaultValue(parts.getLast().getDefaultValue()));
        if (parameter.getExample() != null) {
            // The scanner reads a code such as 16.01 as a number, since it does not look behind the name.
            parameter.setExample(parameter.getExample().toString());
        }
        return Optional.of(name);
    }

    private static Schema referring(Schema property, Map<String, Schema> named) {
        if (property.getItems() != null) {
            property.setItems(referring(property.getItems(), named));
        }
        return named.entrySet().stream()
                .filter(other -> isSame(property, other.getValue()))
                .findFirst()
                .map(other -> OASFactory.createSchema()
                        .ref(NAMED + other.getKey())
                        .description(property.getDescription())
                        .examples(property.getExamples())
                        .defaultValue(property.getDefaultValue()))
                .orElse(property);
    }

    /** Two enumerations of the same values are one. */
    private static boolean isSame(Schema one, Schema other) {
        return one == other
                || (one.getEnumeration() != null && one.getEnumeration().equals(other.getEnumeration()));
    }

    private static Object typed(String text, Schema schema) {
        if (has(schema, SchemaType.INTEGER) || has(schema, SchemaType.NUMBER)) {
            return new BigDecimal(text);
        }
        return has(schema, SchemaType.BOOLEAN) ? Boolean.valueOf(text) : text;
    }

    private static boolean has(Schema schema, SchemaType type) {
        return schema.getType() != null && schema.getType().contains(type);
    }
}
