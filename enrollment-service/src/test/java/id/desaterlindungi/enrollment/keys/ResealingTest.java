package id.desaterlindungi.enrollment.keys;

import static id.desaterlindungi.enrollment.SyntheticPerson.body;
import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.not;

import id.desaterlindungi.enrollment.EnrollmentTest;
import id.desaterlindungi.enrollment.Owner;
import id.desaterlindungi.enrollment.sealing.Seal;
import id.desaterlindungi.local.LocalStack;
import io.restassured.http.ContentType;
import io.restassured.response.ValidatableResponse;
import io.restassured.specification.RequestSpecification;
import jakarta.inject.Inject;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.HandleConsumer;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.Test;

/** The key that seals is changed while the service runs. */
@EnrollmentTest
class ResealingTest {
    LocalStack stack;

    @Inject
    Seal seal;

    @Inject
    @Owner
    Jdbi jdbi;

    @Inject
    Resealing resealing;

    private final UUID row = UUID.randomUUID();

    @Test
    void sealsEverythingWithTheNewKeyAndLetsTheOldOneGo() {
        var nik = (String) body().get("nik");
        var id = enroll();
        fillTheOtherColumns();
        var sealedBefore = seal.close(nik, row, "nik");
        var before = seal.closingKey();

        var added = stack.keysets().addSealingKey();
        await().until(() -> seal.closingKey() == added);

        assertThat(enroll()).isNotEqualTo(id);
        assertThat(seal.open(sealedBefore, row, "nik"))
                .as("sealed with the key before")
                .isEqualTo(nik);
        assertThat(left(added))
                .as("sealed with the key before")
                .allSatisfy((column, left) -> assertThat(left).as(column).isPositive());

        as("operator")
                .post("/v1/keys/resealing")
                .then()
                .statusCode(202)
                .body("resealing.keyId.toString()", equalTo(told(added)));
        await().untilAsserted(this::isOver);

        assertThat(left(added).values()).containsOnly(0L);
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
        assertThat(left(added).values()).containsOnly(0L);
    }

    /** Somebody may still be at a row, or a file, that was sealed with the key before. */
    @Test
    void beginsOnceNothingComesThatTheKeyBeforeSealed() {
        inTransactionThatIsUndone(handle -> {
            work(handle);
            assertThat(Resealing.running(handle, Duration.ofDays(1))).isEmpty();
            assertThat(Resealing.running(handle, Duration.ZERO)).isPresent();
        });
    }

    @Test
    void retiresNeitherALaterKeyNorAnyWhereAValueDoesNotOpen() {
        inTransactionThatIsUndone(handle -> {
            handle.execute("""
                    insert into register_key (purpose, key_id, check_value, used_from)
                    values ('SEALING', 1, '', '2000-01-01Z'), ('SEALING', 2, '', clock_timestamp())
                    """);
            work(handle);
            handle.execute("update resealing set unopened = 1 where finished_at is null");
            assertThat(retired(handle)).isEmpty();
        });
        inTransactionThatIsUndone(handle -> {
            handle.execute("""
                    insert into register_key (purpose, key_id, check_value, used_from)
                    values ('SEALING', 1, '', '2000-01-01Z'), ('SEALING', 2, '', clock_timestamp())
                    """);
            work(handle);
            assertThat(retired(handle)).contains(1L).doesNotContain(2L, (long) seal.closingKey());
        });
    }

    /** Begun anew it waits for that key, as at first. */
    @Test
    void beginsAgainWhereTheKeyIsChangedOnceMore() {
        inTransactionThatIsUndone(handle -> {
            handle.execute("""
                    insert into register_key (purpose, key_id, check_value, used_from)
                    values ('SEALING', 1, '', '2000-01-01Z')
                    """);
            handle.execute(
                    "insert into resealing (key_id, actor, of_about, place, found) values (1, 'operator', 0, 3, 1)");
            var work = Resealing.running(handle, Duration.ofDays(1)).orElseThrow();

            assertThat(resealing.goOn(handle, work)).isTrue();

            assertThat(Resealing.running(handle, Duration.ofDays(1))).isEmpty();
            var again = Resealing.running(handle, Duration.ZERO).orElseThrow();
            assertThat(again).isEqualTo(new Resealing.Work(work.id(), seal.closingKey(), Resealing.Place.FIRST, 0, 0));
        });
    }

