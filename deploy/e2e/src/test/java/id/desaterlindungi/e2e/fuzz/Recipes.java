package id.desaterlindungi.e2e.fuzz;

import static id.desaterlindungi.e2e.fuzz.Oddities.any;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.UUID;

/**
 * Requests as they should be, about what is there: from the description alone where that is enough, and by the rules of the
 * register where it is not.
 */
final class Recipes {
    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;
    private static final String PARTED = "/v1/imports/uploads/";
    private static final List<String> AREAS = List.of("16", "16.01", "16.71", "16.01.07", "16.01.07.2001");
    private static final List<String> REGENCIES = List.of("16.01", "16.02", "16.03", "16.05", "16.71", "16.01.07");
    private static final List<String> CONTRACT = List.of(
            "asyncapi.yaml",
            "schemas/participant.v1.schema.json",
            "schemas/village.v1.schema.json",
            "examples/participant.enrolled.v1.json",
            "areas/NOTICE",
            "areas/south-sumatra.csv");
    private static final List<String> BREAKDOWNS = List.of(
            "status",
            "segment",
            "occupation,sex",
            "programmes",
            "birthYear",
            "birthYear,status",
            "origin",
            "fundingSource");

    private final World world;
    private final Bodies bodies;
    private final UploadedList list;

    Recipes(World world, MadeUp people) {
        this.world = world;
        this.bodies = new Bodies(world, people);
        this.list = new UploadedList(bodies, people);
    }

    Draft draft(Operation operation, Caller caller, Random random) {
        var draft = new Draft(operation, caller);
        caller.authorization().ifPresent(token -> draft.header("Authorization", token));
        if (!continued(draft, random)) {
            operation.parameters("path").forEach(one -> draft.variables.put(one.name(), variable(draft, one, random)));
            if (operation.id().equals("getVillageBudget")) {
                World.one(world.budgets, random).ifPresent(draft.variables::putAll);
            }
            operation.parameters("query").forEach(one -> {
                if (one.required() || random.nextInt(4) == 0) {
                    parameter(one, operation, random)
                            .ifPresent(value -> draft.query.add(new Draft.Field(one.name(), value)));
                }
            });
        }
        var asked = operation.id().equals("correctImport") ? question(draft, random) : Optional.<World.Question>empty();
        headers(draft, random);
        if (asked.isPresent()) {
            draft.header("If-Match", "\"%d\"".formatted(asked.get().version()));
            draft.header("Content-Type", "application/json");
            draft.json = Optional.of(NODES.objectNode()
                    .set("corrections", NODES.arrayNode().add(asked.get().answer())));
        } else if (!operation.bodies().isEmpty()) {
            body(draft, random);
        }
        return draft;
    }

    /** One that a list of the caller has asked. */
    private Optional<World.Question> question(Draft draft, Random random) {
        var own = world.questions.stream()
                .filter(one -> one.caller().equals(draft.caller))
                .toList();
        var one = World.one(own, random);
        one.ifPresent(found -> draft.variables.put("id", found.id()));
        return one;
    }

    /** The next page of a list that was asked for before. */
    private boolean continued(Draft draft, Random random) {
        if (random.nextInt(3) > 0) {
            return false;
        }
        var fitting = world.continuations.stream()
                .filter(one -> one.operation().equals(draft.operation.id()))
                .toList();
        var one = World.one(fitting, random);
        one.ifPresent(continuation -> {
            draft.variables.putAll(continuation.variables());
            draft.query.addAll(continuation.query());
        });
        return one.isPresent();
    }

    private String variable(Draft draft, Operation.Parameter parameter, Random random) {
        var id = draft.operation.id();
        return switch (parameter.name()) {
            case "id" -> subject(draft, random);
            case "code" ->
                id.equals("settleParticipantWarning")
                        ? Optional.ofNullable(draft.variables.get("id"))
                                .flatMap(world::warning)
                                .orElse("nik-birth-date")
                        : village(draft, random);
            case "areaCode" -> draft.operation.isRead() && random.nextBoolean() ? "16" : any(REGENCIES, random);
            case "year" -> String.valueOf(2024 + random.nextInt(4));
            case "file" -> random.nextBoolean() ? CONTRACT.getFirst() : any(CONTRACT, random);
            case "position" -> World.one(world.positions, random).orElse("1");
            default -> generated(parameter, draft.operation, random);
        };
    }

    private String subject(Draft draft, Random random) {
        var path = draft.operation.path();
        if (path.startsWith("/v1/imports/")) {
            return upload(path.startsWith(PARTED) ? world.parted : world.uploads, draft.caller, random);
        }
        List<String> known;
        if (path.startsWith("/v1/transfer-requests/")) {
            known = world.asked;
        } else if (path.startsWith("/v1/data-subject-requests/")) {
            known = switch (draft.operation.id()) {
                case "answerDataSubjectRequest" -> world.toAnswer;
                case "eraseParticipant" -> world.toErase;
                default -> world.requests;
            };
        } else {
            known = path.startsWith("/v1/breaches/") ? world.breaches : world.participants;
        }
        return World.one(known, random).orElseGet(() -> new UUID(random.nextLong(), random.nextLong()).toString());
    }

    /** Mostly one of the caller's own; a stranger's does not exist. */
    private String upload(List<World.Upload> all, Caller caller, Random random) {
        var own = all.stream().filter(one -> one.caller().equals(caller)).toList();
        return World.one(random.nextInt(5) == 0 ? all : own, random)
                .map(World.Upload::id)
                .orElseGet(() -> new UUID(random.nextLong(), random.nextLong()).toString());
    }

