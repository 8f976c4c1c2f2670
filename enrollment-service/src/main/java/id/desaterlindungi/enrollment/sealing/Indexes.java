package id.desaterlindungi.enrollment.sealing;

import java.util.List;
import java.util.function.Function;
import java.util.stream.IntStream;

/**
 * The indexes of one value, of 32 bytes each: one by each key at hand. Mostly that is one key; while it is changed, there are two, and
 * somebody is found by either.
 */
public record Indexes(List<Long> keys, List<byte[]> values) {
    /** @throws IllegalStateException for a key that was not at hand */
    public byte[] by(long key) {
        var place = keys.indexOf(key);
        if (place < 0) {
            throw new IllegalStateException("There is no index by the key " + Keyset.told((int) key));
        }
        return values.get(place);
    }

    /** Each of some values with each of its indexes, one after the other. */
    public static <T> List<Of<T>> each(List<T> values, Function<T, Indexes> indexes) {
        return values.stream()
                .flatMap(value -> indexes.apply(value).values.stream().map(index -> new Of<>(value, index)))
                .toList();
    }

    /** A value, and one of its indexes. */
    @SuppressWarnings("ArrayRecordComponent")
    public record Of<T>(T value, byte[] index) {}

    /** All in one, by these keys in their order. */
    public byte[] joined(List<Long> by) {
        if (by.equals(keys) && values.size() == 1) {
            return values.getFirst();
        }
        var joined = new byte[by.size() * Seal.INDEX_BYTES];
        IntStream.range(0, by.size())
                .forEach(i -> System.arraycopy(by(by.get(i)), 0, joined, i * Seal.INDEX_BYTES, Seal.INDEX_BYTES));
        return joined;
    }
}
