package id.desaterlindungi.benchmark;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import org.junit.jupiter.api.Test;

/**
 * Scenarios run, on a few people and for moments: a benchmark that nobody runs rots. Its figures mean nothing. Those that start
 * services again and again, or fold twice, take a minute even so: {@code deploy/benchmark/run --quick} runs them all.
 */
class BenchmarkIT {
    private static final Set<String> ON_ONE_START =
            Set.of("policies", "pages", "totals", "freshness", "enrollments", "batches", "lists", "publishing");

    private final Path module = Path.of(System.getProperty("basedir", "")).toAbsolutePath();
    private final Path root = module.resolve("../..").normalize();

    @Test
    void runsScenariosAndKeepsNothing() throws Exception {
        var results = module.resolve("results");
        var before = Files.getLastModifiedTime(results);

        Benchmark.run(root, module.resolve("target/data"), Scale.QUICK, ON_ONE_START);

        assertThat(Files.getLastModifiedTime(results)).isEqualTo(before);
    }
}
