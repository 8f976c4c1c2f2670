package id.desaterlindungi.local;

import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/** A service in its image, run by one of the scripts of deploy/images. */
record ImageProcess(ServiceLaunch launch, Process process) {
    private static final Duration READY_LIMIT = Duration.ofMinutes(2);

    /** @return once it is ready */
    static ImageProcess start(Path script, String tag, ServiceLaunch launch) throws IOException, InterruptedException {
        var began = System.nanoTime();
        var process = new ProcessBuilder(
                        script.toString(),
                        launch.name() + "-service",
                        tag,
                        ServiceProcess.configFile(launch).toString())
                .redirectErrorStream(true)
                .redirectOutput(log(launch).toFile())
                .redirectInput(Redirect.from(Path.of("/dev/null").toFile()))
                .start();
        if (!ServiceProcess.becomesReady(launch, process, READY_LIMIT)) {
            process.destroy();
            throw new IllegalStateException("The image of the " + launch.name() + " service does not get ready:\n"
                    + ServiceProcess.tail(log(launch)));
        }
        System.out.printf(
                "%s-service is ready after %.1f s%n", launch.name(), (System.nanoTime() - began) / 1_000_000_000.0);
        return new ImageProcess(launch, process);
    }

    static Path log(ServiceLaunch launch) {
        return launch.directory().resolve(launch.name() + ".log");
    }

    /** Tells it to end, and waits until it has. */
    void end(Duration limit) throws InterruptedException {
        process.destroy();
        if (!process.waitFor(limit.toSeconds(), TimeUnit.SECONDS)) {
            process.destroyForcibly();
            throw new IllegalStateException(
                    "The " + launch.name() + " service does not end within " + limit.toSeconds() + " s");
        }
    }
}
