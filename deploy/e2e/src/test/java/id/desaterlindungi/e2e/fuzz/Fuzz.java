package id.desaterlindungi.e2e.fuzz;

import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.awaitility.Awaitility;

/**
 * A run of requests, one after the other, so that what is written can be laid to the one that wrote it. All chance comes from
 * the seed and the request's number: on a fresh system the same numbers make the same requests.
 *
 * <p>Of ten requests three are as they should be, five have one fault, two have several.
 */
public final class Fuzz {
    /** What came of it. @param faulty each request that was answered as none may be: how to have it again, and what was wrong */
    public record Outcome(List<String> faulty, String table, List<String> undone, Secrets secrets) {}

    private static final int MOST_FAULTY = 200;
    private static final int LONGEST_LINE = 3_000;
    private static final Duration IMPORT_WITHIN = Duration.ofSeconds(30);
    private static final int USUAL = 8;
    /** Without faults, for operations that have not got to their end. */
    private static final int MOST_MORE = 400;

    /** How often, beside the usual. */
    private static final Map<String, Integer> WEIGHTS = Map.ofEntries(
            Map.entry("enrollParticipant", 40),
            Map.entry("correctParticipant", 24),
            Map.entry("transferParticipant", 16),
            Map.entry("requestTransfer", 48),
            Map.entry("changeParticipantStatus", 20),
            Map.entry("runParticipantBatch", 16),
            Map.entry("importList", 24),
            Map.entry("commitImport", 16),
            Map.entry("deleteImport", 16),
            Map.entry("getImport", 16),
            Map.entry("correctImport", 16),
            Map.entry("settleParticipantWarning", 24),
            Map.entry("registerVillage", 12),
            Map.entry("closeVillage", 12),
            Map.entry("listParticipants", 16),
            Map.entry("streamImport", 3),
            Map.entry("streamProgress", 3),
            Map.entry("rebuildProjection", 3),
            Map.entry("indexAnew", 3),
            Map.entry("takeReindexingBack", 3),
            Map.entry("takeCensus", 3));

    private final Target target;
    private final long seed;
    private final Secrets secrets = new Secrets();
    private final World world;
    /** What has to have happened before an operation can get to its end, where chance alone seldom brings it about. */
    private static final Map<String, List<String>> STEPS = Map.of(
            "answerDataSubjectRequest",
            List.of("takeDataSubjectRequest"),
            "eraseParticipant",
            List.of("enrollParticipant", "changeParticipantStatus", "takeDataSubjectRequest"),
            "takeReindexingBack",
            List.of("indexAnew"),
            "correctImport",
            List.of("importList", "getImport"),
            "deleteImport",
            List.of("importList", "getImport"),
            "withdrawTransferRequest",
            List.of("requestTransfer"));

    private final Recipes recipes;
    private final Mutations mutations;
    private final Expectations expectations;
    private final List<Operation> operations = new ArrayList<>();
    private final List<Operation> weighted = new ArrayList<>();
    private final List<Caller> callers;
    private final Map<Operation, Wire> wires = new HashMap<>();
    private final Tally tally = new Tally();
    private final List<String> faulty = new ArrayList<>();

    /** @param codes of all problems and findings that the services have words for, as they stand in their messages */
    public Fuzz(Target target, long seed, Set<String> codes) {
        this.target = target;
        this.seed = seed;
        this.world = new World(new Random(seed));
        this.recipes = new Recipes(world, new MadeUp(secrets));
        this.mutations = new Mutations(world);
        this.expectations = new Expectations(codes, secrets, world, operations);
        this.callers = Caller.all(target.tokens());
        operations.addAll(ApiDescription.of(target.enrollment(), "enrollment").operations());
        operations.addAll(ApiDescription.of(target.reporting(), "reporting").operations());
        for (var operation : operations) {
            tally.expect(operation.id());
            wires.put(operation, new Wire(operation.service()));
            for (int i = WEIGHTS.getOrDefault(operation.id(), USUAL); i > 0; i--) {
                weighted.add(operation);
            }
        }
    }

    public Outcome run(int requests) throws SQLException {
        return run(requests, Integer.MAX_VALUE, _ -> {});
    }

    /**
     * The same requests as {@link #run}, up to one of them.
     *
     * @param tell is told that one whole: it, its answer, and what was wrong with it
     * @throws IllegalArgumentException where a run of so many has no such request
     */
    public Outcome repeat(int requests, int index, Consumer<String> tell) throws SQLException {
        if (index >= requests + MOST_MORE) {
            throw missing(requests, index);
        }
        var told = new AtomicBoolean();
        var outcome = run(requests, index, text -> {
            told.set(true);
            tell.accept(text);
        });
        if (!told.get()) { // Each operation had got to its end before.
            throw missing(requests, index);
        }
        return outcome;
    }

    private static IllegalArgumentException missing(int requests, int index) {
        return new IllegalArgumentException(
                "A run of %d requests has none with the index %d: --requests says of how many it was"
                        .formatted(requests, index));
    }

