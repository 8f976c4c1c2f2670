package id.desaterlindungi.e2e.faults;

import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Faults at once, after a while without any.
 *
 * @param quiet so long nothing is done to the system before
 */
public record Trouble(Duration quiet, List<Fault> faults) {
    public Trouble {
        faults = List.copyOf(faults);
    }

    /** One kind, or both: {@code broker stopped + reporting killed}. */
    public String kind() {
        return faults.stream()
                .map(Fault::kind)
                .distinct()
                .sorted()
                .collect(Collectors.joining(" + ", isWhole() ? "every " : "", ""));
    }

    /** Both replicas of a service in the same way. */
    private boolean isWhole() {
        return faults.size() > 1 && faults.stream().map(Fault::kind).distinct().count() == 1;
    }

    @Override
    public String toString() {
        return "after %d ms: ".formatted(quiet.toMillis())
                + faults.stream().map(Trouble::told).collect(Collectors.joining(" + "));
    }

    private static String told(Fault fault) {
        var which = fault instanceof Fault.OfReplica one ? " #" + (one.replica() + 1) : "";
        return "%s%s, %d ms".formatted(fault.kind(), which, fault.away().toMillis());
    }
}
