package id.desaterlindungi.e2e.faults;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Collectors;

/** Every request, by its outcome; those that only a fault may explain, one by one. */
public final class Journal {
    /**
     * @param begun of {@link System#nanoTime}, as {@code ended}
     * @param status {@link Answer#NONE} without an answer, and then {@code failure} says why
     * @param hasty whether the caller waits less long than a caller should
     */
    record Exchange(
            Side side,
            int replica,
            String operation,
            long begun,
            long ended,
            int status,
            String code,
            boolean saysWhen,
            String failure,
            boolean hasty) {
        private boolean isOdd() {
            return status == Answer.NONE && !hasty || status >= 500;
        }

        private String outcome() {
            return status == Answer.NONE ? hasty ? "given up" : "no answer" : Integer.toString(status);
        }

        private String told() {
            return "%s of %s #%d: %s %s%s after %d ms"
                    .formatted(operation, side, replica + 1, outcome(), code, failure, (ended - begun) / 1_000_000);
        }
    }

    private final Map<String, AtomicInteger> outcomes = new ConcurrentSkipListMap<>();
    private final Collection<Exchange> odd = new ConcurrentLinkedQueue<>();
    private final Collection<Long> enrolled = new ConcurrentLinkedQueue<>();
    private final AtomicLong slowest = new AtomicLong();
    private final long began = System.nanoTime();

    void record(Exchange exchange) {
        outcomes.computeIfAbsent(exchange.outcome(), _ -> new AtomicInteger()).incrementAndGet();
        if (exchange.isOdd()) {
            odd.add(exchange);
        }
        if (exchange.status() == 201) {
            enrolled.add(exchange.ended());
        }
        slowest.accumulateAndGet(exchange.ended() - exchange.begun(), Math::max);
    }

    /** By outcome, in words. */
    public String outcomes() {
        return outcomes.entrySet().stream()
                .map(one -> one.getKey() + " ×" + one.getValue().get())
                .collect(Collectors.joining(", "));
    }

    public long requests() {
        return outcomes.values().stream().mapToInt(AtomicInteger::get).sum();
    }

    /** What may not be: a server error other than 503, a 503 that does not say when, either or no answer without a fault. */
    public List<String> wrong(Windows windows) {
        var wrong = new ArrayList<String>();
        for (var one : odd) {
            var at = " at %.1f s".formatted((one.ended() - began) / 1e9);
            if (one.status() > 500 && one.status() != 503 || one.status() == 500) {
                wrong.add(one.told() + at);
            } else if (one.status() == 503 && !one.saysWhen()) {
                wrong.add(one.told() + at + " without Retry-After");
            } else if (!windows.touch(one.begun(), one.ended())) {
                wrong.add(one.told() + at + " with no fault on");
            }
        }
        return wrong;
    }

    /** By kind of trouble: how long at most nobody was answered 201. */
    Map<String, Long> longestWithout(Windows windows) {
        var times = enrolled.stream().mapToLong(Long::longValue).sorted().toArray();
        var longest = new TreeMap<String, Long>();
        for (var window : windows.all()) {
            for (var i = 1; i < times.length; i++) {
                if (times[i - 1] <= window.until() && times[i] >= window.from()) {
                    longest.merge(window.trouble().kind(), times[i] - times[i - 1], Math::max);
                }
            }
        }
        return longest;
    }
}
