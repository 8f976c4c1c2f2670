package id.desaterlindungi.enrollment.contribution;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItems;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.nullValue;

import id.desaterlindungi.enrollment.EnrollmentTest;
import id.desaterlindungi.local.LocalStack;
import io.restassured.specification.RequestSpecification;
import jakarta.inject.Inject;
import java.sql.SQLException;
import java.time.LocalDate;
import java.time.ZoneId;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@EnrollmentTest
class TariffTest {
    @Inject
    Jdbi service;

    LocalStack stack;

    @ParameterizedTest
    @CsvSource({
        "2023-12-31, 0, 0",
        "2024-01-01, 13, 0",
        "2026-03-31, 15, 2",
        "2026-04-01, 17, 4",
        "2026-12-31, 17, 4",
        "2027-01-01, 15, 2",
        "2027-03-31, 15, 2",
        "2027-04-01, 13, 0",
    })
    void listsWhatIsValidOnADay(String on, int rows, int reliefs) {
        caller().queryParam("on", on)
                .get("/v1/reference/tariffs")
                .then()
                .statusCode(200)
                .body("on", equalTo(on))
                .body("items", hasSize(rows))
                .body("items.findAll { it.relief }", hasSize(reliefs));
    }

    @Test
    void tellsSourceConditionsAndWhatIsNotSettled() {
        caller().queryParam("on", "2026-11-22")
                .get("/v1/reference/tariffs")
                .then()
                .body(
                        "items.findAll { !it.settled }.id.unique()",
                        hasItems("pu-jp-2024", "bpu-jkk-relief-general-2026"))
                .body("items.find { it.id == 'bpu-jkk-2024' }.ratePercent", equalTo(1))
                .body("items.find { it.id == 'bpu-jkk-2024' }.minimumRupiah", equalTo(10_000))
                .body("items.find { it.id == 'bpu-jkk-2024' }.validUntil", nullValue())
                .body("items.find { it.id == 'bpu-jkm-2024' }.fixedRupiah", equalTo(6_800))
                .body("items.find { it.id == 'pu-jp-2024' }.wageCapped", equalTo(true))
                .body("items.find { it.id == 'pu-jp-2024' }.wageCapRupiah", nullValue())
                .body(
                        "items.find { it.id == 'bpu-jkm-relief-transport-2026' }.excludedPayers",
                        contains("APBD_KABUPATEN", "APBD_PROVINSI", "APBN"))
                .body("items.find { it.id == 'bpu-jkm-relief-transport-2026' }.unsettledPayers", contains("ADD"))
                .body("items.find { it.id == 'bpu-jkm-relief-transport-2026' }.validUntil", equalTo("2027-04-01"))
                .body("items.programme", not(hasItems("JKP")));
    }

    @Test
    void takesTodayInJakartaWhereNoDayIsGiven() {
        var before = today();

        String on = caller().get("/v1/reference/tariffs")
                .then()
                .statusCode(200)
                .extract()
                .path("on");

        assertThat(LocalDate.parse(on)).isBetween(before, today());
    }

    @ParameterizedTest
    @CsvSource({
        "2026-02-30, date-not-in-calendar",
        "31/04/1984, date-not-in-calendar",
        "22-11-2026, date-format",
        "today, date-format",
        "+99999-01-01, date-format",
        "2026-11, date-format"
    })
    void refusesADayThatIsNone(String on, String code) {
        caller().queryParam("on", on)
                .get("/v1/reference/tariffs")
                .then()
                .statusCode(400)
                .contentType("application/problem+json")
                .body("errors.pointer", contains("on"))
                .body("errors.code", contains(code));
    }

    @Test
    void holdsOneTariffForOneCaseAndDay() throws SQLException {
        try (var connection = stack.postgres().connect("enrollment", "enrollment_owner");
                var statement = connection.createStatement()) {
            connection.setAutoCommit(false);
            statement.execute("update tariff set valid_until = '2028-01-01' where id = 'bpu-jkm-2024'");

            // From the day on which the old one ends: taken. A day earlier: refused.
            statement.execute(SUCCESSOR.formatted("2028-01-01"));
            statement.execute("delete from tariff where id = 'bpu-jkm-2028'");
            assertThatThrownBy(() -> statement.execute(SUCCESSOR.formatted("2027-12-31")))
                    .hasMessageContaining("ex_tariff_validity");
            connection.rollback();
        }
    }

    @Test
    void cannotBeChangedByTheService() {
        assertThatThrownBy(() -> service.useHandle(
                        handle -> handle.execute("update tariff set fixed_rupiah = 1 where id = 'bpu-jkm-2024'")))
                .hasMessageContaining("permission denied");
    }

    private static final String SUCCESSOR = """
            insert into tariff (id, programme, segment, fixed_rupiah, valid_from, source, settled)
            values ('bpu-jkm-2028', 'JKM', 'BPU', 7000, '%s', 'test', true)
            """;

    private static LocalDate today() {
        return LocalDate.now(ZoneId.of("Asia/Jakarta"));
    }

    private RequestSpecification caller() {
        return given().auth().oauth2(stack.token("branch", "16"));
    }
}
