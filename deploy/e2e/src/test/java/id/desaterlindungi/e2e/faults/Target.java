package id.desaterlindungi.e2e.faults;

import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * What the callers ask.
 *
 * @param replicas of each service
 * @param tokens of whom the services believe
 * @param people somebody new each time, as a request to enroll
 * @param villages where they may belong
 */
public record Target(
        Map<Side, List<URI>> replicas, Tokens tokens, Supplier<Map<String, Object>> people, List<String> villages) {
    public Target {
        replicas = Map.copyOf(replicas);
        villages = List.copyOf(villages);
    }

    /** Makes a signed token. */
    public interface Tokens {
        /** @param areas with a space between them; null for a role without */
        String token(String role, @Nullable String areas);
    }

    int count(Side side) {
        return of(side).size();
    }

    List<URI> of(Side side) {
        var all = replicas.get(side);
        if (all == null) {
            throw new IllegalStateException("No replicas of " + side);
        }
        return all;
    }
}
