package id.desaterlindungi.local;

import id.desaterlindungi.local.sample.SampleUpload;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;

/**
 * Runs the README's session in the images of both services, confined as the manifests of deploy/kubernetes confine them.
 * {@code session} in deploy/images starts it, and the images by {@code run-one} beside it.
 */
public final class ImageSession {
    private static final Duration SESSION_LIMIT = Duration.ofMinutes(3);
    private static final Duration END_LIMIT = Duration.ofSeconds(60);
    private static final Pattern SESSION = Pattern.compile("(?s)\n## A session\n.*?```sh\n(.*?)```");
    private static final Pattern PROBLEM = Pattern.compile("\"status\":(\\d+),\"code\"");

    private ImageSession() {}

    /** @param arguments the script that runs one image, and the tag of both */
    public static void main(String[] arguments) throws IOException, InterruptedException {
        var settings = LocalSystemSettings.fromEnvironment();
        try (var stack = LocalStack.startFresh(settings.stack())) {
            run(settings, stack, Path.of(arguments[0]), arguments[1]);
        } finally {
            Directories.delete(settings.data());
        }
    }

    private static void run(LocalSystemSettings settings, LocalStack stack, Path script, String tag)
            throws IOException, InterruptedException {
        var root = settings.root();
        var enrollmentLaunch =
                ServiceLaunch.enrollment(stack, root, settings.enrollmentPort(), settings.enrollmentManagementPort());
        var reportingLaunch = ServiceLaunch.reporting(
                stack, root, enrollmentLaunch.url(), settings.reportingPort(), settings.reportingManagementPort());
        // Where `token` beside this module's pom looks for it.
        Files.writeString(settings.data().resolve("issuer"), stack.tokens().url());
        var enrollment = ImageProcess.start(script, tag, enrollmentLaunch);
        try {
            var reporting = ImageProcess.start(script, tag, reportingLaunch);
            try {
                new SampleUpload(enrollmentLaunch.url(), stack.token("branch", "16"))
                        .upload(root.resolve("deploy/local/sample/participants.csv"));
                new ServiceClient(enrollmentLaunch.url(), reportingLaunch.url(), stack.token("service", "16"))
                        .awaitTotals();
                session(settings);
            } finally {
                reporting.end(END_LIMIT);
            }
        } finally {
            enrollment.end(END_LIMIT);
        }
        for (var launch : List.of(enrollmentLaunch, reportingLaunch)) {
            requireObjects(ImageProcess.log(launch));
        }
    }

    /** Each line of the README, in a folder of its own, so that what the session writes lies there. */
    private static void session(LocalSystemSettings settings) throws IOException, InterruptedException {
        var root = settings.root();
        var text = SESSION.matcher(Files.readString(root.resolve("README.md")));
        if (!text.find()) {
            throw new IllegalStateException("The README has no session");
        }
        var folder = Files.createDirectory(settings.data().resolve("here"));
        Files.copy(root.resolve("deploy/local/sample/list.csv"), folder.resolve("list.csv"));
        var commands = text.group(1)
                .replace("deploy/local/sample/list.csv", "list.csv")
                .replace("deploy/local/", root + "/deploy/local/");
        var output = folder.resolve("output");
        var process = new ProcessBuilder("bash", "-c", "set -m\n" + commands + "\nkill %1\n")
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start();
        process.getOutputStream().close();
        if (!process.waitFor(SESSION_LIMIT.toSeconds(), TimeUnit.SECONDS)) {
            process.destroy();
            throw new IllegalStateException("The session takes more than " + SESSION_LIMIT.toMinutes() + " minutes");
        }
        var answered = Files.readString(output);
        var refused =
                PROBLEM.matcher(answered).results().map(match -> match.group(1)).toList();
        // The same NIK twice is what the session shows, in both languages of the second request's text: nothing else is
        // refused.
        if (process.exitValue() != 0
                || !refused.equals(List.of("409"))
                || !answered.contains("\"matched\":true")
                || Files.size(folder.resolve("peserta.csv")) < 1000) {
            throw new IllegalStateException("The session did not go as the README says (refused: " + refused + "):\n"
                    + answered.lines()
                            .map(line -> line.length() > 300 ? line.substring(0, 300) + "…" : line)
                            .reduce("", (all, line) -> all + line + "\n"));
        }
        System.out.println("The README's session went through in both images.");
    }

    /** The base asks for a log of JSON alone. */
    private static void requireObjects(Path log) throws IOException {
        var other = Files.readAllLines(log).stream()
                .filter(line -> !line.startsWith("{") || !line.endsWith("}"))
                .toList();
        if (!other.isEmpty()) {
            throw new IllegalStateException(log.getFileName() + " has lines that are no JSON: " + other);
        }
    }
}