    /** The files of this replica lag behind, or it refuses them. */
    @Test
    void leavesTheWorkToWhoHasTheKeyThatIsUsed() {
        inTransactionThatIsUndone(handle -> {
            handle.execute("""
                    insert into register_key (purpose, key_id, check_value, used_from)
                    values ('SEALING', 1, '', clock_timestamp())
                    """);
            handle.execute("insert into resealing (key_id, actor, of_about) values (1, 'operator', 0)");
            var work = Resealing.running(handle, Duration.ZERO).orElseThrow();

            assertThat(resealing.goOn(handle, work)).isFalse();

            assertThat(Resealing.running(handle, Duration.ZERO)).contains(work);
        });
    }

    @Test
    void looksAtEachRowOnceStepByStep() {
        enroll();
        enroll();
        var people = SealedColumn.ALL.getFirst();
        inTransactionThatIsUndone(handle -> {
            var parts = new UUID(0, 1);
            handle.execute("""
                    insert into import_upload (id, actor, areas, metadata, length, expires_at) values (?, 'nobody', '{}', '', 1, now())
                    """, parts);
            handle.execute("""
                    insert into import_upload_part (upload_id, begins_at, sealed)
                    select ?, begins_at, '' from generate_series(5000000000, 5000000002) begins_at
                    """, parts);
            for (var column : List.of(people, SealedColumn.ALL.getLast())) {
                var step = new SealedColumn(
                        column.table(), column.row(), column.number(), column.column(), column.field(), 1);
                var lookedAt = 0L;
                var place = Optional.of(Resealing.Place.FIRST);
                while (place.isPresent()) {
                    var done = resealing.look(handle, step, place.get());
                    lookedAt += done.lookedAt();
                    place = done.last();
                }
                assertThat(lookedAt)
                        .isGreaterThan(1)
                        .isEqualTo(handle.createQuery("select count(*) from " + column.table())
                                .mapTo(Long.class)
                                .one());
            }
        });
    }

    @Test
    void countsWhatNoKeyOpensAndReplacesNothingThatWasChangedMeanwhile() {
        var id = UUID.fromString(enroll());
        var phones = SealedColumn.ALL.stream()
                .filter(column -> column.column().equals("phone_sealed"))
                .findFirst()
                .orElseThrow();
        var read = new Resealing.Old(id, 0, seal.closeBytes(new byte[] {1}, id, "phone"));
        inTransactionThatIsUndone(handle -> {
            assertThat(resealing.seal(handle, phones, List.of(read))).isZero();
            handle.execute("update participant set phone_sealed = ? where id = ?", read.sealed(), id);
            assertThat(resealing.seal(handle, phones, List.of(read))).isEqualTo(1);

            handle.execute("update participant set phone_sealed = '\\x0100000000' where id = ?", id);
            var before =
                    new Resealing.Place(1, new UUID(id.getMostSignificantBits(), id.getLeastSignificantBits() - 1), 0);
            var done = resealing.look(handle, phones, before);
            assertThat(done.unopened()).isEqualTo(1);
            assertThat(done.found()).isZero();
        });
    }

    private void work(Handle handle) {
        handle.execute("insert into resealing (key_id, actor, of_about) values (?, 'operator', 0)", seal.closingKey());
    }

    /** What a pass that has found nothing retires. */
    private static List<Long> retired(Handle handle) {
        var before = handle.createQuery("select clock_timestamp()")
                .mapTo(OffsetDateTime.class)
                .one();
        Resealing.endPass(handle, Resealing.running(handle, Duration.ZERO).orElseThrow());
        return handle.createQuery("select key_id from register_key where retired_at >= :before")
                .bind("before", before)
                .mapTo(Long.class)
                .list();
    }

