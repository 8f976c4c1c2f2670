package id.desaterlindungi.e2e;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Both services as they are seen through an nginx that compresses and buffers, as it does by default. */
@ExtendWith(RunningSystem.class)
class ProxiedIT {

    private final DesaSystem system;

    ProxiedIT(DesaSystem system) {
        this.system = system;
    }

    /** Its default is to compress HTML alone; the second compresses whatever it can. */
    @ParameterizedTest
    @ValueSource(strings = {"", "gzip_types *; gzip_proxied any; gzip_min_length 1; proxy_http_version 1.1;"})
    void streamIsSeenAsItHappens(String settings) throws Exception {
        try (var nginx = nginx(system.reporting(), settings);
                var stream = new ProgressStream(nginx.url(), system.token())) {
            var enrolled = system.people().next();

            var before = stream.last().position();
            system.askEnrollment()
                    .body(enrolled.request())
                    .post("/v1/participants")
                    .then()
                    .statusCode(201);

            assertThat(stream.awaitPosition(before + 1).position()).isGreaterThan(before);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "gzip_types *; gzip_proxied any; gzip_min_length 1; proxy_http_version 1.1;"})
    void answersArriveWhole(String settings) throws Exception {
        try (var nginx = nginx(system.enrollment(), settings)) {
            for (var accept : new String[] {"application/json", "text/csv"}) {
                var direct = system.askEnrollment().accept(accept).get("/v1/participants?within=16.01.07&segment=PU");
                var proxied = given().baseUri(nginx.url().toString())
                        .auth()
                        .oauth2(system.token())
                        .accept(accept)
                        .get("/v1/participants?within=16.01.07&segment=PU");

                assertThat(proxied.statusCode()).isEqualTo(200);
                assertThat(withoutCursor(proxied.asString())).isEqualTo(withoutCursor(direct.asString()));
            }
        }
    }

    /** A cursor is sealed anew in each answer. */
    private static String withoutCursor(String answer) {
        return answer.replaceFirst("\"next\":\"[^\"]+\"", "\"next\":\"…\"");
    }

    private Nginx nginx(Service service, String settings) throws Exception {
        var module = Path.of(System.getProperty("basedir", "")).toAbsolutePath();
        return Nginx.before(
                service.url(), module.resolve("../..").normalize(), module.resolve("target/nginx"), settings);
    }
}
