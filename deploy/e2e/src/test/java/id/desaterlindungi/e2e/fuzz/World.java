package id.desaterlindungi.e2e.fuzz;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;

/** What the answers have told so far, so that later requests are about what is there. */
final class World {
    private static final int KEPT = 400;

    /** Where a list goes on: everything that was asked, and the cursor. */
    record Continuation(String operation, List<Draft.Field> query, Map<String, String> variables) {}

    /** A list that was uploaded, and by whom. */
    record Upload(String id, Caller caller) {}

    /** What a list asks, as its uploader was told: which version it was of, and an answer. */
    record Question(String id, Caller caller, int version, JsonNode answer) {}

    /** A body under an Idempotency-Key, to be sent again. */
    record Keyed(String operation, String key, JsonNode body) {}

    /** Somebody who was enrolled, and where. */
    record Enrolled(String nik, String village) {}

    private final Random random;
    final List<String> participants = new ArrayList<>();
    final List<String> niks = new ArrayList<>();
    final List<Enrolled> enrolled = new ArrayList<>();

    /** Ids of requests for transfers. */
    final List<String> asked = new ArrayList<>();

    /** Requests of people, by id. */
    final List<String> requests = new ArrayList<>();

    final List<String> toAnswer = new ArrayList<>();
    final List<String> toErase = new ArrayList<>();

    /** Who has asked for something. */
    final Set<String> askedOf = new LinkedHashSet<>();

    final List<String> breaches = new ArrayList<>();
    final List<Upload> uploads = new ArrayList<>();
    final List<Upload> parted = new ArrayList<>();
    final List<Question> questions = new ArrayList<>();
    final List<Continuation> continuations = new ArrayList<>();
    final List<Keyed> keyed = new ArrayList<>();
    final List<String> positions = new ArrayList<>();

    /** Village and year. */
    final List<Map<String, String>> budgets = new ArrayList<>();

    final List<String> villages = new ArrayList<>();

    /** Registered here, so that they may be closed. */
    final Set<String> ownVillages = new LinkedHashSet<>();

    private final Map<String, String> versions = new HashMap<>();
    private final Map<String, String> warnings = new HashMap<>();
    private final Map<String, String> statuses = new HashMap<>();

    World(Random random) {
        this.random = random;
    }

    /** The ETag that was last seen of what a path is about. */
    String version(String subject) {
        return versions.getOrDefault(subject, "\"1\"");
    }

    boolean isKnown(String subject) {
        return versions.containsKey(subject);
    }

    Optional<String> warning(String participant) {
        return Optional.ofNullable(warnings.get(participant));
    }

    String status(String participant) {
        return statuses.getOrDefault(participant, "ACTIVE");
    }

    /** Of the newest rather than the oldest. */
    static <T> Optional<T> one(List<T> list, Random random) {
        if (list.isEmpty()) {
            return Optional.empty();
        }
        int from = random.nextInt(4) == 0 ? 0 : Math.max(0, list.size() - 40);
        return Optional.of(list.get(from + random.nextInt(list.size() - from)));
    }

    /** The thing that a path is about, whatever is done with it: {@code /v1/participants/{id}} for its transfer too. */
    static String subject(Draft draft) {
        var path = draft.filled();
        var steps = path.split("/");
        int length = path.contains("/budgets/") ? 6 : 4;
        return String.join("/", List.of(steps).subList(0, Math.min(length, steps.length)));
    }

    void learn(Draft draft, Answer answer) {
        if (!answer.isSuccess() || !draft.method.equals(draft.operation.method())) {
            return;
        }
        var json = answer.type().endsWith("json") ? ApiDescription.read(answer.text()) : Optional.<JsonNode>empty();
        var etag = answer.header("ETag");
        switch (draft.operation.id()) {
            case "enrollParticipant",
                    "importList",
                    "registerVillage",
                    "requestTransfer",
                    "takeDataSubjectRequest",
                    "recordBreach" ->
                answer.header("Location").ifPresent(location -> {
                    var path = location.substring(location.indexOf("/v1/"));
                    etag.ifPresent(tag -> versions.put(path, tag));
                });
            default -> {
                if (!draft.variables.isEmpty() && draft.path.isEmpty()) {
                    etag.ifPresent(tag -> versions.put(subject(draft), tag));
                }
            }
        }
        json.ifPresent(body -> learn(draft, body));
    }

