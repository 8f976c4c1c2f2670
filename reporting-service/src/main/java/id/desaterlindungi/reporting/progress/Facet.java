package id.desaterlindungi.reporting.progress;

import id.desaterlindungi.reporting.coverage.FundingSource;
import id.desaterlindungi.reporting.coverage.Occupation;
import id.desaterlindungi.reporting.coverage.Origin;
import id.desaterlindungi.reporting.coverage.Programme;
import id.desaterlindungi.reporting.coverage.Segment;
import id.desaterlindungi.reporting.coverage.Sex;
import id.desaterlindungi.reporting.coverage.Status;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** What people can be told apart by, and the column that holds it. */
enum Facet {
    STATUS("status", Status.values()),
    SEGMENT("segment", Segment.values()),
    OCCUPATION("occupation", Occupation.values()),
    FUNDING_SOURCE("fundingSource", FundingSource.values()),
    /** A set of them. */
    PROGRAMMES("programmes", Programme.values()),
    SEX("sex", Sex.values()),
    ORIGIN("origin", Origin.values()),
    /** Kept apart from the others: it can be crossed with the status alone. */
    BIRTH_YEAR("birthYear");

    /**
     * Told to the public one at a time. Not the others: a status and an origin say more of a number that is told elsewhere, and
     * programmes follow from segments.
     */
    static final Set<Facet> PUBLIC = Set.of(SEGMENT, OCCUPATION, FUNDING_SOURCE, SEX);

    private final String label;
    private final List<String> values;

    Facet(String label, Enum<?>... values) {
        this.label = label;
        this.values = Arrays.stream(values).map(Enum::name).toList();
    }

    String label() {
        return label;
    }

    String column() {
        return name().toLowerCase(Locale.ROOT);
    }

    /**
     * What a query parameter asks for, in the one spelling that the cells have.
     *
     * @throws id.desaterlindungi.reporting.problem.ProblemException 400 for a value that nobody can have
     */
    String value(String given) {
        return switch (this) {
            case BIRTH_YEAR -> given;
            case PROGRAMMES ->
                Programme.canonical(Arrays.stream(given.split(",", -1))
                        .map(programme -> Programme.valueOf(choice(programme)))
                        .toList());
            case STATUS, SEGMENT, OCCUPATION, FUNDING_SOURCE, SEX, ORIGIN -> choice(given);
        };
    }

    private String choice(String given) {
        return Choice.of(label, given, values, value -> value);
    }
}
