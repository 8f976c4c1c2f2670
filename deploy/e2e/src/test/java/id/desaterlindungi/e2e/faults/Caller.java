package id.desaterlindungi.e2e.faults;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import id.desaterlindungi.e2e.faults.Line.Request;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Somebody who works with people that nobody else here changes, and so knows how each must stand: what was answered as done is
 * done, what was refused is not, and what got no answer is asked until it is settled, by the means that any caller has.
 */
final class Caller {
    private static final int KNOWN = 60;
    private static final List<String> OCCUPATIONS =
            List.of("PETANI", "NELAYAN", "PEDAGANG", "BURUH", "PENGRAJIN", "PEKEBUN");
    private static final String LIST_HEAD =
            "NIK;Nama;Tanggal Lahir;Jenis Kelamin;Kode Desa;Segmen;Pekerjaan;Sumber Dana;Program;Tanggal Daftar\n";
    /** Something that a caller does, and how often beside the others. */
    private interface Deed {
        void run() throws InterruptedException;
    }

    private final Target target;
    private final Line line;
    private final Memory memory;
    private final AtomicLong lists;
    private final Random random;
    private final String number;
    private final String token;
    private final List<Member> known = new ArrayList<>();
    private final TreeMap<Integer, Deed> deeds = new TreeMap<>();
    private int keys;
    private volatile String last = "";

    Caller(Target target, Line line, Memory memory, AtomicLong lists, long seed, int number) {
        this.target = target;
        this.line = line;
        this.memory = memory;
        this.lists = lists;
        this.random = new Random(seed * 1_000_003 + number);
        this.number = "%x-%d".formatted(seed, number);
        this.token = target.tokens().token("branch", "16");
        var onlooker = new Onlooker(target, line, memory, random, token);
        does(22, this::enrollWithKey);
        does(12, this::enrollWithoutKey);
        does(4, this::batch);
        does(14, this::correct);
        does(8, this::transfer);
        does(8, this::changeStatus);
        does(4, this::askForTransfer);
        does(2, this::list);
        does(4, this::enrollTwice);
        does(3, this::enrollMisfit);
        does(4, this::correctStale);
        does(5, this::look);
        does(3, onlooker::lookAtVillage);
        does(3, onlooker::readFeed);
        does(12, onlooker::readTotals);
        does(4, onlooker::readAreas);
    }

    private void does(int often, Deed deed) {
        deeds.put((deeds.isEmpty() ? 0 : deeds.lastKey()) + often, deed);
    }

    void act() throws InterruptedException {
        Objects.requireNonNull(deeds.higherEntry(random.nextInt(deeds.lastKey())))
                .getValue()
                .run();
    }

    // Enrollments

    private void enrollWithKey() throws InterruptedException {
        var person = target.people().get();
        var key = key();
        var request = post("enroll with key", "/v1/participants", token, json(person), key);
        settleKeyed(person, key, request, line.once(request, random, Line.patience(random)));
    }

    /** With a key of its own, from one replica; who asks knows which. */
    Answer enrollAt(int replica) throws InterruptedException {
        var person = target.people().get();
        var key = key();
        var request = post("enroll with key", "/v1/participants", token, json(person), key);
        var answer = line.exchange(request, replica);
        settleKeyed(person, key, request, answer);
        return answer;
    }

    private void settleKeyed(Map<String, Object> person, String key, Request request, Answer first)
            throws InterruptedException {
        var answer = first;
        if (answer.isOpen()) {
            memory.open.incrementAndGet();
            answer = line.surely(request, random);
            if (answer.header("Idempotency-Replayed").isPresent()) {
                memory.made.incrementAndGet();
            }
        }
        if (answer.header("Idempotency-Replayed").isPresent()) {
            memory.replayed.incrementAndGet();
        }
        if (answer.status() == 201) {
            if (random.nextInt(20) == 0) {
                memory.keyed.add(new Memory.Keyed(
                        key, json(person), answer.body().path("id").asText()));
            }
            remember(Member.of(person, answer.body()));
        } else {
            wrong("enroll with key", answer);
        }
    }