    private Outcome run(int requests, int last, Consumer<String> tell) throws SQLException {
        try (var footprint = new Footprint(target)) {
            world.villages.addAll(footprint.openVillages(target.untouched()));
            var before = footprint.now();
            for (var index = 0;
                    index <= last && (index < requests || index < requests + MOST_MORE && !left().isEmpty());
                    index++) {
                var random = new Random(seed * 1_000_003 + index);
                var draft = index < requests ? draft(index, random) : asItShouldBe(index, random);
                var sent = draft.sent();
                var answer = wires.get(draft.operation).exchange(sent);
                tally.count(
                        Expectations.isAsDescribed(draft) ? draft.operation.id() : "(another address or method)",
                        answer);
                settle(footprint);
                var faults = expectations.faults(draft, answer, footprint.isRebuilding());
                world.learn(draft, answer);
                var after = footprint.now();
                if (!after.equals(before) && mayNotWrite(draft, answer)) {
                    faults.add("written: " + difference(before, after));
                }
                before = after;
                if (!faults.isEmpty() && faulty.size() < MOST_FAULTY) {
                    faulty.add(line(requests, index, draft, sent, answer, faults));
                }
                if (index == last) {
                    tell.accept(line(requests, index, draft, sent, answer, faults) + "\n" + answer.headers() + "\n"
                            + answer.text());
                }
            }
        }
        var undone = new ArrayList<String>();
        tally.undone().forEach(undone::add);
        return new Outcome(List.copyOf(faulty), tally.markdown(), undone, secrets);
    }

    /** Those that chance has not brought to an end; of a few requests that is not asked. */
    private List<Operation> left() {
        var undone = new HashSet<String>();
        tally.undone().forEach(undone::add);
        return operations.stream().filter(one -> undone.contains(one.id())).toList();
    }

    /** One that is left, or a step on the way to it, in turn: the first number that is drawn from seeds so close is mostly the same. */
    private Draft asItShouldBe(int index, Random random) {
        var left = left();
        var wanted = left.get(index % left.size());
        var steps = STEPS.getOrDefault(wanted.id(), List.of());
        var step = index / left.size() % (steps.size() + 1);
        var operation = step == steps.size()
                ? wanted
                : operations.stream()
                        .filter(one -> one.id().equals(steps.get(step)))
                        .findFirst()
                        .orElseThrow();
        var draft = recipes.draft(operation, Caller.pick(callers, operation, random), random);
        draft.fix(true);
        return draft;
    }

    private Draft draft(int index, Random random) {
        // Each once at first, as it should be.
        var operation =
                index < operations.size() ? operations.get(index) : weighted.get(random.nextInt(weighted.size()));
        var draft = recipes.draft(operation, Caller.pick(callers, operation, random), random);
        int chance = random.nextInt(10);
        int faults = chance < 3 ? 0 : chance < 8 ? 1 : 2 + random.nextInt(3);
        for (var i = 0; i < faults; i++) {
            mutations.apply(draft, random);
        }
        draft.fix(random.nextBoolean());
        if (!draft.operation.isRead() && draft.variables.values().stream().anyMatch(target.untouched()::contains)) {
            draft.method = "GET";
            draft.faults.add("kept from what others rely on");
        }
        return draft;
    }

    /** What was accepted is done before the next request, so that it is not laid to that one. */
    private static void settle(Footprint footprint) {
        Awaitility.await("imports to be checked or committed")
                .atMost(IMPORT_WITHIN)
                .pollDelay(Duration.ZERO)
                .pollInterval(Duration.ofMillis(5))
                .until(() -> !footprint.importsAtWork());
    }

    /** What was refused, what only asks, and what hung up before it had asked. */
    private static boolean mayNotWrite(Draft draft, Answer answer) {
        return answer.isRefusal()
                || draft.method.equals("GET")
                || draft.method.equals("HEAD")
                || draft.method.equals("OPTIONS")
                || answer.status() == Answer.NONE;
    }

    private static String difference(List<String> before, List<String> after) {
        var changed = new ArrayList<String>();
        for (var i = 0; i < before.size(); i++) {
            if (!before.get(i).equals(after.get(i))) {
                changed.add(before.get(i) + " became " + after.get(i));
            }
        }
        return String.join(", ", changed);
    }

    private String line(int requests, int index, Draft draft, Wire.Sent sent, Answer answer, List<String> faults) {
        return "--requests %d --seed %d --index %d: %s by %s, %s: %d %s; printf '%s' | nc localhost %d"
                .formatted(
                        requests,
                        seed,
                        index,
                        draft.operation.id(),
                        draft.caller.name(),
                        draft.faults.isEmpty() ? "as it should be" : String.join(", ", draft.faults),
                        answer.status(),
                        String.join("; ", faults.stream().distinct().limit(4).toList()),
                        printable(draft, sent),
                        draft.operation.service().getPort());
    }

    /** For printf: the token by the name of its role, everything else as it went over the wire. */
    private static String printable(Draft draft, Wire.Sent sent) {
        var text = new String(sent.bytes(), StandardCharsets.ISO_8859_1);
        var token = draft.caller.authorization().orElse("");
        if (!token.isEmpty()) {
            text = text.replace(token, "Bearer TOKEN");
        }
        var printable = new StringBuilder();
        text.chars().limit(LONGEST_LINE).forEach(c -> {
            switch (c) {
                case '\r' -> printable.append("\\r");
                case '\n' -> printable.append("\\n");
                case '\\' -> printable.append("\\\\");
                case '%' -> printable.append("%%");
                default ->
                    printable.append(
                            c < ' ' || c > '~' || c == '\'' ? "\\%03o".formatted(c) : String.valueOf((char) c));
            }
        });
        return text.length() > LONGEST_LINE
                ? printable + "' # and " + (text.length() - LONGEST_LINE) + " bytes more: '"
                : printable.toString();
    }
}
