package id.desaterlindungi.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

/** What a change of a base or a component does to every overlay shows in the change itself. */
class RenderingIT {
    private static final List<String> OVERLAYS = Manifests.OVERLAYS;
    private static final Pattern OWN_OVERLAY =
            Pattern.compile("(?s)```yaml\n(# deploy/kubernetes/overlays/ours/.*?)```");

    @ParameterizedTest
    @FieldSource("OVERLAYS")
    void isAsItWasKept(String overlay) throws IOException {
        Kept.same(Path.of("rendered", overlay + ".yaml"), Kustomize.render(overlay));
    }

    /** The README's overlay of an installation: everything in it takes hold, and nothing that is made up is left. */
    @Test
    void anOverlayOfOnesOwnIsAsTheReadmeSays() throws IOException {
        var text = OWN_OVERLAY.matcher(Files.readString(Path.of("README.md")));
        assertThat(text.find()).isTrue();
        var folder = Files.createDirectories(Path.of("target/overlays/ours"));
        Files.writeString(
                folder.resolve("kustomization.yaml"),
                text.group(1).replace("../production", "../../../overlays/production"));

        var rendered = Kustomize.render("../target/overlays/ours");

        assertThat(rendered)
                .doesNotContain(".example")
                .contains(
                        "image: registry.ours.test/desa-terlindungi/enrollment-service:1.0.0",
                        "image: registry.ours.test/desa-terlindungi/reporting-service:1.0.0",
                        "QUARKUS_OIDC_CLIENT_AUTH_SERVER_URL: https://login.ours.test/realms/desa-terlindungi",
                        "- register.ours.test\n",
                        "- totals.ours.test\n",
                        "endpointURL: https://objects.ours.test");
        assertThat(Pattern.compile("(?m)^ *release: prometheus$")
                        .matcher(rendered)
                        .results())
                .as("monitors and rules of both services and of the databases")
                .hasSize(6);
        assertThat(Pattern.compile("(?m)^ *- port: 8443$").matcher(rendered).results())
                .hasSize(2);
        assertThat(Pattern.compile("(?m)^imagePullSecrets:$").matcher(rendered).results())
                .hasSize(2);
    }
}
