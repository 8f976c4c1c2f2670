package id.desaterlindungi.enrollment.access;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import id.desaterlindungi.enrollment.EnrollmentTest;
import id.desaterlindungi.local.LocalStack;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** A token that passed once is not verified with each request. */
@EnrollmentTest
class RememberedTokensTest {
    private static final int OK = 200;
    private static final int UNAUTHENTICATED = 401;

    LocalStack stack;

    @Test
    void passNoLongerThanTheyAreValid() {
        var end = Instant.now().plusSeconds(4);
        var token = stack.tokens().token("regency", "16.01", Map.of("exp", Date.from(end)));

        assertThat(status(token)).isEqualTo(OK);
        assertThat(status(token)).isEqualTo(OK);

        await().atMost(Duration.ofSeconds(20)).until(() -> status(token) == UNAUTHENTICATED);
        assertThat(Instant.now()).isAfterOrEqualTo(end.minusSeconds(1)); // A token's end is a whole second.
    }

    @Test
    void vouchForNoTokenThatIsAlmostTheSame() {
        var token = stack.tokens().token("regency", "16.01", Map.of());
        assertThat(status(token)).isEqualTo(OK);
        var signature = token.lastIndexOf('.') + 1;
        var changed = token.charAt(signature) == 'A' ? 'B' : 'A';

        assertThat(status(token.substring(0, signature) + changed + token.substring(signature + 1)))
                .isEqualTo(UNAUTHENTICATED);
        assertThat(status(token.substring(0, signature))).isEqualTo(UNAUTHENTICATED);
        assertThat(status(token)).isEqualTo(OK);
    }

    @Test
    void speakForTheirOwnCallerAlone() {
        var one = stack.tokens().token("regency", "16.01", Map.of());
        var other = stack.tokens().token("operator", null, Map.of());

        for (var round = 0; round < 2; round++) {
            assertThat(status(one)).isEqualTo(OK);
            assertThat(status(other)).isEqualTo(403);
        }
    }

    private static int status(String token) {
        return given().auth().oauth2(token).get("/v1/participants/counts").statusCode();
    }
}
