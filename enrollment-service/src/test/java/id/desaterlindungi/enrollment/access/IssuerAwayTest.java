package id.desaterlindungi.enrollment.access;

import static id.desaterlindungi.enrollment.Management.management;
import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;

import id.desaterlindungi.enrollment.EnrollmentTest;
import id.desaterlindungi.local.LocalStack;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The token issuer is down: whoever has a token goes on. */
@EnrollmentTest
class IssuerAwayTest {
    LocalStack stack;

    @Test
    void goesOnWithTheKeysThatAreKnown() {
        assertThat(status(stack.tokens().token("branch", "16", Map.of("jti", "before"))))
                .isEqualTo(200);
        readiness(false);

        stack.tokens().stop();
        try {
            assertThat(status(stack.tokens().token("branch", "16", Map.of("jti", "meanwhile"))))
                    .as("new, by a known key")
                    .isEqualTo(200);
            stack.tokens()
                    .forged()
                    .forEach((fault, token) ->
                            assertThat(status(token)).as(fault).isEqualTo(401));
            readiness(true);
        } finally {
            stack.tokens().start();
        }

        readiness(false);
    }

    private static int status(String token) {
        return given().auth().oauth2(token).get("/v1/participants/counts").statusCode();
    }

    private static void readiness(boolean degraded) {
        management()
                .get("/q/health/ready")
                .then()
                .statusCode(200)
                .body("status", equalTo("UP"))
                .body("checks.find { it.name == 'token-issuer' }.data.degraded", equalTo(degraded));
    }
}
