package id.desaterlindungi.e2e.fuzz;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.UUID;
import org.dhatim.fastexcel.Workbook;

/**
 * Requests as they should be, about what is there: from the description alone where that is enough, and by the rules of the
 * register where it is not.
 */
final class Recipes {
    static final String WORKBOOK = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";

    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;
    private static final ZoneId JAKARTA = ZoneId.of("Asia/Jakarta");
    private static final String PARTED = "/v1/imports/uploads/";
    private static final List<String> AREAS = List.of("16", "16.01", "16.71", "16.01.07", "16.01.07.2001");
    private static final List<String> REGENCIES = List.of("16.01", "16.02", "16.03", "16.05", "16.71", "16.01.07");
    private static final List<String> COLUMNS = List.of(
            "NIK",
            "Nama",
            "Tanggal Lahir",
            "Jenis Kelamin",
            "Kode Desa",
            "Segmen",
            "Pekerjaan",
            "Sumber Dana",
            "Program",
            "No HP");
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
    private final MadeUp people;
    private final Target target;

    Recipes(World world, MadeUp people, Target target) {
        this.world = world;
        this.people = people;
        this.target = target;
    }

    static LocalDate today() {
        return LocalDate.now(JAKARTA);
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
            case "id" ->
                draft.operation.path().startsWith("/v1/imports/")
                        ? upload(
                                draft.operation.path().startsWith(PARTED) ? world.parted : world.uploads,
                                draft.caller,
                                random)
                        : World.one(world.participants, random)
                                .orElseGet(() -> new UUID(random.nextLong(), random.nextLong()).toString());
            case "code" ->
                id.equals("settleParticipantWarning")
                        ? Optional.ofNullable(draft.variables.get("id"))
                                .flatMap(world::warning)
                                .orElse("nik-birth-date")
                        : village(draft, random);
            case "areaCode" -> draft.operation.isRead() && random.nextBoolean() ? "16" : any(REGENCIES, random);
            case "year" -> String.valueOf(2024 + random.nextInt(4));
            case "file" -> any(CONTRACT, random);
            case "position" -> World.one(world.positions, random).orElse("1");
            default -> generated(parameter, draft.operation, random);
        };
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
            return today().minusDays(random.nextInt(200)).toString();
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
            upload(draft, random);
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
        draft.json = Optional.of(json(draft, random));
    }

    private JsonNode json(Draft draft, Random random) {
        var today = today();
        return switch (draft.operation.id()) {
            case "enrollParticipant" -> person(random);
            case "runParticipantBatch" -> batch(random);
            case "searchParticipant" ->
                random.nextInt(4) == 0
                        ? NODES.objectNode().put("kpj", MadeUp.kpj(random))
                        : NODES.objectNode()
                                .put("nik", World.one(world.niks, random).orElse("1601074507849999"));
            case "correctParticipant" -> correction(random);
            case "transferParticipant" -> transfer(random);
            case "changeParticipantStatus" -> status(world.status(draft.variables.get("id")), random);
            case "registerVillage" -> {
                var parent = any(world.villages, random);
                yield NODES.objectNode()
                        .put("code", parent.substring(0, 9) + (2500 + random.nextInt(500)))
                        .put("name", "Desa Uji")
                        .put("kind", "desa")
                        .put("parentVillage", parent)
                        .put(
                                "validFrom",
                                today.minusDays(1 + random.nextInt(400)).toString());
            }
            case "correctVillage" ->
                switch (random.nextInt(4)) {
                    case 0 -> NODES.objectNode().put("headName", people.name()).put("headPhone", people.phone());
                    case 1 ->
                        NODES.objectNode()
                                .put("workersEstimate", random.nextInt(5000))
                                .put("workersSource", "Profil desa 2025")
                                .put("workersAsOf", "2025-12-31");
                    case 2 ->
                        NODES.objectNode().put("sadar", random.nextBoolean()).put("officePhone", "0711-000123");
                    default ->
                        NODES.objectNode()
                                .put("notes", "Catatan " + random.nextInt())
                                .putNull("officeContact");
                };
            case "closeVillage" -> {
                var successors = NODES.arrayNode();
                var district = draft.variables.get("code").substring(0, 9);
                world.villages.stream()
                        .filter(one -> one.startsWith(district) && !one.equals(draft.variables.get("code")))
                        .limit(1 + random.nextInt(2))
                        .forEach(successors::add);
                var closure = NODES.objectNode().put("on", today.toString());
                closure.set("successors", successors);
                if (successors.size() > 1) {
                    closure.putObject("participants").set("default", successors.get(0));
                }
                yield closure;
            }
            case "putVillageBudget" ->
                NODES.objectNode()
                        .put("addTotal", 800_000_000L + random.nextInt(1000))
                        .put("addSocialSecurity", random.nextInt(20_000_000))
                        .put("danaDesaSocialSecurity", random.nextInt(20_000_000))
                        .put("workers", random.nextInt(300))
                        .put("sourceDocument", "Perdes 3/2026");
            case "putGoal" ->
                NODES.objectNode()
                        .put("target", 41_000 + random.nextInt(1000))
                        .put("baseline", 30_500)
                        .put("statedOn", "2026-03-02")
                        .put("dueOn", "2027-12-31")
                        .put("source", "Keputusan Bupati " + random.nextInt(200));
            case "quoteContributions" -> quote(random);
            default ->
                exampleOf(
                        draft.operation,
                        draft.operation.bodies().values().iterator().next());
        };
    }

    private ObjectNode person(Random random) {
        var person = people.person(any(world.villages, random), today(), random);
        if (world.niks.size() < 2000) {
            world.niks.add(person.path("nik").asText());
        }
        return person;
    }

    private ObjectNode correction(Random random) {
        var correction = NODES.objectNode();
        switch (random.nextInt(7)) {
            case 0 -> correction.put("name", people.name());
            case 1 -> correction.put("occupation", random.nextBoolean() ? "PEDAGANG" : "BURUH");
            case 2 -> correction.put("phone", people.phone());
            case 3 -> correction.put("nik", person(random).path("nik").asText()).put("reason", "WRONG_NIK");
            case 4 -> correction.putNull("phone").putNull("kpj");
            case 5 ->
                correction.put(
                        "birthDate",
                        LocalDate.of(1990, 1, 1).plusDays(random.nextInt(3000)).toString());
            default -> correction.put("groupName", "Kelompok Uji").put("groupKind", "KOPERASI");
        }
        return correction;
    }

    private ObjectNode transfer(Random random) {
        return NODES.objectNode()
                .put("villageCode", any(world.villages, random))
                .put("reason", "MOVED");
    }

    private static ObjectNode status(String present, Random random) {
        var next = switch (present) {
            case "ACTIVE" -> any(List.of("GRACE", "LAPSED", "ENDED"), random);
            case "REGISTERED" -> any(List.of("ACTIVE", "ENDED"), random);
            default -> "ACTIVE";
        };
        var status = NODES.objectNode().put("status", next);
        if (next.equals("ENDED")) {
            return status.put("reason", any(List.of("WITHDREW", "LEFT_PROVINCE", "DIED"), random));
        }
        // Right for who is recorded as died, and wrong for others.
        return present.equals("ENDED") && random.nextBoolean() ? status.put("reason", "RECORDED_IN_ERROR") : status;
    }

    private ObjectNode batch(Random random) {
        var batch = NODES.objectNode();
        var operations = batch.putArray("operations");
        for (int i = random.nextInt(4); i >= 0; i--) {
            var one = operations.addObject().put("operationId", "fuzz-" + Long.toHexString(random.nextLong()));
            var participant = World.one(world.participants, random);
            int kind = participant.isEmpty() ? 0 : random.nextInt(5);
            if (kind <= 1) {
                one.set("enrollment", person(random));
                continue;
            }
            var version = world.version("/v1/participants/" + participant.get()).replace("\"", "");
            one.put("participantId", participant.get()).put("version", Integer.parseInt(version));
            switch (kind) {
                case 2 -> one.set("correction", correction(random));
                case 3 -> one.set("transfer", transfer(random));
                default -> one.set("status", status(world.status(participant.get()), random));
            }
        }
        return batch;
    }

    private static ObjectNode quote(Random random) {
        var quote = NODES.objectNode()
                .put("segment", "BPU")
                .put("monthlyIncome", 1_000_000 + random.nextInt(1_000_000))
                .put("fundingSource", any(List.of("ADD", "DANA_DESA", "APBN", "MANDIRI"), random))
                .put("from", "2027-01")
                .put("months", 1 + random.nextInt(12));
        quote.putArray("programmes").add("JKK").add("JKM");
        return random.nextBoolean() ? quote.put("people", 1 + random.nextInt(1000)) : quote;
    }

    /** From the examples of the schema alone; good enough for what nothing else is known of. */
    private static JsonNode exampleOf(Operation operation, JsonNode schema) {
        var described = operation.description().resolved(schema);
        if (described.path("examples").isArray()) {
            return described.path("examples").path(0).deepCopy();
        }
        if (schema.path("examples").isArray()) {
            return schema.path("examples").path(0).deepCopy();
        }
        if (described.path("enum").isArray()) {
            return described.path("enum").path(0);
        }
        return switch (described.path("type").asText()) {
            case "object" -> {
                var object = NODES.objectNode();
                described
                        .path("properties")
                        .properties()
                        .forEach(property -> object.set(property.getKey(), exampleOf(operation, property.getValue())));
                yield object;
            }
            case "array" -> NODES.arrayNode().add(exampleOf(operation, described.path("items")));
            case "integer", "number" ->
                NODES.numberNode(described.path("minimum").asLong(1));
            case "boolean" -> NODES.booleanNode(true);
            default -> NODES.textNode("x");
        };
    }

    /** A few people as a list: CSV or a workbook, as it is or as a part of a form. */
    private void upload(Draft draft, Random random) {
        var rows = rows(random);
        var csv = random.nextInt(3) > 0;
        var file = csv ? csv(rows) : workbook(rows);
        var type = csv ? "text/csv; charset=UTF-8" : WORKBOOK;
        if (random.nextInt(3) > 0) {
            draft.header("Content-Type", type);
            draft.body = file;
            return;
        }
        var form = new Form("desa" + Long.toHexString(random.nextLong()));
        draft.query.forEach(one -> form.add(one.name(), one.value()));
        draft.query.clear();
        form.file("daftar." + (csv ? "csv" : "xlsx"), type, file);
        draft.header("Content-Type", form.type());
        draft.body = form.bytes();
    }

    private List<List<String>> rows(Random random) {
        var rows = new ArrayList<List<String>>();
        rows.add(COLUMNS);
        for (int i = random.nextInt(5); i >= 0; i--) {
            var person = person(random);
            var programmes = new ArrayList<String>();
            person.path("programmes").forEach(one -> programmes.add(one.asText()));
            rows.add(new ArrayList<>(List.of(
                    person.path("nik").asText(),
                    person.path("name").asText(),
                    person.path("birthDate").asText(),
                    person.path("sex").asText().equals("F") ? "P" : "L",
                    person.path("villageCode").asText(),
                    person.path("segment").asText(),
                    person.path("occupation").asText(),
                    person.path("fundingSource").asText(),
                    String.join("+", programmes),
                    people.phone())));
        }
        if (random.nextInt(3) == 0) {
            rows.get(rows.size() - 1).set(COLUMNS.size() - 4, "Tukang Las");
        }
        if (random.nextInt(3) == 0) {
            var row = rows.get(rows.size() - 1);
            row.set(random.nextInt(row.size()), Oddities.text(random));
        }
        return rows;
    }

    private static byte[] csv(List<List<String>> rows) {
        var csv = new StringBuilder();
        for (var row : rows) {
            csv.append(String.join(
                            ";",
                            row.stream()
                                    .map(cell ->
                                            cell.matches("[\\w .+-]*") ? cell : '"' + cell.replace("\"", "\"\"") + '"')
                                    .toList()))
                    .append("\r\n");
        }
        return Draft.bytes(csv.toString());
    }

    private static byte[] workbook(List<List<String>> rows) {
        var bytes = new ByteArrayOutputStream();
        try (var workbook = new Workbook(bytes, "fuzz", "1.0")) {
            var sheet = workbook.newWorksheet("Peserta");
            for (var row = 0; row < rows.size(); row++) {
                for (var column = 0; column < rows.get(row).size(); column++) {
                    sheet.value(row, column, rows.get(row).get(column));
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    private static <T> T any(List<T> list, Random random) {
        return list.get(random.nextInt(list.size()));
    }

    /** A body of {@code multipart/form-data}. */
    static final class Form {
        private final String boundary;
        private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

        Form(String boundary) {
            this.boundary = boundary;
        }

        String type() {
            return "multipart/form-data; boundary=" + boundary;
        }

        void add(String name, String value) {
            part("name=\"" + name + "\"", "", value.getBytes(StandardCharsets.UTF_8));
        }

        void file(String name, String type, byte[] content) {
            part("name=\"file\"; filename=\"" + name + "\"", "Content-Type: " + type + "\r\n", content);
        }

        private void part(String disposition, String headers, byte[] content) {
            bytes.writeBytes(
                    ("--" + boundary + "\r\nContent-Disposition: form-data; " + disposition + "\r\n" + headers + "\r\n")
                            .getBytes(StandardCharsets.UTF_8));
            bytes.writeBytes(content);
            bytes.writeBytes("\r\n".getBytes(StandardCharsets.UTF_8));
        }

        byte[] bytes() {
            var whole = new ByteArrayOutputStream();
            whole.writeBytes(bytes.toByteArray());
            whole.writeBytes(("--" + boundary + "--\r\n").getBytes(StandardCharsets.UTF_8));
            return whole.toByteArray();
        }
    }
}