    private String village(Draft draft, Random random) {
        var own = new ArrayList<>(world.ownVillages);
        if (draft.operation.id().equals("closeVillage")) {
            return World.one(own, random).orElse("16.01.07.2999");
        }
        return random.nextInt(3) == 0 && !own.isEmpty() ? any(own, random) : any(world.villages, random);
    }

    private Optional<String> parameter(Operation.Parameter parameter, Operation operation, Random random) {
        return switch (parameter.name()) {
            case "cursor" -> Optional.empty();
            case "within", "parent" -> Optional.of(any(AREAS, random));
            case "villageCode" -> Optional.of(any(world.villages, random));
            case "name", "nameLike" -> Optional.of("Samarannya");
            case "q" -> Optional.of("Negeri");
            case "wait" -> Optional.of(String.valueOf(random.nextInt(2)));
            case "after" -> Optional.of(String.valueOf(random.nextInt(50)));
            case "by" ->
                Optional.of(
                        operation.id().equals("getBreakdown")
                                ? any(BREAKDOWNS, random)
                                : generated(parameter, operation, random));
            case "programmes" -> Optional.of(operation.id().equals("importList") ? "JKK+JKM" : "JKK,JKM");
            case "limit" -> Optional.of(String.valueOf(1 + random.nextInt(4)));
            default -> Optional.of(generated(parameter, operation, random));
        };
    }

    private static String generated(Operation.Parameter parameter, Operation operation, Random random) {
        var schema = parameter.schema();
        if (schema.path("enum").isArray() && !schema.path("enum").isEmpty()) {
            return schema.path("enum")
                    .path(random.nextInt(schema.path("enum").size()))
                    .asText();
        }
        if (schema.path("format").asText().equals("date")) {
            return MadeUp.today().minusDays(random.nextInt(200)).toString();
        }
        if (schema.path("format").asText().equals("uuid")) {
            return new UUID(random.nextLong(), random.nextLong()).toString();
        }
        return switch (schema.path("type").asText()) {
            case "boolean" -> String.valueOf(random.nextBoolean());
            case "integer" -> {
                long least = schema.path("minimum").asLong(0);
                long most = Math.min(schema.path("maximum").asLong(1000), least + 1000);
                yield String.valueOf(least + random.nextLong(most - least + 1));
            }
            default -> parameter.example().map(JsonNode::asText).orElse("x");
        };
    }

    /** An import goes on by itself after each answer: no answer tells the version that it has now. */
    private String tag(String subject, Random random) {
        return subject.startsWith("/v1/imports/") ? "\"%d\"".formatted(1 + random.nextInt(4)) : world.version(subject);
    }

    private void headers(Draft draft, Random random) {
        for (var header : draft.operation.parameters("header")) {
            switch (header.name()) {
                case "If-Match" -> {
                    var subject = World.subject(draft);
                    if (header.required() || world.isKnown(subject)) {
                        draft.header("If-Match", tag(subject, random));
                    }
                }
                case "If-None-Match" -> {
                    if (draft.operation.isRead()
                            ? random.nextInt(3) == 0
                            : draft.header("If-Match").isEmpty()) {
                        draft.header("If-None-Match", "*");
                    }
                }
                case "Idempotency-Key" -> {
                    if (random.nextBoolean()) {
                        draft.header("Idempotency-Key", "fuzz-" + Long.toHexString(random.nextLong()));
                    }
                }
                case "Tus-Resumable" -> draft.header("Tus-Resumable", "1.0.0");
                case "Upload-Length" -> draft.header("Upload-Length", String.valueOf(100 + random.nextInt(100)));
                case "Upload-Offset" -> draft.header("Upload-Offset", "0");
                default -> {}
            }
        }
        if (random.nextInt(3) == 0) {
            draft.header("Accept-Language", any(List.of("id", "en", "en-GB,en;q=0.8", "id-ID, en;q=0.5"), random));
        }
        var types = draft.operation.answers().entrySet().stream()
                .filter(answer -> answer.getKey() / 100 == 2)
                .flatMap(answer -> answer.getValue().stream())
                .toList();
        if (!types.isEmpty() && random.nextInt(3) == 0) {
            draft.header("Accept", any(types, random));
        }
        if (random.nextInt(6) == 0) {
            draft.header("Accept-Encoding", "gzip");
        }
    }

    private void body(Draft draft, Random random) {
        var operation = draft.operation;
        if (operation.id().equals("importList")) {
            list.sendIn(draft, random);
            return;
        }
        if (operation.id().equals("continueImportUpload")) {
            draft.header("Content-Type", "application/offset+octet-stream");
            draft.body = Draft.bytes("NIK;Nama\r\n");
            return;
        }
        var types = List.copyOf(operation.bodies().keySet());
        draft.header("Content-Type", any(types, random));
        var again = world.keyed.stream()
                .filter(one -> one.operation().equals(operation.id()))
                .toList();
        if (!again.isEmpty() && random.nextInt(12) == 0) {
            var keyed = any(again, random);
            draft.header("Idempotency-Key", keyed.key());
            draft.json = Optional.of(keyed.body().deepCopy());
            return;
        }
        draft.json = Optional.of(bodies.of(draft, random));
    }
}
