package id.desaterlindungi.kubernetes;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** What npm brings, of one version each, whatever the machine has: {@code target} keeps it. */
final class NodeTools {
    private static final Path SOURCES = Path.of("src/test/node");
    private static final Path DIRECTORY = Path.of("target/node");
    private static final int LIMIT_SECONDS = 120;

    private NodeTools() {}

    /** With {@code node_modules} as the lock file says, and the scripts of {@code src/test/node}. */
    static synchronized Path directory() {
        try {
            Files.createDirectories(DIRECTORY);
            var lock = DIRECTORY.resolve("node_modules/.package-lock.json");
            try (var files = Files.list(SOURCES)) {
                for (var file : files.toList()) {
                    Files.copy(file, DIRECTORY.resolve(file.getFileName()), StandardCopyOption.REPLACE_EXISTING);
                }
            }
            var wanted = SOURCES.resolve("package-lock.json");
            if (!Files.exists(lock)
                    || Files.getLastModifiedTime(lock).compareTo(Files.getLastModifiedTime(wanted)) < 0) {
                // The peers of the layer are the toolkit that it is made for.
                run(
                        DIRECTORY,
                        nothing(),
                        "npm",
                        "ci",
                        "--no-audit",
                        "--no-fund",
                        "--ignore-scripts",
                        "--prefer-offline",
                        "--legacy-peer-deps");
            }
            return DIRECTORY;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static Path nothing() {
        return Path.of("/dev/null");
    }

    /** What a command writes. @param input what it reads */
    static String run(Path directory, Path input, String... command) {
        try {
            var output = Files.createTempFile(Path.of("target"), "command", ".out");
            var errors = Files.createTempFile(Path.of("target"), "command", ".err");
            try {
                var process = new ProcessBuilder(command)
                        .directory(directory.toFile())
                        .redirectOutput(output.toFile())
                        .redirectError(errors.toFile())
                        .redirectInput(Redirect.from(input.toFile()))
                        .start();
                if (!process.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS) || process.exitValue() != 0) {
                    Stream.concat(process.descendants(), Stream.of(process.toHandle()))
                            .forEach(ProcessHandle::destroyForcibly);
                    throw new IllegalStateException(String.join(" ", command) + " fails:\n" + Files.readString(errors));
                }
                return Files.readString(output);
            } finally {
                Files.delete(output);
                Files.delete(errors);
            }
        } catch (IOException e) {
            throw new IllegalStateException("Cannot run " + command[0] + "; Node comes with npm, see the README", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Not waited for: " + command[0], e);
        }
    }
}