    private void enrollWithoutKey() throws InterruptedException {
        var person = target.people().get();
        var request = post("enroll", "/v1/participants", token, json(person), null);
        var answer = line.once(request, random, Line.patience(random));
        var sure = !answer.isOpen();
        if (!sure && random.nextBoolean()) {
            memory.open.incrementAndGet();
            memory.unsure.add((String) person.get("nik"));
            return;
        }
        if (!sure) {
            memory.open.incrementAndGet();
            answer = line.surely(request, random);
        }
        if (answer.status() == 201) {
            remember(Member.of(person, answer.body()));
        } else if (!sure && answer.code().equals("nik-registered")) {
            memory.made.incrementAndGet();
            var found = line.surely(search((String) person.get("nik")), random)
                    .body()
                    .path("items")
                    .path(0);
            if (found.isMissingNode()) {
                memory.wrong.add("Somebody is registered, and not found");
            } else {
                remember(Member.of(person, found));
            }
        } else {
            wrong("enroll", answer);
        }
    }

    private void batch() throws InterruptedException {
        var people = new LinkedHashMap<String, Map<String, Object>>();
        var operations = new ArrayList<Object>();
        for (int i = 2 + random.nextInt(12); i > 0; i--) {
            var person = target.people().get();
            var id = key();
            people.put(id, person);
            operations.add(Map.of("operationId", id, "enrollment", person));
        }
        var member = someone();
        var occupation = member == null ? "" : other(member.occupation);
        var correction = key();
        if (member != null) {
            operations.add(Map.of(
                    "operationId",
                    correction,
                    "participantId",
                    member.id,
                    "version",
                    member.version,
                    "correction",
                    Map.of("occupation", occupation)));
        }
        var request = post("batch", "/v1/participants/batch", token, json(Map.of("operations", operations)), null);
        var answer = line.once(request, random, Line.patience(random));
        if (isOpenBatch(answer)) {
            memory.open.incrementAndGet();
        }
        var deadline = System.nanoTime() + Duration.ofSeconds(150).toNanos();
        while (isOpenBatch(answer) && System.nanoTime() < deadline) {
            Line.pause();
            answer = line.once(request, random);
        }
        if (answer.status() != 200) {
            wrong("batch", answer);
            return;
        }
        for (var result : answer.body().path("results")) {
            var id = result.path("operationId").asText();
            if (member != null && id.equals(correction) && result.path("status").asInt() == 200) {
                if (result.path("version").asInt() != member.version + 1) {
                    memory.wrong.add("A correction of a batch led from version %d to %s"
                            .formatted(member.version, result.path("version")));
                }
                member.version++;
                member.occupation = occupation;
            } else if (result.path("status").asInt() == 201 && people.containsKey(id)) {
                remember(Member.asked(
                        Objects.requireNonNull(people.get(id)),
                        result.path("participantId").asText()));
            } else {
                memory.wrong.add("An operation of a batch ends with "
                        + result.path("status").asInt() + " "
                        + result.path("problem").path("code").asText());
            }
        }
    }

    private static boolean isOpenBatch(Answer answer) {
        return answer.isOpen()
                || answer.body().path("results").findValuesAsText("code").contains("request-in-progress");
    }

