package id.desaterlindungi.enrollment;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/**
 * The services share no module, so what both need of callers, of HTTP and of problems stands in both. Files of the same name are the same,
 * but for the name of their service: what is mended in one is mended in the other.
 */
class TwinsTest {
    private static final Map<String, String> DIFFERENT = Map.of(
            "http/Change.java", "the register's transactions are JTA's, those of the totals Jdbi's",
            "http/description/ApiDescription.java", "the register describes patches, the totals files and rebuilds",
            "access/Rights.java", "each service has its own operations",
            "problem/Messages.java", "findings of the register alone mention texts by their keys",
            "problem/Failure.java", "the register's worker alone asks whether a failure passes");

    @Test
    void sameNameIsSameText() throws IOException {
        var register = texts("enrollment");
        var totals = texts("reporting");
        var both = new TreeSet<>(register.keySet());
        both.retainAll(totals.keySet());

        assertThat(both).hasSizeGreaterThan(30).containsAll(DIFFERENT.keySet());
        for (var file : both) {
            if (DIFFERENT.containsKey(file)) {
                assertThat(totals.get(file)).as("%s is said to differ", file).isNotEqualTo(register.get(file));
            } else {
                assertThat(totals.get(file)).as(file).isEqualTo(register.get(file));
            }
        }
    }

    private static Map<String, String> texts(String service) throws IOException {
        var room = Path.of("../" + service + "-service/src/main/java/id/desaterlindungi/" + service);
        var texts = new HashMap<String, String>();
        for (var twin : new String[] {"DatabaseCredentials.java", "access", "http", "problem", "settings"}) {
            try (var files = Files.walk(room.resolve(twin))) {
                for (var file : files.filter(Files::isRegularFile).toList()) {
                    texts.put(
                            room.relativize(file).toString(),
                            Files.readString(file)
                                    .replace("id.desaterlindungi." + service, "id.desaterlindungi.service")
                                    .replace("prefix = \"" + service, "prefix = \"service"));
                }
            }
        }
        return texts;
    }
}
