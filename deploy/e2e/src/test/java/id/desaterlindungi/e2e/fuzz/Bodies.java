package id.desaterlindungi.e2e.fuzz;

import static id.desaterlindungi.e2e.fuzz.Oddities.any;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.LocalDate;
import java.util.List;
import java.util.Random;

/** What is said in JSON: by the rules of the register, about what is there; by the description alone where nothing else is known. */
final class Bodies {
    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

    private final World world;
    private final MadeUp people;

    Bodies(World world, MadeUp people) {
        this.world = world;
        this.people = people;
    }

    JsonNode of(Draft draft, Random random) {
        var today = MadeUp.today();
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
            case "requestTransfer" ->
                NODES.objectNode()
                        .put("nik", nikElsewhere(draft.caller, random))
                        .put("villageCode", villageOf(draft.caller, random))
                        .put("reason", "MOVED")
                        .put("explanation", "Pindah mengikuti keluarga");
            case "returnTransferRequest" -> NODES.objectNode().put("reason", "Masih tinggal di sini");
            case "changeParticipantStatus" -> status(world.status(draft.variables.get("id")), random);
            case "takeDataSubjectRequest" -> asked(random);
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

    /** Somebody new, whose NIK later requests may look for. */
    ObjectNode person(Random random) {
        var person = people.person(any(world.villages, random), random);
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

    /** Erasure of those whose membership has ended, each once, and the rest of the others: one request would wait for the other. */
    private JsonNode asked(Random random) {
        var ended = world.participants.stream()
                .filter(one -> world.status(one).equals("ENDED") && !world.askedOf.contains(one))
                .toList();
        var others = world.participants.stream()
                .filter(one -> !world.status(one).equals("ENDED"))
                .toList();
        var erases = !ended.isEmpty() && random.nextInt(3) > 0;
        return NODES.objectNode()
                .put(
                        "participantId",
                        World.one(erases ? ended : others, random).orElse("0199f3a2-6c1e-7b40-8d5e-3f2a1b0c9d8e"))
                .put("kind", erases ? "ERASURE" : any(List.of("ACCESS", "CORRECTION", "RESTRICTION"), random))
                .put("identityCheck", "KTP_SHOWN")
                .put("note", "Catatan " + random.nextInt());
    }

    private String nikElsewhere(Caller caller, Random random) {
        var elsewhere = world.enrolled.stream()
                .filter(one -> !caller.holds(one.village()))
                .toList();
        return World.one(elsewhere, random).map(World.Enrolled::nik).orElse("1601074507849999");
    }

    /** One of the caller's own, where there is one. */
    private String villageOf(Caller caller, Random random) {
        var own = world.villages.stream().filter(caller::holds).toList();
        return any(own.isEmpty() ? world.villages : own, random);
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
}