    private void inTransactionThatIsUndone(HandleConsumer<RuntimeException> work) {
        jdbi.useTransaction(handle -> {
            work.useHandle(handle);
            handle.rollback();
        });
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
                .as("SealedColumn.ALL and the sealed columns of the database")
                .containsExactlyInAnyOrderElementsOf(sealed);
    }

    private void isOver() {
        keys().body("resealing.finishedAt", not(equalTo(null))).body("resealing.unopened", equalTo(0));
    }

    /** What a person's enrollment does not fill. */
    private void fillTheOtherColumns() {
        var village = "16.01.07.2001";
        var tag = as("branch", "16").get("/v1/villages/" + village).header("ETag");
        as("branch", "16")
                .contentType("application/merge-patch+json")
                .header("If-Match", tag)
                .body(Map.of("headPhone", "0800-0012-9997", "officePhone", "0711000125"))
                .patch("/v1/villages/" + village)
                .then()
                .statusCode(200);

        var people = Stream.of("Juru Sihir", "Juru Sihir", "Penari Api", "Penari Api")
                .map(occupation -> {
                    var person = body();
                    return "%s;%s;%s;P;%s"
                            .formatted(person.get("nik"), person.get("name"), person.get("birthDate"), occupation);
                })
                .collect(Collectors.joining("\r\n", "NIK;Nama;Tgl Lahir;JK;Pekerjaan\r\n", "\r\n"));
        var defaults =
                Map.of("villageCode", village, "segment", "BPU", "fundingSource", "ADD", "programmes", "JKK+JKM");
        var list = "/v1/imports/"
                + office().contentType("application/octet-stream")
                        .queryParams(defaults)
                        .body(people.getBytes(StandardCharsets.UTF_8))
                        .post("/v1/imports")
                        .then()
                        .statusCode(202)
                        .extract()
                        .<String>path("id");
        awaitChecked(list);
        office().contentType(ContentType.JSON)
                .header("If-Match", office().get(list).header("ETag"))
                .body(Map.of(
                        "corrections",
                        List.of(Map.of(
                                "code",
                                "occupation-unknown",
                                "field",
                                "occupation",
                                "said",
                                "JURU SIHIR",
                                "choice",
                                "BURUH"))))
                .post(list + "/corrections")
                .then()
                .statusCode(202);
        awaitChecked(list);

        var upload = office().header("Tus-Resumable", "1.0.0")
                .header("Upload-Length", 10)
                .header("Upload-Metadata", "filename bGlzdC5jc3Y=")
                .post("/v1/imports/uploads")
                .then()
                .statusCode(201)
                .extract()
                .header("Location");
        office().header("Tus-Resumable", "1.0.0")
                .header("Upload-Offset", 0)
                .contentType("application/offset+octet-stream")
                .body(new byte[] {'N'})
                .patch(upload)
                .then()
                .statusCode(204);
    }

    private void awaitChecked(String list) {
        await().untilAsserted(() -> office().get(list).then().body("state", equalTo("CHECKED")));
    }

    private RequestSpecification office() {
        return as("village", "16.01.07.2001");
    }

    /** How many values of each column another key sealed, by the database's owner, who sees them all. */
    private Map<String, Long> left(int key) {
        var mark = ByteBuffer.allocate(5).put((byte) 1).putInt(key).array();
        return SealedColumn.ALL.stream()
                .collect(Collectors.toMap(
                        column -> column.table() + "." + column.column(),
                        column -> jdbi.withHandle(handle -> handle.createQuery(
                                        "select count(*) from %s where substring(%s from 1 for 5) <> :mark"
                                                .formatted(column.table(), column.column()))
                                .bind("mark", mark)
                                .mapTo(Long.class)
                                .one())));
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
