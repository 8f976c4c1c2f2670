package id.desaterlindungi.reporting.coverage;

import java.util.Arrays;
import java.util.Collection;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** The programmes in the contract's order, which is the order of the constants. */
public enum Programme {
    JKK,
    JKM,
    JHT,
    JP,
    JKP;

    /** By set, one bit for each programme: every folded event asks. */
    private static final String[] SPELLINGS = IntStream.range(0, 1 << values().length)
            .mapToObj(set -> Arrays.stream(values())
                    .filter(one -> (set & one.bit()) != 0)
                    .map(Programme::name)
                    .collect(Collectors.joining("+")))
            .toArray(String[]::new);

    /** One spelling for one set, whatever order it came in: {@code JKK+JKM}. */
    public static String canonical(Collection<Programme> programmes) {
        var set = 0;
        for (var one : programmes) {
            set |= one.bit();
        }
        return SPELLINGS[set];
    }

    private int bit() {
        return 1 << ordinal();
    }
}
