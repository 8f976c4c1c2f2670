package id.desaterlindungi.reporting.coverage.events;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import id.desaterlindungi.local.LocalStack;
import id.desaterlindungi.reporting.RegisterStub;
import id.desaterlindungi.reporting.coverage.events.EventContent.ParticipantChange;
import id.desaterlindungi.reporting.coverage.events.EventContent.Unreadable;
import id.desaterlindungi.reporting.coverage.events.EventContent.VillageChange;
import id.desaterlindungi.reporting.coverage.events.Received.Event;
import io.quarkus.test.junit.QuarkusTest;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * The limits of what events hold, in the schema's file, in the reader and in the database: the last value within, and the first
 * beyond. And that the reader takes whatever the schema takes.
 */
@QuarkusTest
class ContractLimitsTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Map<String, JsonNode> FILES = new HashMap<>();
    private static final Map<String, Schema> SCHEMAS = new HashMap<>();
    private static final List<String> TYPES = List.of(
            "participant.enrolled",
            "participant.corrected",
            "participant.transferred",
            "participant.status-changed",
            "village.registered",
            "village.updated",
            "village.closed",
            "village.budgeted",
            "register.census");

    LocalStack stack;

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "participant.enrolled | /after/birthYear | insert into birth_year_cell_0 values (0, 'x', 'ACTIVE', %s, 1) | 1899 | 1900 | 2100 | 2101",
                "village.updated | /after/workers | insert into village_fact_0 values (0, 'x', %s, '2026-01-01', true, true, null, null, null, '{}') | -1 | 0 | 1000000 | 1000001",
                "village.budgeted | /year | insert into village_budget_0 values (0, 'x', %s, 0, 0, 0, 0) | 2014 | 2015 | 2100 | 2101",
                "village.budgeted | /after/addTotal | insert into village_budget_0 values (0, 'x', 2026, %s, 0, 0, 0) | -1 | 0 | 1000000000000000 | 1000000000000001",
                "village.budgeted | /after/addSocialSecurity | insert into village_budget_0 values (0, 'x', 2026, 0, %s, 0, 0) | -1 | 0 | 1000000000000000 | 1000000000000001",
                "village.budgeted | /after/danaDesaSocialSecurity | insert into village_budget_0 values (0, 'x', 2026, 0, 0, %s, 0) | -1 | 0 | 1000000000000000 | 1000000000000001",
                "village.budgeted | /after/workers | insert into village_budget_0 values (0, 'x', 2026, 0, 0, 0, %s) | -1 | 0 | 1000000 | 1000001",
                "register.census | /villages/16.01.07.2001/0 | insert into reconciliation values (999999999999999, uuidv7(), now(), now(), 0, 0, 0, 1); insert into reconciliation_difference values (999999999999999, 'flow', 'x', 'COVERED', %s, 0) | -1 | 0 | 1000000000 | 1000000001",
            })
    void standInTheSchemaTheReaderAndTheDatabase(
            String type, String pointer, String sql, String before, String least, String most, String beyond)
            throws Exception {
        for (var value : List.of(least, most)) {
            var document = with(type, pointer, JSON.readTree(value));
            assertThat(faults(type, document)).as(value).isEmpty();
            assertThat(read(type, document)).as(value).isNotInstanceOf(Unreadable.class);
            assertThat(refusal(sql.formatted(value))).as(value).isEmpty();
        }
        for (var value : List.of(before, beyond)) {
            var document = with(type, pointer, JSON.readTree(value));
            assertThat(faults(type, document)).as(value).isNotEmpty();
            assertThat(read(type, document)).as(value).isInstanceOf(Unreadable.class);
            assertThat(refusal(sql.formatted(value))).as(value).isNotEmpty();
        }
    }

    /** An older release wrote days outside the limits: the schema and the database hold none, the reader takes the nearest. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "participant.enrolled | /on | insert into flow_0 values (0, 'x', '%s', 'ENROLLED', 1, 1, 0)",
                "village.updated | /on | insert into village_fact_0 values (0, 'x', 1, '%s', true, true, null, null, null, '{}')",
                "village.registered | /after/validFrom | insert into village_fact_0 values (0, 'x', null, null, true, true, null, '%s', null, '{}')",
                "village.closed | /after/validUntil | insert into village_fact_0 values (0, 'x', null, null, true, true, null, null, '%s', '{}')",
            })
    void holdForDays(String type, String pointer, String sql) throws Exception {
        for (var day : List.of("1900-01-01", "2100-12-31")) {
            var document = with(type, pointer, JSON.valueToTree(day));
            assertThat(faults(type, document)).as(day).isEmpty();
            assertThat(day(pointer, read(type, document))).isEqualTo(day);
            assertThat(refusal(sql.formatted(day))).as(day).isEmpty();
        }
        var nearest = Map.of(
                "0000-01-01", "1900-01-01",
                "1899-12-31", "1900-01-01",
                "2101-01-01", "2100-12-31",
                "9999-12-31", "2100-12-31");
        for (var outside : nearest.entrySet()) {
            var document = with(type, pointer, JSON.valueToTree(outside.getKey()));
            assertThat(faults(type, document)).as(outside.getKey()).isNotEmpty();
            assertThat(day(pointer, read(type, document))).isEqualTo(outside.getValue());
            assertThat(refusal(sql.formatted(outside.getKey().replace("0000", "0001"))))
                    .as(outside.getKey())
                    .isNotEmpty();
        }
    }

    private static @Nullable LocalDate day(String pointer, EventContent content) {
        return switch (content) {
            case ParticipantChange change -> change.on();
            case VillageChange change ->
                switch (pointer) {
                    case "/on" -> change.on();
                    case "/after/validFrom" -> change.after().validFrom();
                    default -> change.after().validUntil();
                };
            default -> throw new AssertionError(content);
        };
    }

    @ParameterizedTest
    @CsvSource({"0, false", "1, true", "150, true", "151, false"})
    void holdForTheNameOfAVillage(int length, boolean fits) throws Exception {
        // Characters count, not the units that Java keeps them in.
        var name = "𠀀".repeat(length);
        var document = with("village.registered", "/name", JSON.valueToTree(name));

        assertThat(faults("village.registered", document).isEmpty()).isEqualTo(fits);
        assertThat(read("village.registered", document) instanceof VillageChange)
                .isEqualTo(fits);
        assertThat(refusal("insert into area values ('16.01.07.2999', '16.01.07', 'desa', '%s')".formatted(name))
                        .isEmpty())
                .isEqualTo(fits);
    }

    @ParameterizedTest
    @CsvSource({"20, true", "21, false"})
    void holdForTheNumberOfSuccessors(int number, boolean fits) throws Exception {
        var successors = new ArrayList<String>();
        for (var i = 0; i < number; i++) {
            successors.add("16.01.07.20%02d".formatted(i));
        }
        var document = with("village.closed", "/after/successors", JSON.valueToTree(successors));

        assertThat(faults("village.closed", document).isEmpty()).isEqualTo(fits);
        assertThat(read("village.closed", document) instanceof VillageChange).isEqualTo(fits);
        assertThat(refusal(
                                "insert into village_fact_0 values (0, 'x', null, null, true, true, null, null, null, '{%s}')"
                                        .formatted(String.join(",", successors)))
                        .isEmpty())
                .isEqualTo(fits);
    }

    @ParameterizedTest
    @CsvSource({"0, false", "1, true", "999999999999999, true", "1000000000000000, false"})
    void holdForPositions(String position, boolean fits) throws Exception {
        assertThat(
                        EventReader.read(message("participant.enrolled", position, example("participant.enrolled")))
                                instanceof Event)
                .isEqualTo(fits);
        assertThat(refusal("delete from reconciliation where position = %1$s; ".formatted(position)
                                + "insert into reconciliation values (%s, uuidv7(), now(), now(), 0, 0, 0, 1)"
                                        .formatted(position))
                        .isEmpty())
                .isEqualTo(fits);
    }

    @ParameterizedTest
    @CsvSource({
        "target, 0, 1, 1000000000, 1000000001",
        "baseline, -1, 0, 1000000000, 1000000001",
        "workforce, 0, 1, 1000000000, 1000000001",
        "stated_on, '''1999-12-31''', '''2000-01-01''', '''2100-12-31''', '''2101-01-01'''",
        "due_on, '''1999-12-31''', '''2000-01-01''', '''2100-12-31''', '''2101-01-01'''",
        "source, '''''', '''x''', 'repeat(''x'', 500)', 'repeat(''x'', 501)'"
    })
    void holdForGoals(String column, String before, String least, String most, String beyond) throws SQLException {
        var sql =
                "insert into goal select code, 1, 1, 0, '2000-01-01', '2100-12-31', 1, true, 'x' from area where code = '16.13.01';"
                        + "update goal set stated_on = case when '%1$s' = 'due_on' then date '2000-01-01' else date '2100-12-31' end,"
                        + " due_on = case when '%1$s' = 'stated_on' then date '2100-12-31' else due_on end where area_code = '16.13.01';"
                        + "update goal set %1$s = %2$s where area_code = '16.13.01'";
        for (var value : List.of(least, most)) {
            assertThat(refusal(sql.formatted(column, value))).as(value).isEmpty();
        }
        for (var value : List.of(before, beyond)) {
            assertThat(refusal(sql.formatted(column, value))).as(value).isNotEmpty();
        }
    }

    /** Documents at random within the schema, most of their values at its edges, and numbers in each of JSON's ways to write them. */
    @Test
    void readerTakesAllThatTheSchemaTakes() throws Exception {
        long seed = Long.getLong("contract.seed", System.nanoTime());
        var random = new Random(seed);
        for (var i = 0; i < 3_000; i++) {
            var type = TYPES.get(i % TYPES.size());
            var document = (ObjectNode) random(file(type), file(type), "", random);
            switch (type) {
                case "participant.enrolled" -> document.putNull("before");
                case "village.registered" ->
                    document.put("name", "x".repeat(1 + random.nextInt(150))).putNull("before");
                case "register.census" -> asManyCountsAsStatuses(document);
                default -> {
                    if (type.startsWith("participant") && document.get("before").isNull()) {
                        document.set("before", document.get("after"));
                    }
                }
            }

            assertThat(faults(type, document))
                    .as("seed " + seed + " " + document)
                    .isEmpty();
            assertThat(read(type, document)).as("seed " + seed + " " + document).isNotInstanceOf(Unreadable.class);
        }
    }

    private static void asManyCountsAsStatuses(ObjectNode census) {
        var columns = census.get("statuses").size();
        for (var counts : census.get("villages")) {
            while (counts.size() > columns) {
                ((ArrayNode) counts).remove(0);
            }
            while (counts.size() < columns) {
                ((ArrayNode) counts).add(1_000_000_000);
            }
        }
    }

    private static JsonNode random(JsonNode file, JsonNode schema, String name, Random random) {
        if (schema.has("$ref")) {
            return random(file, file.at(schema.get("$ref").asText().substring(1)), name, random);
        }
        if (schema.has("oneOf")) {
            return random(file, pick(schema.get("oneOf"), random), name, random);
        }
        if (schema.has("enum")) {
            return pick(schema.get("enum"), random);
        }
        var types = schema.get("type");
        return switch (types.isArray() ? pick(types, random).asText() : types.asText()) {
            case "null" -> JSON.nullNode();
            case "boolean" -> JSON.valueToTree(random.nextBoolean());
            case "integer" -> number(schema, random);
            case "array" -> array(file, schema, random);
            case "object" -> object(file, schema, random);
            default -> JSON.valueToTree(text(schema, random));
        };
    }

    private static JsonNode object(JsonNode file, JsonNode schema, Random random) {
        var object = JSON.createObjectNode();
        if (schema.has("propertyNames")) {
            for (var i = random.nextInt(4); i > 0; i--) {
                object.set(village(random), random(file, schema.get("additionalProperties"), "", random));
            }
            return object;
        }
        var required =
                schema.get("required").valueStream().map(JsonNode::asText).toList();
        schema.get("properties").fields().forEachRemaining(field -> {
            if (required.contains(field.getKey()) || random.nextBoolean()) {
                object.set(field.getKey(), random(file, field.getValue(), field.getKey(), random));
            }
        });
        // What a later release adds.
        return random.nextBoolean() ? object : object.put("later", "\u0000");
    }

    private static JsonNode array(JsonNode file, JsonNode schema, Random random) {
        var least = schema.path("minItems").asInt(0);
        var most = schema.path("maxItems").asInt();
        var wanted = random.nextBoolean() ? (random.nextBoolean() ? least : most) : random.nextInt(least, most + 1);
        var items = JSON.createArrayNode();
        var seen = new ArrayList<JsonNode>();
        for (var tries = 0; seen.size() < wanted && tries < 200; tries++) {
            var item = random(file, schema.get("items"), "", random);
            if (!schema.path("uniqueItems").asBoolean() || !seen.contains(item)) {
                seen.add(item);
                items.add(item);
            }
        }
        return items;
    }

    private static JsonNode number(JsonNode schema, Random random) {
        var least = schema.get("minimum").asLong();
        var most = schema.get("maximum").asLong();
        long number = switch (random.nextInt(3)) {
            case 0 -> least;
            case 1 -> most;
            default -> random.nextLong(least, most + 1);
        };
        try {
            return switch (random.nextInt(6)) {
                case 0 -> JSON.readTree(number + ".0");
                case 1 -> JSON.readTree(number + "e0");
                default -> JSON.valueToTree(number);
            };
        } catch (JsonProcessingException e) {
            throw new AssertionError(e);
        }
    }

    private static String text(JsonNode schema, Random random) {
        return switch (schema.path("format").asText()) {
            case "uuid" -> "0199f3a2-6c1e-7b40-8d5e-3f2a1b0c9d8e";
            case "date" ->
                switch (random.nextInt(3)) {
                    case 0 -> "1900-01-01";
                    case 1 -> "2100-12-31";
                    default ->
                        LocalDate.of(1900, 1, 1)
                                .plusDays(random.nextInt(73_400))
                                .toString();
                };
            default ->
                schema.path("pattern").asText().startsWith("^[0-9]{2}")
                        ? village(random)
                        : schema.path("pattern").asText().startsWith("^[A-Z]")
                                ? "R".repeat(1 + random.nextInt(40))
                                : "n"
                                        .repeat(1
                                                + random.nextInt(
                                                        schema.get("maxLength").asInt()));
        };
    }

    private static String village(Random random) {
        return "%02d.%02d.%02d.%04d"
                .formatted(random.nextInt(100), random.nextInt(100), random.nextInt(100), random.nextInt(10_000));
    }

    private static JsonNode pick(JsonNode array, Random random) {
        return array.get(random.nextInt(array.size()));
    }

    private static JsonNode file(String type) {
        return FILES.computeIfAbsent(schemaOf(type), file -> {
            try {
                return JSON.readTree(RegisterStub.contract(file));
            } catch (JsonProcessingException e) {
                throw new AssertionError(e);
            }
        });
    }

    private static String schemaOf(String type) {
        return switch (type) {
            case "village.budgeted" -> "schemas/village-budget.v1.schema.json";
            case "register.census" -> "schemas/census.v1.schema.json";
            default -> "schemas/%s.v1.schema.json".formatted(type.substring(0, type.indexOf('.')));
        };
    }

    private static ObjectNode example(String type) throws JsonProcessingException {
        return (ObjectNode) JSON.readTree(RegisterStub.contract("examples/" + type + ".v1.json"));
    }

    private static ObjectNode with(String type, String pointer, JsonNode value) throws JsonProcessingException {
        var document = example(type);
        var path = JsonPointer.compile(pointer);
        var last = path.last();
        switch (document.at(path.head())) {
            case ObjectNode object -> object.set(last.getMatchingProperty(), value);
            case ArrayNode array -> array.set(last.getMatchingIndex(), value);
            default -> throw new AssertionError(pointer);
        }
        return document;
    }

    private static List<String> faults(String type, JsonNode document) {
        return SCHEMAS
                .computeIfAbsent(
                        schemaOf(type),
                        file -> SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
                                .getSchema(RegisterStub.contract(file), InputFormat.JSON))
                .validate(
                        document.toString(),
                        InputFormat.JSON,
                        context -> context.executionConfig(config -> config.formatAssertionsEnabled(true)))
                .stream()
                .map(Object::toString)
                .toList();
    }

    private static EventContent read(String type, JsonNode document) {
        return ((Event) EventReader.read(message(type, "42", document))).content();
    }

    private static ConsumerRecord<byte[], byte[]> message(String type, String position, JsonNode document) {
        var message = new ConsumerRecord<>(
                RegisterStub.TOPIC, 0, 3, new byte[0], document.toString().getBytes(StandardCharsets.UTF_8));
        Map.of(
                        "ce_type",
                        "id.desaterlindungi." + type + ".v1",
                        "ce_time",
                        "2026-11-22T01:23:45.123Z",
                        "ce_sequence",
                        position)
                .forEach((name, value) -> message.headers().add(name, value.getBytes(StandardCharsets.UTF_8)));
        return message;
    }

    /** Why the database does not take it, empty where it does; undone. */
    private String refusal(String sql) throws SQLException {
        try (var owner = stack.postgres().connect("reporting", "reporting_owner");
                var statement = owner.createStatement()) {
            owner.setAutoCommit(false);
            try {
                statement.execute(sql);
                return "";
            } catch (SQLException e) {
                assertThat(e.getSQLState()).as(e.getMessage()).isEqualTo("23514");
                return e.getMessage();
            } finally {
                owner.rollback();
            }
        }
    }
}
