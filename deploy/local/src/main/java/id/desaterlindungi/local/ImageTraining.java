package id.desaterlindungi.local;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

/**
 * {@link Training} of both services in their images: a cache is of one Java and of jars at one place, and those of an image are
 * in the image. {@code build} in deploy/images starts it, and the images by {@code train-one} beside it.
 */
public final class ImageTraining {
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
        var enrollment = ImageProcess.start(script, tag, enrollmentLaunch);
        try {
            var reporting = ImageProcess.start(script, tag, reportingLaunch);
            try {
                Training.work(
                        stack, enrollmentLaunch.url(), reportingLaunch.url(), root.resolve("deploy/local/sample"));
            } finally {
                reporting.end(WRITING_LIMIT); // Its cache is written meanwhile.
            }
        } finally {
            enrollment.end(WRITING_LIMIT);
        }
    }
}
