package id.desaterlindungi.e2e.faults;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;

/** What the callers were told, and what they may hold the system to. */
public final class Memory {
    /** @param body as it was sent */
    public record Keyed(String key, String body, String id) {}

    /** @param rows all of them good */
    public record Listed(String id, int rows) {}

    final Collection<Member> members = new ConcurrentLinkedQueue<>();
    /** NIKs of those whose enrollment was answered by nobody, and who were left at that. */
    final Collection<String> unsure = new ConcurrentLinkedQueue<>();

    final Collection<Keyed> keyed = new ConcurrentLinkedQueue<>();
    final Collection<Listed> lists = new ConcurrentLinkedQueue<>();
    /** By position: the id of an event as it was read. */
    final Map<Long, String> events = new ConcurrentHashMap<>();

    final Collection<String> wrong = new ConcurrentLinkedQueue<>();
    final AtomicInteger replayed = new AtomicInteger();
    /** Changes that were answered by nothing or by 503. */
    final AtomicInteger open = new AtomicInteger();
    /** Of those, the ones that had been made. */
    final AtomicInteger made = new AtomicInteger();

    public int enrolled() {
        return members.size();
    }

    public Collection<String> unsure() {
        return List.copyOf(unsure);
    }

    public Collection<Keyed> keyed() {
        return List.copyOf(keyed);
    }

    public Collection<Listed> lists() {
        return List.copyOf(lists);
    }

    public Map<Long, String> events() {
        return Map.copyOf(events);
    }

    /** What was seen to be wrong at once. */
    public List<String> wrong() {
        return List.copyOf(wrong);
    }

    /** Each as the register should have it: id, version, village, occupation, status. */
    public List<String> rows() {
        return members.stream().map(Member::row).toList();
    }

    public String told() {
        return "%d people answered as enrolled, %d lists, %d left unanswered; %d changes without a certain answer at first, %d of them had been made; %d answers given again"
                .formatted(members.size(), lists.size(), unsure.size(), open.get(), made.get(), replayed.get());
    }
}
