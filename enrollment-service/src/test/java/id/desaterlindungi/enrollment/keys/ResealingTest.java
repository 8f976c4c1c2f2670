package id.desaterlindungi.enrollment.keys;

import static id.desaterlindungi.enrollment.SyntheticPerson.body;
import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.not;

import id.desaterlindungi.enrollment.EnrollmentTest;
import id.desaterlindungi.enrollment.sealing.Seal;
import id.desaterlindungi.local.LocalStack;
import io.restassured.http.ContentType;
import io.restassured.response.ValidatableResponse;
import io.restassured.specification.RequestSpecification;
import jakarta.inject.Inject;
import java.nio.ByteBuffer;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The key that seals is changed while the service runs. */
@EnrollmentTest
class ResealingTest {
    LocalStack stack;

    @Inject
    Seal seal;

    private final UUID row = UUID.randomUUID();

    @Test
    void sealsEverythingWithTheNewKeyAndLetsTheOldOneGo() throws SQLException {
        var nik = (String) body().get("nik");
        var id = enroll();
        var sealedBefore = seal.close(nik, row, "nik");
        var before = seal.closingKey();

        var added = stack.keysets().addSealingKey();
        await().until(() -> seal.closingKey() == added);

        assertThat(enroll()).isNotEqualTo(id);
        assertThat(seal.open(sealedBefore, row, "nik"))
                .as("sealed with the key before")
                .isEqualTo(nik);
        assertThat(left(added)).isPositive();

        as("operator")
                .post("/v1/keys/resealing")
                .then()
                .statusCode(202)
                .body("resealing.keyId.toString()", equalTo(told(added)));
        await().untilAsserted(this::isOver);

        assertThat(left(added)).isZero();
        keys().body("keys.find { it.id.toString() == '%s' }.state".formatted(told(before)), equalTo("RETIRED"))
                .body("keys.find { it.id.toString() == '%s' }.state".formatted(told(added)), equalTo("USED"))
                .body("keys.findAll { it.purpose == 'NIK_INDEX' }.state", hasItem("USED"));

        stack.keysets().dropSealingKey(before);
        await().until(() -> seal.tryOpen(sealedBefore, row, "nik").isEmpty());
        as("branch", "16").get("/v1/participants/" + id).then().statusCode(200);
    }

    /** What somebody holds at that moment is not waited for, and not forgotten. */
    @Test
    void comesBackToARowThatSomebodyHolds() throws SQLException {
        var id = enroll();
        var added = stack.keysets().addSealingKey();
        await().until(() -> seal.closingKey() == added);
        try (var other = owner();
                var statement = other.createStatement()) {
            other.setAutoCommit(false);
            statement.execute("select 1 from participant where id = '" + id + "' for update");
            as("operator").post("/v1/keys/resealing").then().statusCode(202);
            await().untilAsserted(() -> keys().body("resealing.pass", not(equalTo(1))));
            keys().body("resealing.finishedAt", equalTo(null));
            other.rollback();
        }

        await().untilAsserted(this::isOver);
        assertThat(left(added)).isZero();
    }

    @Test
    void isForOperatorsAndShowsNoKey() {
        for (var role : List.of("branch", "auditor")) {
            as(role, "16").get("/v1/keys").then().statusCode(403);
            as(role, "16").post("/v1/keys/resealing").then().statusCode(403);
        }
        assertThat(keys().extract().asString()).doesNotContain("checkValue", "check_value");
    }

    /** Somebody who seals something new has to tell {@link SealedColumn}, or it could not be read any more. */
    @Test
    void knowsEveryColumnThatIsSealed() throws SQLException {
        var sealed = new ArrayList<String>();
        try (var connection = owner();
                var rows = connection.createStatement().executeQuery("""
                        select table_name || '.' || column_name from information_schema.columns
                        where table_schema = 'public' and data_type = 'bytea' and column_name like '%sealed%'
                        """)) {
            while (rows.next()) {
                sealed.add(rows.getString(1));
            }
        }

        assertThat(SealedColumn.ALL.stream().map(column -> column.table() + "." + column.column()))
                .containsExactlyInAnyOrderElementsOf(sealed);
    }

    private void isOver() {
        keys().body("resealing.finishedAt", not(equalTo(null))).body("resealing.unopened", equalTo(0));
    }

    /** How many values another key sealed, by the database's owner, who sees them all. */
    private long left(int key) throws SQLException {
        var mark = ByteBuffer.allocate(5).put((byte) 1).putInt(key).array();
        var left = 0L;
        try (var connection = owner()) {
            for (var column : SealedColumn.ALL) {
                try (var question =
                        connection.prepareStatement("select count(*) from %s where substring(%s from 1 for 5) <> ?"
                                .formatted(column.table(), column.column()))) {
                    question.setBytes(1, mark);
                    var answer = question.executeQuery();
                    answer.next();
                    left += answer.getLong(1);
                }
            }
        }
        return left;
    }

    private static String told(int key) {
        return Integer.toUnsignedString(key);
    }

    private Connection owner() throws SQLException {
        return stack.postgres().connect("enrollment", "enrollment_owner");
    }

    private String enroll() {
        return as("branch", "16")
                .contentType(ContentType.JSON)
                .header("Idempotency-Key", UUID.randomUUID().toString())
                .body(body())
                .post("/v1/participants")
                .then()
                .statusCode(201)
                .extract()
                .path("id");
    }

    private ValidatableResponse keys() {
        return as("operator").get("/v1/keys").then().statusCode(200);
    }

    private RequestSpecification as(String role, String... areas) {
        var area = Stream.of(areas).findFirst().orElse(null);
        return given().auth().oauth2(stack.tokens().token(role, area, Map.of()));
    }
}
