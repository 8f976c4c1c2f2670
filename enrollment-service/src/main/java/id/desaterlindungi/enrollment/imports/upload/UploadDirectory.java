package id.desaterlindungi.enrollment.imports.upload;

import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.quarkus.scheduler.Scheduled;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Where uploads lie while they are read. Only the owner of the process can read them. Each process has a directory of its own and
 * holds a lock in it. The directory of a killed process has no lock, and the other processes delete it.
 */
@ApplicationScoped
public class UploadDirectory {
    private static final Logger LOG = Logger.getLogger(UploadDirectory.class);
    private static final String LOCK = "lock";
    private static final Duration JUST_MADE = Duration.ofSeconds(30);

    private final Path root;
    private @Nullable Path own;
    private @Nullable FileChannel lock;

    UploadDirectory(UploadSettings settings) {
        this.root = settings.directory();
    }

    /** Sweeps at the start, since the first upload may be hours away. */
    void start(@Observes StartupEvent event) {
        path();
    }

    /** Sweeps again later: a directory that was new at the start may belong to a process that was killed just before. */
    @Scheduled(every = "10m", delayed = "1m")
    synchronized void sweep() throws IOException {
        sweep(path());
    }

    public synchronized Path path() {
        var current = own;
        if (current == null) {
            try {
                current = claim();
                sweep(current);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            own = current;
        }
        return current;
    }

    private Path claim() throws IOException {
        Files.createDirectories(root);
        var directory = Files.createDirectory(
                root.resolve(UUID.randomUUID().toString()),
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        var channel =
                FileChannel.open(directory.resolve(LOCK), StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
        channel.lock();
        lock = channel;
        return directory;
    }

    private void sweep(Path except) throws IOException {
        try (var directories = Files.newDirectoryStream(root)) {
            for (var directory : directories) {
                if (!directory.equals(except) && isLeft(directory)) {
                    delete(directory);
                    LOG.info("Deleted what a killed process left of its uploads");
                }
            }
        }
    }

    /** Whether a killed process left it. False in doubt: a foreign file, or a directory that is being deleted. */
    private static boolean isLeft(Path directory) throws IOException {
        try {
            var justMade = Files.getLastModifiedTime(directory)
                    .toInstant()
                    .isAfter(Instant.now().minus(JUST_MADE));
            if (justMade) {
                return false; // Its process may have made the lock's file, and not locked it yet.
            }
            try (var channel = FileChannel.open(directory.resolve(LOCK), StandardOpenOption.WRITE)) {
                return channel.tryLock() != null;
            }
        } catch (FileSystemException | OverlappingFileLockException e) {
            return false;
        }
    }

    private static void delete(Path directory) throws IOException {
        try (DirectoryStream<Path> files = Files.newDirectoryStream(directory, file -> !file.endsWith(LOCK))) {
            for (var file : files) {
                Files.deleteIfExists(file);
            }
        }
        Files.deleteIfExists(directory.resolve(LOCK));
        Files.deleteIfExists(directory);
    }

    synchronized void stop(@Observes ShutdownEvent event) throws IOException {
        var channel = lock;
        if (channel != null && own != null) {
            channel.close();
            delete(own);
            lock = null;
            own = null;
        }
    }
}
