package id.desaterlindungi.reporting.coverage;

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
}
