package id.desaterlindungi.reporting.coverage;

import java.util.Arrays;

/** The life of a membership. The one place of this service that says which statuses count toward the goal. */
public enum Status {
    REGISTERED(false),
    ACTIVE(true),
    GRACE(true),
    LAPSED(false),
    ENDED(false);

    private final boolean covered;

    Status(boolean covered) {
        this.covered = covered;
    }

    public boolean covered() {
        return covered;
    }

    /** For SQL. */
    public static String[] namesOfCovered() {
        return Arrays.stream(values()).filter(Status::covered).map(Status::name).toArray(String[]::new);
    }
}
