package id.desaterlindungi.e2e.faults;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** The covered of each village, counted from the events alone, as a stranger would who knows the contract and nothing else. */
public final class Census {
    private static final Set<String> COVERED = Set.of("ACTIVE", "GRACE");

    private record Standing(int version, JsonNode facets) {}

    private final long first;
    private final Map<String, Integer> covered;
    private final Map<String, Standing> standings = new HashMap<>();
    private final Map<Long, Integer> contents = new HashMap<>();
    private final List<String> wrong = new ArrayList<>();
    private long position;

    /** @param position up to which others have counted, and got these covered */
    public Census(long position, Map<String, Integer> covered) {
        this.first = position;
        this.position = position;
        this.covered = new TreeMap<>(covered);
    }

    public long position() {
        return position;
    }

    /** @param event of the feed */
    public void take(JsonNode event) {
        long next = event.path("sequence").asLong();
        if (next != ++position) {
            wrong.add("Position %d is followed by %d in the feed".formatted(position - 1, next));
            position = next;
        }
        var type = event.path("type").asText();
        var data = event.path("data");
        contents.put(next, content(type, event.path("subject").asText(), data));
        if (type.startsWith("id.desaterlindungi.participant.")) {
            count(data, next);
        }
    }

    private void count(JsonNode data, long at) {
        var id = data.path("participantId").asText();
        int version = data.path("version").asInt();
        var before = data.path("before");
        var known = standings.get(id);
        if (known == null ? first == 0 && version != 1 : known.version() + 1 != version) {
            wrong.add("Version %d of %s at position %d follows %s"
                    .formatted(version, id, at, known == null ? "none" : known.version()));
        }
        if (known != null && !known.facets().equals(before)) {
            wrong.add("What %s was before position %d is not what it was at last".formatted(id, at));
        }
        count(before, -1);
        count(data.path("after"), 1);
        standings.put(id, new Standing(version, data.path("after")));
    }

    private void count(JsonNode facets, int people) {
        if (COVERED.contains(facets.path("status").asText())) {
            covered.merge(facets.path("villageCode").asText(), people, Integer::sum);
        }
    }

    /** By village, without those that have none. */
    public Map<String, Integer> covered() {
        var there = new TreeMap<>(covered);
        there.values().removeIf(number -> number == 0);
        return there;
    }

    /** Of an event, wherever it stands: the same only if all of it is. */
    public static int content(String type, String subject, JsonNode data) {
        return List.of(type, subject, data).hashCode();
    }

    /** By position. */
    public Map<Long, Integer> contents() {
        return contents;
    }

    public List<String> wrong() {
        return wrong;
    }
}
