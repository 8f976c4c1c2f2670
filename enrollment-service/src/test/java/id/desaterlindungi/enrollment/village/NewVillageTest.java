package id.desaterlindungi.enrollment.village;

import static id.desaterlindungi.enrollment.village.VillageCalls.DISTRICT;
import static id.desaterlindungi.enrollment.village.VillageCalls.PARENT;
import static id.desaterlindungi.enrollment.village.VillageCalls.newVillage;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.endsWith;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.nullValue;

import id.desaterlindungi.enrollment.BusinessClock;
import id.desaterlindungi.enrollment.EnrollmentTest;
import id.desaterlindungi.enrollment.Owner;
import id.desaterlindungi.local.LocalStack;
import jakarta.inject.Inject;
import java.time.LocalDate;
import java.util.Map;
import java.util.UUID;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** How a village gets into the register. */
@EnrollmentTest
class NewVillageTest {
    @Inject
    @Owner
    Jdbi jdbi;

    LocalStack stack;
    VillageCalls calls;

    @BeforeEach
    void prepare() {
        calls = new VillageCalls(stack, jdbi);
    }

    @Test
    void registersAVillageOfASplit() {
        var first = calls.position();
        var request = newVillage("name", "Uji Pemekaran");
        var code = (String) request.get("code");

        var answer = calls.caller().body(request).post("/v1/villages").then();

        answer.statusCode(201)
                .header("ETag", "\"1\"")
                .header("Location", endsWith("/v1/villages/" + code))
                .body("code", equalTo(code))
                .body("name", equalTo("Uji Pemekaran"))
                .body("kind", equalTo("desa"))
                .body("district.code", equalTo(DISTRICT))
                .body("parentVillage", equalTo(PARENT))
                .body("validFrom", equalTo("2026-01-01"))
                .body("validUntil", nullValue())
                .body("sadar", equalTo(false));
        assertThat(calls.enrollIn(code).statusCode()).isEqualTo(201);
        calls.caller()
                .queryParams(Map.of("parent", DISTRICT, "limit", 500))
                .get("/v1/areas")
                .then()
                .body("items.code", hasItem(code));
        calls.caller()
                .queryParams(Map.of("within", DISTRICT, "limit", 500))
                .get("/v1/villages")
                .then()
                .body("items.code", hasItem(code));
        var event = calls.eventsAfter(first).getFirst();
        assertThat(event.get("type").asText()).isEqualTo("id.desaterlindungi.village.registered.v1");
        assertThat(event.get("subject").asText()).isEqualTo(code);
        assertThat(event.at("/data/name").asText()).isEqualTo("Uji Pemekaran");
        assertThat(event.at("/data/on").asText()).isEqualTo("2026-01-01");
        assertThat(event.at("/data/before").isNull()).isTrue();
        assertThat(event.at("/data/after/parentVillage").asText()).isEqualTo(PARENT);
    }

    @Test
    void registersOnceForTheSameKey() {
        var request = newVillage();
        var key = UUID.randomUUID().toString();

        calls.caller()
                .header("Idempotency-Key", key)
                .body(request)
                .post("/v1/villages")
                .then()
                .statusCode(201);
        calls.caller()
                .header("Idempotency-Key", key)
                .body(request)
                .post("/v1/villages")
                .then()
                .statusCode(201)
                .header("Idempotency-Replayed", "true")
                .header("ETag", "\"1\"");

        calls.caller()
                .body(request)
                .post("/v1/villages")
                .then()
                .statusCode(409)
                .body("code", equalTo("village-registered"))
                .body("errors.pointer", contains("/code"));
    }

    @ParameterizedTest
    @CsvSource({
        "code, 16.09.01.1801, /code, village-code-kind",
        "code, 16.09.01, /code, village-format",
        "code, 16.09.99.2801, /code, district-unknown",
        "kind, district, /kind, code-unknown",
        "kind, DESA, /kind, code-unknown",
        "name, 12, /name, name-format",
        "parentVillage, 16.09.01.2999, /parentVillage, village-unknown",
        "parentVillage, 16.09.01, /parentVillage, village-format",
        "validFrom, 2099-01-01, /validFrom, day-future",
        "validFrom, 0000-01-01, /validFrom, date-out-of-range",
        "validFrom, 1899-12-31, /validFrom, date-out-of-range",
        "validFrom, 2101-01-01, /validFrom, date-out-of-range",
        "validFrom, 1 Januari, /validFrom, date-format",
        "validFrom, '', /validFrom, field-missing",
    })
    void refusesANewVillageThatDoesNotFit(String field, String value, String pointer, String code) {
        var answer = calls.caller()
                .body(newVillage(field, value))
                .post("/v1/villages")
                .then();

        answer.statusCode(422).body("errors.pointer", contains(pointer)).body("errors.code", contains(code));
    }

    @Test
    void takesTodayAndNotTomorrowForAFirstDay() {
        calls.caller()
                .body(newVillage("validFrom", today().toString()))
                .post("/v1/villages")
                .then()
                .statusCode(201);
        LocalDate tomorrow;
        int status;
        do {
            tomorrow = today().plusDays(1);
            status = calls.caller()
                    .body(newVillage("validFrom", tomorrow.toString()))
                    .post("/v1/villages")
                    .statusCode();
        } while (!tomorrow.isAfter(today())); // The day ended meanwhile.
        assertThat(status).isEqualTo(422);
    }

    private static LocalDate today() {
        return LocalDate.now(BusinessClock.JAKARTA);
    }
}
