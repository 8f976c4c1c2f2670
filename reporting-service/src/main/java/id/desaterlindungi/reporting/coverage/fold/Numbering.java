package id.desaterlindungi.reporting.coverage.fold;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/** Small numbers for what keys are made of, in the order in which it came. */
final class Numbering<T extends Comparable<T>> {
    private final Map<T, Integer> numbers = new HashMap<>();
    private final List<T> items = new ArrayList<>();

    int of(T item) {
        var number = numbers.get(item);
        if (number == null) {
            number = items.size();
            numbers.put(item, number);
            items.add(item);
        }
        return number;
    }

    /** The items in their own order, and the place of each in it. */
    Order<T> order() {
        var sorted = IntStream.range(0, items.size())
                .boxed()
                .sorted(Comparator.comparing(items::get))
                .toList();
        var places = new int[items.size()];
        for (var place = 0; place < places.length; place++) {
            places[sorted.get(place)] = place;
        }
        return new Order<>(sorted.stream().map(items::get).toList(), places);
    }

    /** @param places by number */
    record Order<T>(List<T> items, int[] places) {
        T item(long place) {
            return items.get((int) place);
        }

        /** The bits with the place in the order instead of the number that stands in some of them. */
        long inPlace(long bits, int from, int to) {
            var mask = (to == Long.SIZE ? -1L : (1L << to) - 1) & -(1L << from);
            return bits & ~mask | (long) places[(int) ((bits & mask) >>> from)] << from;
        }
    }
}
