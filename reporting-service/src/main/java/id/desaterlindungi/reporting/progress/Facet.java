package id.desaterlindungi.reporting.progress;

import java.util.Arrays;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;

/** A property that people are counted by, with its column. */
enum Facet {
    STATUS("status"),
    SEGMENT("segment"),
    OCCUPATION("occupation"),
    FUNDING_SOURCE("fundingSource"),
    /** A person's whole set of programmes is one value. */
    PROGRAMMES("programmes"),
    SEX("sex"),
    ORIGIN("origin"),
    /** Its cells are separate from the others: it can be crossed with the status alone. */
    BIRTH_YEAR("birthYear");

    /**
     * What the public may ask for, one at a time. Status and origin are not among them, because they say more about numbers that are
     * public elsewhere; programmes are not, because they follow from segments.
     */
    static final Set<Facet> PUBLIC = Set.of(SEGMENT, OCCUPATION, FUNDING_SOURCE, SEX);

    private final String label;

    Facet(String label) {
        this.label = label;
    }

    String label() {
        return label;
    }

    String column() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** All of them, for a message. */
    static String labels() {
        return Arrays.stream(values()).map(Facet::label).collect(Collectors.joining(", "));
    }
}
