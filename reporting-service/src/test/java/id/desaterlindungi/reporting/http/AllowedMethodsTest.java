package id.desaterlindungi.reporting.http;

import static io.restassured.RestAssured.given;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.quarkus.test.junit.QuarkusTest;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.api.Test;

@QuarkusTest
class AllowedMethodsTest {
    /** Whoever asks by another method is told those that the description has. */
    @Test
    void areThoseThatAreDescribed() throws Exception {
        var softly = new SoftAssertions();
        var paths = new ObjectMapper()
                .readTree(given().get("/q/openapi?format=json").asString())
                .get("paths");

        paths.properties().forEach(path -> {
            var described = new TreeSet<String>();
            path.getValue().fieldNames().forEachRemaining(verb -> described.add(verb.toUpperCase(Locale.ROOT)));
            described.retainAll(Set.of("GET", "POST", "PUT", "PATCH", "DELETE"));
            if (described.contains("GET")) {
                described.add("HEAD");
            }
            described.add("OPTIONS");
            var address = path.getKey().replace("{file}", "asyncapi.yaml").replaceAll("\\{[^}]*}", "1");
            for (var verb : new String[] {"ODD", "OPTIONS"}) {
                var answer = given().request(verb, address);
                softly.assertThat(answer.statusCode())
                        .as(verb + " " + address)
                        .isEqualTo(verb.equals("ODD") ? 405 : 200);
                softly.assertThat(answer.header("Allow"))
                        .as(verb + " " + address)
                        .isEqualTo(String.join(", ", described));
            }
        });

        softly.assertAll();
    }
}
