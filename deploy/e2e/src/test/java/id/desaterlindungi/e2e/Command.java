package id.desaterlindungi.e2e;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** Programs that are run to their end, one at a time; each leaves what it wrote in the directory. */
record Command(Path directory, Map<String, String> environment) {
    private static final Duration LIMIT = Duration.ofMinutes(2);

    static Command in(Path directory) {
        return new Command(directory, Map.of());
    }

    /** @param environment for secrets too: everybody can read a command line */
    Command with(Map<String, String> environment) {
        var all = new HashMap<>(this.environment);
        all.putAll(environment);
        return new Command(directory, Map.copyOf(all));
    }

    /**
     * @return what it wrote
     * @throws IllegalStateException with what it wrote, where it fails or does not end in time
     */
    String run(String... command) {
        var log = directory.resolve(Path.of(command[0]).getFileName() + ".log");
        var builder = new ProcessBuilder(command)
                .directory(directory.toFile())
                .redirectErrorStream(true)
                .redirectInput(Redirect.from(Path.of("/dev/null").toFile()))
                .redirectOutput(log.toFile());
        builder.environment().putAll(environment);
        try {
            var process = start(builder);
            try {
                if (!process.waitFor(LIMIT.toSeconds(), TimeUnit.SECONDS) || process.exitValue() != 0) {
                    throw new IllegalStateException(
                            command[0] + " fails, in " + directory + ":\n" + Files.readString(log));
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IllegalStateException("Not waited for: " + command[0], e);
            } finally {
                process.descendants().forEach(ProcessHandle::destroyForcibly);
                process.destroyForcibly();
            }
            return Files.readString(log);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Process start(ProcessBuilder builder) {
        try {
            return builder.start();
        } catch (IOException e) {
            var program = builder.command().getFirst();
            throw new IllegalStateException(
                    "Cannot run " + program + ": deploy/local/verify needs Node with npm and Python, see the README",
                    e);
        }
    }
}
