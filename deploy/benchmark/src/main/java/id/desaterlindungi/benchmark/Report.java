package id.desaterlindungi.benchmark;

import id.desaterlindungi.local.ServiceProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;

/** What a run found, told as it is found and kept as a page. */
final class Report {
    /** What the design aims at for a service under load. */
    static final int RESIDENT_MEBIBYTES = 350;

    private final List<String> lines = new ArrayList<>();

    Report(String title) throws IOException {
        lines.add("# " + title);
        add("");
        add("Run of %s, %d cores, %d MiB of memory, everything on one machine, PostgreSQL 18 with fsync on."
                .formatted(LocalDate.now(), Runtime.getRuntime().availableProcessors(), memoryMebibytes()));
        add("");
    }

    /** What was aimed at, and whether it was reached. @param aim how the target is told: {@code %,.0f events/s} */
    static String atLeast(double found, double target, String aim) {
        return told("≥ ", target, aim, found >= target);
    }

    static String atMost(double found, double target, String aim) {
        return told("≤ ", target, aim, found <= target);
    }

    private static String told(String bound, double target, String aim, boolean met) {
        var number = aim.indexOf('%');
        return (aim.substring(0, number) + bound + aim.substring(number)).formatted(target)
                + (met ? ", met" : ", missed");
    }

    static String resident(ServiceProcess service) throws IOException {
        var mebibytes = service.residentBytes() >> 20;
        return "%d MiB (target: %s)".formatted(mebibytes, atMost(mebibytes, RESIDENT_MEBIBYTES, "%,.0f MiB"));
    }

    void add(List<String> some) {
        some.forEach(this::add);
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
