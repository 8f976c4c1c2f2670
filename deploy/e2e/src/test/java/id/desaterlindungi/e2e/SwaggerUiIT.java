package id.desaterlindungi.e2e;

import static io.restassured.RestAssured.get;
import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The page of the description as it is packaged: tests within a service see another. */
@ExtendWith(RunningSystem.class)
class SwaggerUiIT {
    private static final Pattern SCRIPT = Pattern.compile("<script([^>]*)>(.*?)</script>", Pattern.DOTALL);
    private static final Pattern FILE = Pattern.compile("(?:src|href)=\"([^\"]*)\"");

    private final DesaSystem system;

    SwaggerUiIT(DesaSystem system) {
        this.system = system;
    }

    /** Its own scripts are allowed by their hashes, which a newer platform may change. */
    @Test
    void pageRunsItsOwnScriptsAndNoOthers() throws Exception {
        for (var service : new Service[] {system.enrollment(), system.reporting()}) {
            var address = service.url().resolve("/q/swagger-ui/");
            var answer = get(address);
            assertThat(answer.statusCode()).isEqualTo(200);
            String page = answer.asString();
            String policy = answer.header("Content-Security-Policy");
            assertThat(policy)
                    .startsWith("default-src 'none'; script-src 'self' 'sha256-")
                    .contains("connect-src 'self'");

            var scripts = SCRIPT.matcher(page).results().toList();
            assertThat(scripts).isNotEmpty();
            for (var script : scripts) {
                if (!script.group(1).contains("src=")) {
                    assertThat(policy).contains("'sha256-" + hash(script.group(2)) + "'");
                }
            }
            assertThat(page).doesNotContainPattern("<[^>]* on\\w+=");
            requireFiles(page, address);
        }
    }

    private static void requireFiles(String page, URI address) {
        var files = FILE.matcher(page).results().map(file -> file.group(1)).toList();
        assertThat(files).isNotEmpty().allSatisfy(file -> {
            assertThat(file).doesNotContain("//");
            assertThat(get(address.resolve(file)).statusCode()).isEqualTo(200);
        });
    }

    private static String hash(String script) throws Exception {
        return Base64.getEncoder()
                .encodeToString(MessageDigest.getInstance("SHA-256").digest(script.getBytes(StandardCharsets.UTF_8)));
    }
}
