package id.desaterlindungi.reporting.coverage.fold;

import java.util.Arrays;
import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.Spliterator;
import java.util.Spliterators;
import java.util.function.LongUnaryOperator;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/**
 * What was added to many keys, one entry for each time, in eight bytes: the key in the upper bits, the amount in the lower ones.
 * It is put in order once, at its end; so a million entries cost neither a million objects nor a million lookups.
 */
final class Ledger {
    private final int amountBits;
    private long[] entries = new long[256];
    private int size;

    /** @param amountBits how many of the lower bits do not belong to the key */
    Ledger(int amountBits) {
        this.amountBits = amountBits;
    }

    /** Makes an item of the entries of one key, which stand side by side. */
    interface Group<T> {
        T of(long key, long[] entries, int from, int to);
    }

    void add(long entry) {
        if (size == entries.length) {
            entries = Arrays.copyOf(entries, size * 2);
        }
        entries[size++] = entry;
    }

    int size() {
        return size;
    }

    /** Puts the entries in order. @param ordered an entry as it is to be ordered, and read from then on */
    void close(LongUnaryOperator ordered) {
        for (var i = 0; i < size; i++) {
            entries[i] = ordered.applyAsLong(entries[i]);
        }
        Arrays.sort(entries, 0, size);
    }

    /** Of a closed ledger one item for each key, in the keys' order, made while it is read. */
    <T> Stream<T> groups(Group<T> group) {
        var items = new Iterator<T>() {
            private int from;

            @Override
            public boolean hasNext() {
                return from < size;
            }

            @Override
            public T next() {
                if (!hasNext()) {
                    throw new NoSuchElementException();
                }
                var key = entries[from] >>> amountBits;
                var to = from + 1;
                while (to < size && entries[to] >>> amountBits == key) {
                    to++;
                }
                var item = group.of(key, entries, from, to);
                from = to;
                return item;
            }
        };
        return StreamSupport.stream(
                Spliterators.spliteratorUnknownSize(items, Spliterator.ORDERED | Spliterator.NONNULL), false);
    }
}
