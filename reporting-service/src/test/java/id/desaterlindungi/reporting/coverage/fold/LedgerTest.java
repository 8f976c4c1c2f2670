package id.desaterlindungi.reporting.coverage.fold;

import static org.assertj.core.api.Assertions.assertThat;

import id.desaterlindungi.reporting.coverage.fold.Ledger.Group;
import id.desaterlindungi.reporting.coverage.fold.Ledger.Keys;
import java.util.List;
import java.util.Map;
import java.util.Map.Entry;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** More entries than fit into one of its pieces. */
class LedgerTest {
    private static final int AMOUNT_BITS = 3;
    private static final Group<Entry<Long, Long>> SUM = (key, entries, from, to) -> {
        var sum = 0L;
        for (var i = from; i < to; i++) {
            sum += entries[i] & (1 << AMOUNT_BITS) - 1;
        }
        return Map.entry(key, sum);
    };

    private final Ledger ledger = new Ledger(AMOUNT_BITS);
    private final TreeMap<Long, Long> expected = new TreeMap<>();

    @Test
    void addsUpEachKeyInOrder() {
        fill(150_000);

        assertThat(ledger.size()).isEqualTo(150_000);
        ledger.close(entry -> entry);

        assertThat(ledger.groups(SUM)).containsExactlyElementsOf(expected.entrySet());
        assertThat(ledger.groups(new Keys(100, 200), SUM))
                .containsExactlyElementsOf(expected.subMap(100L, 200L).entrySet());
    }

    @Test
    void putsEntriesOfSomeKeysUnderOthers() {
        fill(150_000);
        ledger.close(entry -> entry);

        var moved = ledger.moved(
                List.of(new Keys(5, 7), new Keys(100, 200)),
                entry -> entry >>> AMOUNT_BITS == 6 ? -1 : entry & (1 << AMOUNT_BITS) - 1 | 9 << AMOUNT_BITS);

        var sum = Stream.concat(Stream.of(expected.get(5L)), expected.subMap(100L, 200L).values().stream())
                .mapToLong(Long::longValue)
                .sum();
        assertThat(moved.groups(SUM)).containsExactly(Map.entry(9L, sum));
    }

    private void fill(int count) {
        var random = new Random(1);
        for (var i = 0; i < count; i++) {
            long key = random.nextInt(1_000);
            long amount = random.nextInt(1 << AMOUNT_BITS);
            ledger.add(key << AMOUNT_BITS | amount);
            expected.merge(key, amount, Long::sum);
        }
    }
}
