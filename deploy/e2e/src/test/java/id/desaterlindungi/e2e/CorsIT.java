package id.desaterlindungi.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.restassured.specification.RequestSpecification;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Pages of other origins, where an operator has allowed those of one. */
@ExtendWith(RunningSystem.class)
class CorsIT {
    private static final String ALLOWED = "https://dashboard.example";
    private static final String STRANGER = "https://stranger.example";

    private final DesaSystem system;

    private Service register;

    CorsIT(DesaSystem system) {
        this.system = system;
    }

    @BeforeEach
    void allowOneOrigin() {
        register = system.anotherEnrollment(
                List.of("-Dquarkus.http.cors.enabled=true", "-Dquarkus.http.cors.origins=" + ALLOWED));
    }

    @AfterEach
    void end() {
        register.kill();
    }

    @Test
    void onlyAnAllowedOriginReadsAndChanges() {
        var read = from(ALLOWED).get("/v1/areas?limit=1");
        assertThat(read.statusCode()).isEqualTo(200);
        assertThat(read.header("Access-Control-Allow-Origin")).isEqualTo(ALLOWED);
        assertThat(read.header("Access-Control-Expose-Headers")).contains("ETag");

        var asked = from(ALLOWED)
                .header("Access-Control-Request-Method", "PATCH")
                .header("Access-Control-Request-Headers", "authorization,if-match")
                .options("/v1/participants/0199a000-0000-7000-8000-000000000000");
        assertThat(asked.statusCode()).isEqualTo(200);
        assertThat(asked.header("Access-Control-Allow-Methods")).contains("PATCH");
        assertThat(asked.header("Access-Control-Allow-Headers")).containsIgnoringCase("if-match");
        assertThat(asked.header("Access-Control-Allow-Credentials")).isNotEqualTo("true");

        var part = from(ALLOWED)
                .header("Access-Control-Request-Method", "PATCH")
                .header("Access-Control-Request-Headers", "authorization,content-type,tus-resumable,upload-offset")
                .options("/v1/imports/uploads/0199a000-0000-7000-8000-000000000000");
        assertThat(part.header("Access-Control-Allow-Headers"))
                .containsIgnoringCase("tus-resumable")
                .containsIgnoringCase("upload-offset");

        assertThat(from(STRANGER).get("/v1/areas?limit=1").header("Access-Control-Allow-Origin"))
                .isNull();
        assertThat(system.askEnrollment()
                        .header("Origin", ALLOWED)
                        .get("/v1/areas?limit=1")
                        .header("Access-Control-Allow-Origin"))
                .as("by default")
                .isNull();
    }

    private RequestSpecification from(String origin) {
        return system.ask(register).header("Origin", origin);
    }
}
