package id.desaterlindungi.reporting.http;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.nullValue;

import id.desaterlindungi.local.LocalStack;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.config.DecoderConfig;
import io.restassured.config.RestAssuredConfig;
import io.restassured.specification.RequestSpecification;
import java.io.ByteArrayInputStream;
import java.util.Arrays;
import java.util.List;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What every answer says beside its content. */
@QuarkusTest
class AnswerHeadersTest {
    LocalStack stack;

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/v1/goals",
                "/v1/nothing",
                "/nothing",
                "/v1/goals?color=red",
                "/v1/goals?limit=%zz",
                "/q/openapi",
                "/q/swagger-ui/swagger-ui.css"
            })
    void isWhatItSaysItIs(String path) {
        for (var answer : List.of(given().get(path), caller().get(path), caller().post(path))) {
            answer.then().header("X-Content-Type-Options", "nosniff");
        }
    }

    @Test
    void isKeptByNobody() {
        for (var answer : List.of(
                caller().get("/v1/goals?limit=1"),
                caller().accept("text/csv").get("/v1/progress/areas?level=district"),
                caller().get("/v1/goals?color=red"),
                given().get("/v1/goals"),
                caller().get("/nothing"))) {
            answer.then().header("Cache-Control", "no-store");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"application/json", "text/csv"})
    void isCompressedForWhoAsks(String type) throws Exception {
        var plain =
                caller().accept(type).header("Accept-Encoding", "identity").get("/v1/progress/areas?level=district");
        var packed = caller().accept(type).header("Accept-Encoding", "gzip").get("/v1/progress/areas?level=district");

        plain.then().statusCode(200).header("Content-Encoding", not(equalTo("gzip")));
        packed.then()
                .statusCode(200)
                .header("Content-Encoding", "gzip")
                .header("Vary", containsString("Accept-Encoding"));
        try (var content = new GZIPInputStream(new ByteArrayInputStream(packed.asByteArray()))) {
            assertThat(content.readAllBytes()).startsWith(Arrays.copyOf(plain.asByteArray(), 10));
        }
    }

    @Test
    void opensItselfToNoOtherPage() {
        var origin = "https://elsewhere.example";

        caller().header("Origin", origin)
                .get("/v1/goals?limit=1")
                .then()
                .statusCode(200)
                .header("Access-Control-Allow-Origin", nullValue());
        given().header("Origin", origin)
                .header("Access-Control-Request-Method", "GET")
                .header("Access-Control-Request-Headers", "authorization")
                .options("/v1/goals")
                .then()
                .header("Access-Control-Allow-Origin", nullValue())
                .header("Access-Control-Allow-Headers", nullValue());
    }

    private RequestSpecification caller() {
        var whole = RestAssuredConfig.config()
                .decoderConfig(DecoderConfig.decoderConfig().noContentDecoders());
        return given().config(whole).auth().oauth2(stack.token("branch", "16"));
    }
}
