package id.desaterlindungi.reporting.progress;

import static id.desaterlindungi.reporting.RegisterStub.person;
import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.everyItem;
import static org.hamcrest.Matchers.hasKey;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.nullValue;

import id.desaterlindungi.local.LocalStack;
import id.desaterlindungi.reporting.RegisterStub;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.time.LocalDate;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What the public is told, over HTTP. */
@QuarkusTest
class PublicAnswersTest {
    @Inject
    RegisterStub register;

    LocalStack stack;

    private Reads reads;

    /** As the test begins; it may end on the next day. */
    private final LocalDate today = Reads.today();

    @BeforeEach
    void caughtUp() {
        reads = new Reads(stack, register);
        register.awaitFolded();
    }

    @Test
    void thePublicLearnsOfNobodyAlone() {
        for (var i = 0; i < 6; i++) {
            reads.enroll(person("16.13.03.2001"), today);
        }
        reads.enroll(person("16.13.03.2002"), today);
        register.awaitFolded();

        var villages = reads.get("/v1/progress/areas?public=true&level=village&within=16.13.03");
        assertThat(villages.getList("items.withheld")).containsOnly(true);
        assertThat(villages.getList("items.register.covered")).containsOnlyNulls();
        reads.caller()
                .get("/v1/progress?public=true&within=16.13.03.2001")
                .then()
                .statusCode(200)
                .body("withheld", equalTo(true))
                .body("register", not(hasKey("covered")));
        reads.caller()
                .get("/v1/progress?public=true")
                .then()
                .body("register", not(hasKey("byStatus")))
                .body("register", not(hasKey("carriedOver")));
        reads.caller()
                .get("/v1/progress/breakdown?public=true&by=sex")
                .then()
                .statusCode(200)
                .body("items.people", everyItem(nullValue()));
        for (var path : List.of(
                "/areas?level=village&sort=covered&public=true",
                "/areas?level=village&having=none&public=true",
                "/breakdown?by=sex&within=16.13&public=true",
                "/breakdown?by=sex,segment&public=true",
                "/breakdown?by=programmes&public=true",
                "/breakdown?by=sex&segment=PU&public=true")) {
            reads.caller()
                    .get("/v1/progress" + path)
                    .then()
                    .statusCode(403)
                    .body("code", equalTo("not-for-the-public"));
        }
        for (var path : List.of("/history", "/forecast", "/funding", "/stream")) {
            given().auth()
                    .oauth2(stack.token("public-figures", null))
                    .get("/v1/progress" + path)
                    .then()
                    .statusCode(403)
                    .body("code", equalTo("forbidden"));
        }
        for (var path : List.of("/v1/projection", "/v1/reconciliations", "/v1/reconciliations/7777777")) {
            given().auth()
                    .oauth2(stack.token("public-figures", null))
                    .get(path)
                    .then()
                    .statusCode(403)
                    .body("code", equalTo("forbidden"));
        }
        given().auth()
                .oauth2(stack.token("public-figures", null))
                .get("/v1/progress/breakdown?by=status")
                .then()
                .statusCode(403)
                .body("code", equalTo("not-for-the-public"));
        given().auth()
                .oauth2(stack.token("public-figures", null))
                .get("/v1/progress?public=false&within=16.13.03.2001")
                .then()
                .body("withheld", equalTo(true));
    }
}
