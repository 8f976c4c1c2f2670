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

    @ParameterizedTest
    @FieldSource("OVERLAYS")
    void isAsItWasKept(String overlay) throws IOException {
        Kept.same(Path.of("rendered", overlay + ".yaml"), Kustomize.render(overlay));
    }

    @Test
    void aRealmOfOnesOwnIsAsTheReadmeSays() throws IOException {
        assertThat(rendered("ours-keycloak"))
                .doesNotContain(".example")
                .contains("namespace: keycloak", "https://totals.ours.test/sign-in/done");
    }

    /** The README's overlay of an installation: everything in it takes hold, and nothing that is made up is left. */
    @Test
    void anOverlayOfOnesOwnIsAsTheReadmeSays() throws IOException {
        var rendered = rendered("ours");

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

    /** The README's text of an overlay, two folders deeper than where it stands. */
    private static String rendered(String overlay) throws IOException {
        var text = Pattern.compile("(?s)```yaml\n(# deploy/kubernetes/overlays/%s/.*?)```".formatted(overlay))
                .matcher(Files.readString(Path.of("README.md")));
        assertThat(text.find()).isTrue();
        var folder = Files.createDirectories(Path.of("target/overlays").resolve(overlay));
        Files.writeString(
                folder.resolve("kustomization.yaml"), text.group(1).replace("  - ../", "  - ../../../overlays/"));
        return Kustomize.render("../target/overlays/" + overlay);
    }
}
