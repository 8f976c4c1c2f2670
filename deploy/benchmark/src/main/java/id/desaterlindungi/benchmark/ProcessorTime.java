package id.desaterlindungi.benchmark;

import id.desaterlindungi.local.ServiceProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Processor time that a service and PostgreSQL have taken so far, in milliseconds. Linux only. */
record ProcessorTime(double service, double postgres) {
    private static final Path PROCESSES = Path.of("/proc");
    /** Of the clock that {@code stat} counts in, which Linux shows as 100 a second everywhere. */
    private static final int TICK_MILLIS = 10;

    private static final int PARENT = 1;
    private static final int USER = 11;
    private static final int SYSTEM = 12;

    static ProcessorTime of(ServiceProcess service, Bed bed) throws IOException {
        var stat = stat(PROCESSES.resolve(Long.toString(service.pid())));
        return new ProcessorTime(
                (Long.parseLong(stat.get(USER)) + Long.parseLong(stat.get(SYSTEM))) * (double) TICK_MILLIS,
                postgres(bed.postmaster()));
    }

    ProcessorTime since(ProcessorTime before) {
        return new ProcessorTime(service - before.service, postgres - before.postgres);
    }

    /** The server and its processes, each of which has one thread, whose time Linux tells to the nanosecond. */
    private static double postgres(long postmaster) throws IOException {
        var nanos = 0L;
        try (var processes = Files.list(PROCESSES)) {
            for (var process : processes
                    .filter(path -> path.getFileName().toString().matches("\\d+"))
                    .toList()) {
                try {
                    if (process.endsWith(Long.toString(postmaster))
                            || stat(process).get(PARENT).equals(Long.toString(postmaster))) {
                        nanos += Long.parseLong(
                                Files.readString(process.resolve("schedstat")).split(" ")[0]);
                    }
                } catch (IOException e) {
                    // It has ended meanwhile, and nobody can ask it any more.
                }
            }
        }
        return nanos / 1e6;
    }

    /** From the state on: the name before it may hold anything. */
    private static List<String> stat(Path process) throws IOException {
        var line = Files.readString(process.resolve("stat"));
        return List.of(line.substring(line.lastIndexOf(')') + 2).split(" "));
    }
}
