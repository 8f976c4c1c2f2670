package id.desaterlindungi.reporting.access;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import id.desaterlindungi.local.LocalStack;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** An office reads the totals of its areas and of those that they lie in; others are answered as areas that there are not. */
@QuarkusTest
class OwnAreasTest {
    private static final String REGENCY = "16.02";

    LocalStack stack;

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/v1/progress?within=",
                "/v1/progress/areas?level=district&within=",
                "/v1/progress/breakdown?by=occupation&within=",
                "/v1/progress/history?within=",
                "/v1/progress/forecast?within=",
                "/v1/progress/funding?within=",
                "/v1/progress/stream?within="
            })
    void areThoseThatTellSomething(String path) {
        for (var foreign : List.of("16.01", "16.01.07", "16.01.07.2001")) {
            var answer = asked("regency", REGENCY, path + foreign);

            assertThat(answer.statusCode()).as(foreign).isEqualTo(400);
            assertThat(answer.asString())
                    .isEqualTo(asked("regency", REGENCY, path + "16.99").asString());
        }
        if (!path.contains("stream")) {
            for (var own : List.of("16", REGENCY)) {
                assertThat(asked("regency", REGENCY, path + own).statusCode())
                        .as(own)
                        .isEqualTo(200);
            }
        }
    }

    @ParameterizedTest
    @CsvSource({
        "regency, 16.02, regency, 16.02",
        "district, 16.02.03, regency, 16.02",
        "district, 16.02.03, district, 16.02.03",
        "branch, 16.02 16.05, regency, 16.02 16.05",
        "village, 16.02.03.2002, village, 16.02.03.2002",
    })
    void areListedAlone(String role, String areas, String level, String listed) {
        var answer = asked(role, areas, "/v1/progress/areas?within=16&limit=500&level=" + level);

        assertThat(answer.<List<String>>path("items.area.code")).containsExactly(listed.split(" "));
    }

    @Test
    void areAllForWhoHasTheProvince() {
        for (var role : List.of("planner", "province", "branch")) {
            assertThat(asked(role, "16", "/v1/progress/areas?within=16&level=regency")
                            .<List<String>>path("items.area.code"))
                    .hasSize(17);
        }
    }

    private Response asked(String role, String areas, String path) {
        return given().auth().oauth2(stack.token(role, areas)).get(path);
    }
}
