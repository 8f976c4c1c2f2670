package id.desaterlindungi.e2e.faults;

import java.util.Locale;

/** A service, of which there are replicas. */
public enum Side {
    ENROLLMENT,
    REPORTING;

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
