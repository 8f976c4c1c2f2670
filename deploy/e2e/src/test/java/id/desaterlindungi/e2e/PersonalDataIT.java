package id.desaterlindungi.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.allOf;
import static org.hamcrest.Matchers.anyOf;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.greaterThanOrEqualTo;
import static org.hamcrest.Matchers.lessThan;

import io.restassured.response.Response;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Problems that could quote what was sent. What the other tests cause is looked at after each of them. */
@ExtendWith(RunningSystem.class)
class PersonalDataIT {
    private final DesaSystem system;

    PersonalDataIT(DesaSystem system) {
        this.system = system;
    }

    @Test
    void noLogHoldsANikANameOrAPhone() throws IOException {
        provokeProblems();

        system.logs().requireNothingOf(system.people().all());
    }

    @Test
    void everyLogIsLookedAt(@TempDir Path directory) throws IOException {
        var people = List.of(system.people().next());
        write(directory, "enrollment.log", "");
        write(directory, "reporting.log", "");
        var blank = Files.createFile(directory.resolve("postgres.log"));
        assertThatThrownBy(() -> new Logs(directory).requireNothingOf(people)).hasMessageContaining("postgres.log");
        write(directory, blank.getFileName().toString(), "");

        for (var name : List.of("enrollment.log", "reporting-another.log", "postgres.log")) {
            var logs = new Logs(directory);
            logs.requireNothingOf(people);
            write(directory, name, "nik=" + people.getFirst().nik());
            assertThatThrownBy(() -> logs.requireNothingOf(people)).hasMessageContaining(name);
            logs.requireNothingOf(people); // It was told once.
            assertThatThrownBy(() -> logs.requireNone(Logs.secrets(people))).hasMessageContaining(name);
            write(directory, name, "");
        }
    }

    private static void write(Path directory, String name, String text) throws IOException {
        Files.writeString(directory.resolve(name), "started\n" + text);
    }

    @Test
    void searchFindsPersonalDataInEveryFormThatALogCouldHold() {
        var person = system.people().next();
        var nik = person.nik();
        var digits = person.phone().replace("-", "");
        var forms = List.of(
                "nik=" + nik,
                "nik_index failed: (" + nik.substring(0, 6) + " " + nik.substring(6, 12) + "-" + nik.substring(12)
                        + ")",
                "{\"name\":\"" + person.name() + "\"}",
                person.name().toUpperCase(Locale.ROOT),
                "phone " + person.phone(),
                "+62" + digits.substring(1));

        for (var form : forms) {
            assertThat(Logs.secrets(List.of(person)).in("WARN [id.des] " + form + " refused"))
                    .as(form)
                    .isNotEmpty();
        }
    }

    /** Refusals and conflicts whose messages could quote what was sent. */
    private void provokeProblems() {
        var person = system.people().next();
        post(person.request());
        post(person.request()); // registered
        for (var field : Map.of(
                        "nik", person.nik() + "0", "phone", person.phone() + "-x", "name", person.name() + "\t?")
                .entrySet()) {
            post(with(system.people().next(), field.getKey(), field.getValue()));
        }
        post(with(system.people().next(), "villageCode", "16.01.07.2999"));
        post(with(system.people().next(), "birthDate", "1930-01-01"));
        post(with(system.people().next(), person.nik(), person.name())); // an unknown field
        post("{\"nik\":\"" + person.nik() + "\",\"name\":\"" + person.name() + "\",");
        post("[\"" + person.nik() + "\",\"" + person.name() + "\"]");
        search(person);
        searchByAddress(person);
        batch(person);
        correct(person);
        village(person);
        list(person);
    }

    private void search(Person person) {
        refused(system.askEnrollment().body(Map.of("nik", person.nik() + "0")).post("/v1/participants/search"));
        refused(system.askEnrollment().body(Map.of("nik", person.name())).post("/v1/participants/search"));
        refused(system.askEnrollment().body(Map.of(person.nik(), person.name())).post("/v1/participants/search"));
        refused(system.askEnrollment().body("{\"nik\":\"" + person.nik()).post("/v1/participants/search"));
    }

