package id.desaterlindungi.reporting.progress;

import static id.desaterlindungi.reporting.RegisterStub.ENROLLED;
import static io.restassured.RestAssured.given;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import id.desaterlindungi.local.LocalStack;
import id.desaterlindungi.reporting.RegisterStub;
import io.restassured.path.json.JsonPath;
import io.restassured.specification.RequestSpecification;
import java.io.IOException;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.List;
import java.util.Objects;

/** Reads over HTTP, and what they are tried with: people in districts of 16.13 that no other test counts in. */
record Reads(LocalStack stack, RegisterStub register) {
    static final String REGENCY = "16.13";
    static final String DISTRICT = "16.13.02";
    static final String ONE = "16.13.02.2001";
    static final String OTHER = "16.13.02.2002";

    static LocalDate today() {
        return LocalDate.now(ZoneId.of("Asia/Jakarta"));
    }

    void enroll(ObjectNode after, LocalDate on) {
        register.publish(register.append(ENROLLED, null, after, on));
    }

    void budget(String village, long addSocialSecurity) throws IOException {
        register.publish(register.appendData(
                "id.desaterlindungi.village.budgeted.v1",
                new ObjectMapper().readTree("""
                {"villageCode":"%s","year":%d,"version":1,"on":"%s","before":null,
                 "after":{"addTotal":812500000,"addSocialSecurity":%d,"danaDesaSocialSecurity":0,"workers":100}}
                """.formatted(village, today().getYear(), today(), addSocialSecurity)),
                null));
    }

    JsonPath get(String path) {
        return caller().get(path).then().statusCode(200).extract().jsonPath();
    }

    RequestSpecification caller() {
        return given().auth().oauth2(stack.token("branch", "16"));
    }

    static long sum(List<Integer> numbers) {
        return numbers.stream()
                .filter(Objects::nonNull)
                .mapToLong(Integer::longValue)
                .sum();
    }
}
