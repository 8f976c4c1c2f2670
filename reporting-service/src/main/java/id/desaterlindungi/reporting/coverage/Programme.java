package id.desaterlindungi.reporting.coverage;

import java.util.Collection;
import java.util.EnumSet;
import java.util.stream.Collectors;

/** The programmes in the contract's order, which is the order of the constants. */
public enum Programme {
    JKK,
    JKM,
    JHT,
    JP,
    JKP;

    /** One spelling for one set, whatever order it came in: {@code JKK+JKM}. */
    public static String canonical(Collection<Programme> programmes) {
        return EnumSet.copyOf(programmes).stream().map(Programme::name).collect(Collectors.joining("+"));
    }
}
