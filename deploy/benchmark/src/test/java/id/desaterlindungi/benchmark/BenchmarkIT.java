package id.desaterlindungi.benchmark;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Each scenario runs, on a few people and for moments: a benchmark that nobody runs rots. Its figures mean nothing. */
class BenchmarkIT {
    private final Path module = Path.of(System.getProperty("basedir", "")).toAbsolutePath();
    private final Path root = module.resolve("../..").normalize();

    @Test
    void runsEachScenarioAndKeepsNothing() throws Exception {
        var results = module.resolve("results");
        var before = Files.getLastModifiedTime(results);

        Benchmark.run(root, module.resolve("target/data"), Scale.QUICK, Set.of());

        assertThat(Files.getLastModifiedTime(results)).isEqualTo(before);
    }
}
