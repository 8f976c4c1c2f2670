package id.desaterlindungi.e2e.fuzz;

import java.net.URI;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Set;

/**
 * What is fuzzed.
 *
 * @param enrollment where the enrollment service is
 * @param reporting where the reporting service is
 * @param tokens of whom the services believe
 * @param register to look into, past the service
 * @param totals to look into, past the service
 * @param untouched codes of areas that others rely on: they are not closed, and get no goal
 */
public record Target(
        URI enrollment, URI reporting, Tokens tokens, Database register, Database totals, Set<String> untouched) {
    public Target {
        untouched = Set.copyOf(untouched);
    }

    /** Makes a signed token. */
    public interface Tokens {
        /** @param areas with a space between them; null for a role without */
        String token(String role, String areas);
    }

    /** Opens a connection. */
    public interface Database {
        Connection connect() throws SQLException;
    }
}
