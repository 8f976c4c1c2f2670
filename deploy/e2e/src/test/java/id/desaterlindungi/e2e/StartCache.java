package id.desaterlindungi.e2e;

import id.desaterlindungi.local.ServiceLaunch;
import id.desaterlindungi.local.ServiceProcess;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/**
 * The classes that a service needs to start, linked. Services start some thirty times in these tests, and from a cache each start
 * takes a third of the processor's time. The first system that finds none of its package makes them; the other one waits for it.
 */
final class StartCache {
    private static final Duration WRITING_LIMIT = Duration.ofMinutes(3);

    private final Path directory;

    StartCache(Path directory) {
        this.directory = directory;
    }

    /** Starts those services once that have no cache yet. They run on the same data later. */
    void fill(List<ServiceLaunch> launches) throws IOException {
        Files.createDirectories(directory);
        try (var file = FileChannel.open(
                        directory.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
                var _ = file.lock()) {
            var trained = launches.stream().filter(launch -> !isCurrent(launch)).toList();
            var services = trained.stream()
                    .map(launch -> ServiceProcess.spawn(
                            launch.withoutCache().with(List.of("-XX:AOTCacheOutput=" + unfinished(launch)))))
                    .toList();
            services.forEach(ServiceProcess::awaitReady);
            services.stream()
                    .map(service -> CompletableFuture.runAsync(() -> service.stop(WRITING_LIMIT)))
                    .toList()
                    .forEach(CompletableFuture::join);
            for (var launch : trained) {
                Files.move(unfinished(launch), cache(launch), StandardCopyOption.ATOMIC_MOVE);
            }
        }
    }

    ServiceLaunch use(ServiceLaunch launch) {
        return launch.withoutCache().with(List.of("-XX:AOTCache=" + cache(launch)));
    }

    private boolean isCurrent(ServiceLaunch launch) {
        try {
            return Files.exists(cache(launch))
                    && Files.getLastModifiedTime(cache(launch)).compareTo(Files.getLastModifiedTime(launch.jar())) > 0;
        } catch (IOException e) {
            return false;
        }
    }

    /** Another JDK could not use it. */
    private Path cache(ServiceLaunch launch) {
        return directory.resolve(launch.name() + "-" + Runtime.version() + ".aot");
    }

    private Path unfinished(ServiceLaunch launch) {
        return directory.resolve(launch.name() + ".unfinished");
    }
}
