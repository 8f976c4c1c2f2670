package id.desaterlindungi.reporting.coverage;

import static io.restassured.RestAssured.given;

import id.desaterlindungi.local.LocalStack;
import id.desaterlindungi.reporting.RegisterStub;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import org.junit.jupiter.api.Test;

@QuarkusTest
class CoverageConsumerTest {

    @Inject
    RegisterStub register;

    @SuppressWarnings("NullAway.Init") // injected by the test resource
    LocalStack stack;

    @Test
    void addsAnEnrollmentToItsVillageAndEachAreaAboveIt() {
        register.enroll(RegisterStub.person("16.01.07.2001"));
        register.awaitFolded();
        System.out.println(given().auth()
                .oauth2(stack.token("reader", null))
                .get("/v1/progress")
                .asString());
        System.out.println(given().auth()
                .oauth2(stack.token("reader", null))
                .get("/v1/progress?within=16.01.07.2001")
                .asString());
        System.out.println(given().get("/q/health").asString());
        System.out.println(given().get("/v1/progress").statusCode());
    }
}
