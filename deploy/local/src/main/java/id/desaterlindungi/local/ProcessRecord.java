package id.desaterlindungi.local;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A running process, written down in the data directory so that a later run can end it: {@code processes/<name>} holds its
 * pid. Its command line holds the {@link #mark}, by which it is known again.
 */
record ProcessRecord(Path directory, String name) {
    /** The scripts put this name into the launcher's mark. */
    private static final String LAUNCHER = "launcher";

    /** On the command line of the process, where it proves that a pid is still that process. */
    String mark() {
        return "-Ddesaterlindungi.process=" + directory + "#" + name;
    }

    void write(long pid) {
        try {
            Files.createDirectories(file().getParent());
            PrivateFile.write(file(), Long.toString(pid));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    void delete() {
        try {
            Files.deleteIfExists(file());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The process, if it is alive. */
    @Nullable
    LeftoverProcess find() {
        try {
            return Files.exists(file()) ? LeftoverProcess.find(Files.readString(file()), mark()) : null;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The process that started the others. */
    static ProcessRecord ofLauncher(Path directory) {
        return new ProcessRecord(directory, LAUNCHER);
    }

    static Stream<ProcessRecord> ofServices(Path directory) {
        var names = processes(directory).toFile().list();
        return names == null
                ? Stream.empty()
                : Stream.of(names)
                        .filter(name -> !name.equals(LAUNCHER))
                        .map(name -> new ProcessRecord(directory, name));
    }

    private Path file() {
        return processes(directory).resolve(name);
    }

    private static Path processes(Path directory) {
        return directory.resolve("processes");
    }
}