    private void list() throws InterruptedException {
        // One at a time: so many files at once are refused for a while, and rightly.
        if (!lists.compareAndSet(0, 1)) {
            return;
        }
        try {
            int rows = 5 + random.nextInt(20);
            var file = new StringBuilder(LIST_HEAD);
            for (var i = 0; i < rows; i++) {
                var person = target.people().get();
                file.append(person.get("nik")).append(';');
                file.append(person.get("name")).append(';');
                file.append(person.get("birthDate")).append(';');
                file.append(person.get("sex")).append(';');
                file.append(person.get("villageCode")).append(";BPU;PETANI;ADD;JKK+JKM;");
                file.append(person.get("enrolledOn")).append('\n');
            }
            var body = BodyPublishers.ofString(file.toString());
            var request = new Request(
                    Side.ENROLLMENT,
                    "list",
                    "/v1/imports?commit=auto",
                    token,
                    one -> one.header("Content-Type", "text/csv; charset=UTF-8").POST(body));
            var answer = line.once(request, random);
            if (answer.isOpen()) {
                memory.open.incrementAndGet();
                answer = line.surely(request, random);
                if (answer.status() == 200) {
                    memory.made.incrementAndGet();
                }
            }
            if (answer.isSuccess()) {
                memory.lists.add(new Memory.Listed(answer.body().path("id").asText(), rows));
            } else {
                wrong("list", answer);
            }
        } finally {
            lists.set(0);
        }
    }

    // Changes of one person, each for the version last seen

    private void correct() throws InterruptedException {
        var member = someone();
        if (member != null) {
            var occupation = other(member.occupation);
            change(
                    member,
                    "correct",
                    request(member, "correct", "", "PATCH", Map.of("occupation", occupation)),
                    () -> member.occupation = occupation);
        }
    }

    private void transfer() throws InterruptedException {
        var member = someone();
        if (member != null) {
            var village = otherVillage(member.village);
            change(
                    member,
                    "transfer",
                    request(member, "transfer", "/transfer", "POST", Map.of("villageCode", village, "reason", "MOVED")),
                    () -> member.village = village);
        }
    }

    private void changeStatus() throws InterruptedException {
        var member = someone();
        if (member != null) {
            var next = switch (member.status) {
                case "ACTIVE" -> random.nextBoolean() ? "GRACE" : "ENDED";
                case "GRACE" -> random.nextBoolean() ? "ACTIVE" : "LAPSED";
                default -> "ACTIVE";
            };
            change(
                    member,
                    "status",
                    request(
                            member,
                            "status",
                            "/status",
                            "POST",
                            next.equals("ENDED")
                                    ? Map.of("status", next, "reason", "WITHDREW")
                                    : Map.of("status", next)),
                    () -> member.status = next);
        }
    }

    /** Wholly or not at all: a version further with what was asked, or the version that it was. */
    private void change(Member member, String operation, Request request, Runnable done) throws InterruptedException {
        var answer = line.once(request, random, Line.patience(random));
        var sure = !answer.isOpen();
        if (!sure) {
            memory.open.incrementAndGet();
            answer = line.surely(request, random);
        }
        if (answer.isSuccess() || !sure && answer.status() == 412) {
            done.run();
            member.version++;
            if (answer.status() == 412) {
                memory.made.incrementAndGet();
                look(member);
            } else {
                compare(member, answer.body());
            }
        } else {
            wrong(operation, answer);
        }
    }

    private Request request(Member member, String operation, String step, String method, Map<String, String> body) {
        var version = "\"%d\"".formatted(member.version);
        var content = method.equals("PATCH") ? "application/merge-patch+json" : "application/json";
        return new Request(
                Side.ENROLLMENT,
                operation,
                member.path() + step,
                token,
                one -> one.header("If-Match", version)
                        .header("Content-Type", content)
                        .method(method, BodyPublishers.ofString(json(body))));
    }

    /** The office of another village asks, the branch accepts. */
    private void askForTransfer() throws InterruptedException {
        var member = someone();
        if (member == null) {
            return;
        }
        var village = otherVillage(member.village);
        var office = target.tokens().token("village", village);
        var body = Map.of(
                "nik", member.nik(), "villageCode", village, "reason", "MOVED", "explanation", "Pindah, KK baru");
        var asked = line.surely(post("ask for transfer", "/v1/transfer-requests", office, json(body), key()), random);
        if (asked.status() != 201) {
            wrong("ask for transfer", asked);
            return;
        }
        var answer = line.surely(
                new Request(
                        Side.ENROLLMENT,
                        "accept transfer",
                        "/v1/transfer-requests/" + asked.body().path("id").asText() + "/acceptance",
                        token,
                        one -> one.header("If-Match", "\"1\"").POST(BodyPublishers.noBody())),
                random);
        // Where no answer came at first, the second is that of another version.
        if (answer.isSuccess() || answer.status() == 412) {
            member.village = village;
            member.version++;
            look(member);
        } else {
            wrong("accept transfer", answer);
        }
    }

