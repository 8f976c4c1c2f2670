package id.desaterlindungi.local;

import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/**
 * {@link Training} of both services in their images: a cache is of one Java and of jars at one place, and those of an image are
 * in the image. {@code build} in deploy/images starts it, and the images by {@code train-one} beside it.
 */
public final class ImageTraining {
    private static final Duration READY_LIMIT = Duration.ofMinutes(2);
    private static final Duration WRITING_LIMIT = Duration.ofMinutes(5);

    private ImageTraining() {}

    /** @param arguments the source tree, the script that runs one, and the tag of the images */
    public static void main(String[] arguments) throws IOException, InterruptedException {
        var root = Path.of(arguments[0]);
        System.out.println("Training both services in their images …");
        var data = Files.createTempDirectory("training");
        try {
            try (var stack = LocalStack.startFresh(StackSettings.onFreePorts(data))) {
                train(stack, root, Path.of(arguments[1]), arguments[2]);
            }
        } finally {
            Directories.delete(data);
        }
    }

    private static void train(LocalStack stack, Path root, Path script, String tag)
            throws IOException, InterruptedException {
        var enrollmentLaunch = ServiceLaunch.enrollment(stack, root);
        var reportingLaunch = ServiceLaunch.reporting(stack, root, enrollmentLaunch.url());
        var enrollment = run(script, tag, enrollmentLaunch);
        try {
            var reporting = run(script, tag, reportingLaunch);
            try {
                Training.work(
                        stack, enrollmentLaunch.url(), reportingLaunch.url(), root.resolve("deploy/local/sample"));
            } finally {
                end(reporting, reportingLaunch);
            }
        } finally {
            end(enrollment, enrollmentLaunch);
        }
    }

    private static Process run(Path script, String tag, ServiceLaunch launch) throws IOException, InterruptedException {
        var log = launch.directory().resolve(launch.name() + ".log").toFile();
        var process = new ProcessBuilder(
                        script.toString(),
                        launch.name() + "-service",
                        tag,
                        ServiceProcess.configFile(launch).toString())
                .redirectErrorStream(true)
                .redirectOutput(log)
                .redirectInput(Redirect.from(Path.of("/dev/null").toFile()))
                .start();
        if (!ServiceProcess.becomesReady(launch, process, READY_LIMIT)) {
            process.destroy();
            throw new IllegalStateException("The image of the " + launch.name() + " service does not get ready:\n"
                    + ServiceProcess.tail(log.toPath()));
        }
        return process;
    }

    /** Its cache is written meanwhile. */
    private static void end(Process process, ServiceLaunch launch) throws InterruptedException {
        process.destroy();
        if (!process.waitFor(WRITING_LIMIT.toSeconds(), TimeUnit.SECONDS)) {
            process.destroyForcibly();
            throw new IllegalStateException("The " + launch.name() + " service wrote no cache within "
                    + WRITING_LIMIT.toMinutes() + " minutes");
        }
    }
}
