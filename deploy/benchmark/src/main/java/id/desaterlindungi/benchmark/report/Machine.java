package id.desaterlindungi.benchmark.report;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** What everything ran on: PostgreSQL, Kafka, both services and their callers. */
record Machine(String processor, int processors, long memoryMebibytes) {
    static Machine here() throws IOException {
        return new Machine(
                after(Path.of("/proc/cpuinfo"), "model name"),
                Runtime.getRuntime().availableProcessors(),
                Long.parseLong(after(Path.of("/proc/meminfo"), "MemTotal").replaceAll("\\D", "")) / 1024);
    }

    private static String after(Path file, String name) throws IOException {
        try (var lines = Files.lines(file)) {
            return lines.filter(line -> line.startsWith(name))
                    .map(line -> line.substring(line.indexOf(':') + 1).strip())
                    .findFirst()
                    .orElse("0");
        }
    }
}