    private void learn(Draft draft, JsonNode body) {
        switch (draft.operation.id()) {
            case "enrollParticipant" -> {
                participant(body);
                sent(draft)
                        .ifPresent(person -> add(
                                enrolled,
                                new Enrolled(
                                        person.path("nik").asText(),
                                        body.path("villageCode").asText())));
            }
            case "getParticipant",
                    "transferParticipant",
                    "changeParticipantStatus",
                    "correctParticipant",
                    "settleParticipantWarning" -> participant(body);
            case "listParticipants", "searchParticipant" -> body.path("items").forEach(this::participant);
            case "runParticipantBatch" ->
                body.path("results").forEach(result -> {
                    if (result.has("participantId") && result.has("version")) {
                        participant(
                                result.path("participantId").asText(),
                                result.path("version").asText());
                    }
                });
            case "importList" -> {
                if (uploads.stream()
                        .noneMatch(one -> one.id().equals(body.path("id").asText()))) {
                    add(uploads, new Upload(body.path("id").asText(), draft.caller));
                }
            }
            case "requestTransfer" -> add(asked, body.path("id").asText());
            case "acceptTransferRequest", "returnTransferRequest", "withdrawTransferRequest" ->
                asked.remove(draft.variables.get("id"));
            case "beginImportUpload" -> add(parted, new Upload(body.path("id").asText(), draft.caller));
            case "getImport" -> question(draft, body);
            case "takeDataSubjectRequest" -> {
                var id = body.path("id").asText();
                var person = body.path("participantId").asText();
                add(requests, id);
                askedOf.add(person);
                switch (body.path("kind").asText()) {
                    case "ACCESS" -> add(toAnswer, id);
                    case "ERASURE" -> add(toErase, id);
                    default -> {}
                }
            }
            case "recordBreach" -> add(breaches, body.path("id").asText());
            case "takeCensus" -> add(positions, body.path("position").asText());
            case "putVillageBudget" -> add(budgets, Map.copyOf(draft.variables));
            case "registerVillage" -> {
                villages.add(body.path("code").asText());
                ownVillages.add(body.path("code").asText());
            }
            case "closeVillage" -> {
                villages.remove(draft.variables.get("code"));
                ownVillages.remove(draft.variables.get("code"));
            }
            default -> {}
        }
        if (body.has("next") && draft.path.isEmpty()) {
            var query = new ArrayList<>(draft.query);
            query.removeIf(one -> one.name().equals("cursor"));
            query.add(new Draft.Field("cursor", body.path("next").asText()));
            add(continuations, new Continuation(draft.operation.id(), query, Map.copyOf(draft.variables)));
        }
        if (draft.json.isEmpty() && draft.faults.isEmpty()) {
            draft.header("Idempotency-Key")
                    .ifPresent(key -> sent(draft)
                            .ifPresent(request -> add(keyed, new Keyed(draft.operation.id(), key, request))));
        }
    }

    private static Optional<JsonNode> sent(Draft draft) {
        return ApiDescription.read(new String(draft.body, StandardCharsets.UTF_8));
    }

    private void question(Draft draft, JsonNode body) {
        var asked = body.path("questions").path(0);
        if (!asked.path("choices").path(0).isMissingNode()) {
            var answer = JsonNodeFactory.instance.objectNode();
            for (var name : List.of("code", "field", "said")) {
                if (asked.has(name)) {
                    answer.set(name, asked.get(name));
                }
            }
            answer.set("choice", asked.path("choices").path(0).path("choice"));
            add(
                    questions,
                    new Question(
                            body.path("id").asText(),
                            draft.caller,
                            body.path("version").asInt(),
                            answer));
        }
    }

    private void participant(JsonNode body) {
        var id = body.path("id").asText();
        participant(id, body.path("version").asText());
        statuses.put(id, body.path("status").asText());
        body.path("warnings")
                .forEach(warning -> warnings.put(id, warning.path("code").asText()));
    }

    private void participant(String id, String version) {
        if (id.isEmpty()) {
            return;
        }
        versions.put("/v1/participants/" + id, "\"" + version + "\"");
        if (!participants.contains(id)) {
            add(participants, id);
        }
    }

    private <T> void add(List<T> list, T one) {
        if (list.size() >= KEPT) {
            list.remove(random.nextInt(list.size()));
        }
        list.add(one);
    }
}
