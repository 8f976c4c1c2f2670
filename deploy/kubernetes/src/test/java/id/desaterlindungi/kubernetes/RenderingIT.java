package id.desaterlindungi.kubernetes;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

/** What a change of a base or a component does to every overlay shows in the change itself. */
class RenderingIT {
    private static final List<String> OVERLAYS = Manifests.OVERLAYS;

    @ParameterizedTest
    @FieldSource("OVERLAYS")
    void isAsItWasKept(String overlay) throws IOException {
        Kept.same(Path.of("rendered", overlay + ".yaml"), Kustomize.render(overlay));
    }
}
