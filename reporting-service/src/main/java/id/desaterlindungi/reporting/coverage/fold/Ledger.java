package id.desaterlindungi.reporting.coverage.fold;

import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Queue;
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
    /** Entries that are added stand in pieces of this size, or in one that is smaller: to grow takes nothing beside what is there. */
    private static final int PIECE = 32 * 1024;

    private final int amountBits;
    private final Queue<long[]> full = new ArrayDeque<>();
    /** The last piece, and when the ledger is closed all entries. */
    private long[] entries;

    private int used;

    /** @param amountBits how many of the lower bits do not belong to the key */
    Ledger(int amountBits) {
        this.amountBits = amountBits;
        this.entries = new long[256];
    }

    /** A closed one. @param used how many of the entries are of it */
    private Ledger(int amountBits, long[] entries, int used) {
        this.amountBits = amountBits;
        this.entries = entries;
        this.used = used;
        Arrays.sort(entries, 0, used);
    }

    /** Makes an item of the entries of one key, which stand side by side. */
    interface Group<T> {
        T of(long key, long[] entries, int from, int to);
    }

    void add(long entry) {
        if (used == entries.length) {
            grow();
        }
        entries[used++] = entry;
    }

    private void grow() {
        if (used < PIECE) {
            entries = Arrays.copyOf(entries, used * 2);
        } else {
            full.add(entries);
            entries = new long[PIECE];
            used = 0;
        }
    }

    int size() {
        return full.size() * PIECE + used;
    }

    /** Puts the entries in order, for which they are twice in memory. @param ordered an entry as it is to be ordered, and read from then on */
    void close(LongUnaryOperator ordered) {
        var all = new long[size()];
        var last = used;
        full.add(entries);
        used = 0;
        for (var piece = full.poll(); piece != null; piece = full.poll()) {
            var end = full.isEmpty() ? last : PIECE;
            for (var i = 0; i < end; i++) {
                all[used++] = ordered.applyAsLong(piece[i]);
            }
        }
        entries = all;
        Arrays.sort(entries);
    }

    /** Where in a closed ledger the keys from this one on begin. */
    private int indexOf(long key) {
        var from = 0;
        var to = used;
        while (from < to) {
            var middle = (from + to) >>> 1;
            if (entries[middle] >>> amountBits < key) {
                from = middle + 1;
            } else {
                to = middle;
            }
        }
        return from;
    }

    /** Keys from the first on, up to the one before the last. */
    record Keys(long first, long last) {}

    /** Of a closed ledger the entries of some keys, under other keys. @param moved the entry that one becomes; less than 0 where it is left out */
    Ledger moved(List<Keys> some, LongUnaryOperator moved) {
        var most = 0;
        for (var keys : some) {
            most += indexOf(keys.last()) - indexOf(keys.first());
        }
        var result = new long[most];
        var size = 0;
        for (var keys : some) {
            var to = indexOf(keys.last());
            for (var i = indexOf(keys.first()); i < to; i++) {
                var entry = moved.applyAsLong(entries[i]);
                if (entry >= 0) {
                    result[size++] = entry;
                }
            }
        }
        return new Ledger(amountBits, result, size);
    }

    /** Of a closed ledger one item for each key, in the keys' order, made while it is read. */
    <T> Stream<T> groups(Group<T> group) {
        return groups(0, used, group);
    }

    /** The same of some keys. */
    <T> Stream<T> groups(Keys some, Group<T> group) {
        return groups(indexOf(some.first()), indexOf(some.last()), group);
    }

    private <T> Stream<T> groups(int begin, int end, Group<T> group) {
        var items = new Iterator<T>() {
            private int from = begin;

            @Override
            public boolean hasNext() {
                return from < end;
            }

            @Override
            public T next() {
                if (!hasNext()) {
                    throw new NoSuchElementException();
                }
                var key = entries[from] >>> amountBits;
                var to = from + 1;
                while (to < end && entries[to] >>> amountBits == key) {
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