    // What is refused: the end tells whether it changed anything

    private void enrollTwice() throws InterruptedException {
        var member = someone();
        if (member != null) {
            refused(post("enroll twice", "/v1/participants", token, json(member.request), null), 409);
        }
    }

    private void enrollMisfit() throws InterruptedException {
        var person = new LinkedHashMap<>(target.people().get());
        person.put("birthDate", "2999-01-01");
        refused(
                post("enroll a misfit", "/v1/participants", token, json(person), random.nextBoolean() ? key() : null),
                422);
    }

    private void correctStale() throws InterruptedException {
        var member = someone();
        if (member != null && member.version > 1) {
            member.version--;
            var request =
                    request(member, "correct what was", "", "PATCH", Map.of("occupation", other(member.occupation)));
            member.version++;
            refused(request, 412);
        }
    }

    private void refused(Request request, int status) throws InterruptedException {
        var answer = line.once(request, random);
        if (answer.status() != status && !answer.isOpen()) {
            wrong(request.operation() + " should be " + status, answer);
        }
    }

    // Reads

    private void look() throws InterruptedException {
        var member = someone();
        if (member != null) {
            look(member);
        }
    }

    private void look(Member member) throws InterruptedException {
        var answer = line.surely(get(Side.ENROLLMENT, "look", member.path(), token), random);
        if (answer.status() == 200) {
            compare(member, answer.body());
        } else {
            wrong("look", answer);
        }
    }

    private void compare(Member member, JsonNode told) {
        var row = Member.of(member.request, told).row();
        if (!row.equals(member.row())) {
            memory.wrong.add("Should be %s, is %s".formatted(member.row(), row));
        }
    }

    // Words and numbers

    Request search(String nik) {
        return post("search", "/v1/participants/search", token, json(Map.of("nik", nik)), null);
    }

    static Request get(Side side, String operation, String path, String token) {
        return new Request(side, operation, path, token, UnaryOperator.identity());
    }

    static Request post(String operation, String path, String token, String body, @Nullable String key) {
        return new Request(Side.ENROLLMENT, operation, path, token, one -> {
            HttpRequest.Builder built =
                    one.header("Content-Type", "application/json").POST(BodyPublishers.ofString(body));
            return key == null ? built : built.header("Idempotency-Key", key);
        });
    }

    /** Id of who was enrolled last. */
    String last() {
        return last;
    }

    private void remember(Member member) {
        last = member.id;
        memory.members.add(member);
        if (known.size() >= KNOWN) {
            known.set(random.nextInt(known.size()), member);
        } else {
            known.add(member);
        }
    }

    private @Nullable Member someone() {
        return known.isEmpty() ? null : known.get(random.nextInt(known.size()));
    }

    private String other(String occupation) {
        var others = OCCUPATIONS.stream().filter(one -> !one.equals(occupation)).toList();
        return others.get(random.nextInt(others.size()));
    }

    private String otherVillage(String village) {
        var others =
                target.villages().stream().filter(one -> !one.equals(village)).collect(Collectors.toList());
        return others.get(random.nextInt(others.size()));
    }

    private String key() {
        return "faults-%s-%d".formatted(number, ++keys);
    }

    private static String json(Object value) {
        try {
            return Line.JSON.writeValueAsString(value);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    private void wrong(String operation, Answer answer) {
        memory.wrong.add(operation + ": " + answer.told());
    }
}
