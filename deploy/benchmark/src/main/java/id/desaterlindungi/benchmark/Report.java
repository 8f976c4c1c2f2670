package id.desaterlindungi.benchmark;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;

/** What a run found, told as it is found and kept as a page. */
final class Report {
    private final List<String> lines = new ArrayList<>();

    Report(String title) throws IOException {
        lines.add("# " + title);
        add("");
        add("Run of %s, %d cores, %d MiB of memory, everything on one machine, PostgreSQL 18 with fsync on."
                .formatted(LocalDate.now(), Runtime.getRuntime().availableProcessors(), memoryMebibytes()));
        add("");
    }

    void add(String line) {
        System.out.println(line);
        lines.add(line);
    }

    void keep(Path root, String name) throws IOException {
        Files.write(
                Files.createDirectories(root.resolve("deploy/benchmark/results"))
                        .resolve(name),
                lines);
    }

    private static long memoryMebibytes() throws IOException {
        try (var info = Files.lines(Path.of("/proc/meminfo"))) {
            return info.filter(line -> line.startsWith("MemTotal"))
                    .map(line -> Long.parseLong(line.replaceAll("[^0-9]", "")) / 1024)
                    .findFirst()
                    .orElse(0L);
        }
    }
}