    /** A name stands in the address of a list: whatever becomes of the request, no log has it. */
    private void searchByAddress(Person person) {
        for (var language : List.of("en", "en;q=abc", "q=")) {
            for (var path : List.of("/v1/participants", "/v1/nothing", "/v1/participants/batch", "/nothing")) {
                system.askEnrollment()
                        .header("Accept-Language", language)
                        .queryParam("name", person.name())
                        .get(path);
                system.askReporting()
                        .header("Accept-Language", language)
                        .queryParam("name", person.name())
                        .get(path);
            }
        }
    }

    private void batch(Person person) {
        var operations = List.of(
                Map.of("operationId", "registered", "enrollment", person.request()),
                Map.of("operationId", "nik", "enrollment", with(person, "nik", person.nik() + "0")),
                Map.of("operationId", "phone", "enrollment", with(person, "phone", person.phone() + "-x")),
                Map.of("operationId", "village", "enrollment", with(person, "villageCode", person.name())));
        system.askEnrollment()
                .body(Map.of("operations", operations))
                .post("/v1/participants/batch")
                .then()
                .statusCode(200)
                .body("refused", equalTo(operations.size()));
        refused(system.askEnrollment()
                .body(Map.of("operations", person.request(), person.nik(), person.name()))
                .post("/v1/participants/batch"));
    }

    private void correct(Person person) {
        String id = system.askEnrollment()
                .body(Map.of("nik", person.nik()))
                .post("/v1/participants/search")
                .then()
                .statusCode(200)
                .extract()
                .path("items[0].id");
        var other = system.people().next();
        post(other.request());
        for (var fields : List.of(
                Map.of("nik", other.nik()), // registered
                Map.of("nik", person.nik() + "0", "name", person.name() + "\t?"),
                Map.of("phone", person.phone() + "-x"),
                Map.of(person.nik(), person.name()))) {
            refused(system.askEnrollment()
                    .header("If-Match", "\"1\"")
                    .body(fields)
                    .patch("/v1/participants/" + id));
        }
        refused(system.askEnrollment()
                .header("If-Match", "\"99\"")
                .body(Map.of("name", person.name()))
                .patch("/v1/participants/" + id));
        refused(system.askEnrollment()
                .header("If-Match", "\"1\"")
                .body(Map.of())
                .patch("/v1/participants/" + person.nik()));
    }

    private void village(Person person) {
        for (var fields : List.of(
                Map.of("headName", person.name() + "\t?", "headPhone", person.phone() + "-x"),
                Map.of("workers", person.nik()),
                Map.of(person.nik(), person.name()))) {
            refused(system.askEnrollment()
                    .header("If-Match", "\"1\"")
                    .body(fields)
                    .patch("/v1/villages/16.01.07.2001"));
        }
    }

    /** Rows that are not good, and files that are no lists. */
    private void list(Person person) {
        var row = "%s;%s;?;?;%s;?;?;?;?;%s\n"
                .formatted(person.nik() + "0", person.name(), person.name(), person.phone() + "-x");
        String id = system.askEnrollment()
                .contentType("text/csv; charset=UTF-8")
                .queryParam("commit", "auto")
                .body("NIK;Nama;Tanggal Lahir;Jenis Kelamin;Kode Desa;Segmen;Pekerjaan;Sumber Dana;Program;No HP\n"
                        + row)
                .post("/v1/imports")
                .then()
                .statusCode(202)
                .extract()
                .path("id");
        await().untilAsserted(() -> system.askEnrollment()
                .get("/v1/imports/" + id)
                .then()
                .body("state", equalTo("COMMITTED"))
                .body("failed", equalTo(1)));
        for (var file : List.of(row, "\"" + person.nik() + ";" + person.name(), "PK" + person.name())) {
            refused(system.askEnrollment()
                    .contentType("text/csv; charset=UTF-8")
                    .body(file)
                    .post("/v1/imports"));
        }
    }

    private void post(Object body) {
        system.askEnrollment()
                .body(body)
                .post("/v1/participants")
                .then()
                .statusCode(anyOf(equalTo(201), equalTo(400), equalTo(409), equalTo(422)));
    }

    private static void refused(Response answer) {
        answer.then().statusCode(allOf(greaterThanOrEqualTo(400), lessThan(500)));
    }

    private static Map<String, Object> with(Person person, String field, String value) {
        var request = new HashMap<>(person.request());
        request.put(field, value);
        return request;
    }
}
