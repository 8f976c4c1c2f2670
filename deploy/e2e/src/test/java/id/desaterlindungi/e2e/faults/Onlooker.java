package id.desaterlindungi.e2e.faults;

import id.desaterlindungi.e2e.faults.Line.Request;
import java.util.Random;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Reads what belongs to nobody in particular, and knows what none of it may ever say. For one thread. */
final class Onlooker {
    /** How stale a total may be that another replica gives. */
    private static final long STALE_NANOS = 5_000_000_000L;

    private final Target target;
    private final Line line;
    private final Memory memory;
    private final Random random;
    private final String token;
    /** The furthest position that was told, and before which moment. */
    private final TreeMap<Long, Long> positions = new TreeMap<>();

    private @Nullable String tag;

    Onlooker(Target target, Line line, Memory memory, Random random, String token) {
        this.target = target;
        this.line = line;
        this.memory = memory;
        this.random = random;
        this.token = token;
    }

    void lookAtVillage() throws InterruptedException {
        var village = target.villages().get(random.nextInt(target.villages().size()));
        expect(
                200,
                Caller.get(
                        Side.ENROLLMENT, "people of a village", "/v1/participants?limit=20&within=" + village, token));
    }

    void readFeed() throws InterruptedException {
        var after = random.nextInt(4) == 0 || memory.events.isEmpty() ? 0 : random.nextInt(memory.events.size());
        var answer = line.once(
                Caller.get(
                        Side.ENROLLMENT,
                        "events",
                        "/v1/events?limit=100&after=" + after,
                        target.tokens().token("service", "16")),
                random);
        if (answer.status() != 200) {
            expected(200, "events", answer);
            return;
        }
        long position = after;
        for (var event : answer.body()) {
            if (event.path("sequence").asLong() != ++position) {
                memory.wrong.add("The feed has %s where %d should be".formatted(event.path("sequence"), position));
                return;
            }
            var id = event.path("id").asText();
            var before = memory.events.putIfAbsent(position, id);
            if (before != null && !before.equals(id)) {
                memory.wrong.add("Position %d was %s, is %s".formatted(position, before, id));
            }
        }
    }

    void readTotals() throws InterruptedException {
        long began = System.nanoTime();
        var known = positions.floorEntry(began - STALE_NANOS);
        var asked = random.nextInt(3) == 0 ? tag : null;
        var answer = line.once(
                new Request(
                        Side.REPORTING,
                        "totals",
                        "/v1/progress",
                        token,
                        one -> asked == null ? one : one.header("If-None-Match", asked)),
                random,
                Line.patience(random));
        if (answer.status() == 304 && asked != null) {
            return;
        }
        if (answer.status() != 200) {
            expected(200, "totals", answer);
            return;
        }
        tag = answer.header("ETag").orElse(null);
        var body = answer.body();
        long position = body.path("asOf").path("position").asLong();
        long right = body.path("goal").path("baseline").asLong()
                - body.path("register").path("carriedOver").asLong()
                + body.path("register").path("covered").asLong();
        if (body.path("covered").asLong() != right) {
            memory.wrong.add("Covered is %s at %d, its parts make %d".formatted(body.path("covered"), position, right));
        }
        if (known != null && position < known.getValue()) {
            memory.wrong.add("Totals went back from %d to %d".formatted(known.getValue(), position));
        }
        if (body.path("asOf").path("parked").asInt() != 0) {
            memory.wrong.add("%s events are parked".formatted(body.path("asOf").path("parked")));
        }
        positions.merge(System.nanoTime(), position, Math::max);
        while (positions.size() > 500) {
            positions.pollFirstEntry();
        }
    }

    void readAreas() throws InterruptedException {
        expect(200, Caller.get(Side.REPORTING, "areas", "/v1/progress/areas?within=16&level=regency", token));
    }

    private void expect(int status, Request request) throws InterruptedException {
        expected(status, request.operation(), line.once(request, random, Line.patience(random)));
    }

    private void expected(int status, String operation, Answer answer) {
        if (answer.status() != status && !answer.isOpen()) {
            memory.wrong.add(operation + ": " + answer.told());
        }
    }
}
