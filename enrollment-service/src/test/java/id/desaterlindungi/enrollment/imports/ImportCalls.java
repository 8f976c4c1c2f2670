package id.desaterlindungi.enrollment.imports;

import static io.restassured.RestAssured.given;

import com.fasterxml.jackson.databind.JsonNode;
import id.desaterlindungi.enrollment.SyntheticPerson;
import id.desaterlindungi.local.LocalStack;
import io.restassured.http.ContentType;
import io.restassured.path.json.JsonPath;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.awaitility.Awaitility;

/** What an uploader does. */
final class ImportCalls {
    /** The least that a file has to say, where the rest is given by {@link #DEFAULTS}. */
    static final String HEADER = "NIK;Nama;Tgl Lahir;JK";

    static final Map<String, String> DEFAULTS = Map.of(
            "villageCode", "16.01.07.2001",
            "segment", "BPU",
            "occupation", "PETANI",
            "fundingSource", "ADD",
            "programmes", "JKK+JKM",
            "enrolledOn", SyntheticPerson.enrolledOn());

    private final String token;

    ImportCalls(LocalStack stack, String area) {
        this.token = token(stack, area);
    }

    private ImportCalls(String token) {
        this.token = token;
    }

    /** By a village that has no other's people. */
    static ImportCalls ofOne(LocalStack stack, String village) {
        return new ImportCalls(stack.token("village", village));
    }

    /** By an office of another role. */
    static ImportCalls as(LocalStack stack, String role, String area) {
        return new ImportCalls(stack.token(role, area));
    }

    /** Of an office of its own, for the villages of its people too. */
    static String token(LocalStack stack, String area) {
        return stack.tokens().tokenOf("village@" + area, "village", String.join(" ", areas(area)));
    }

    static List<String> areas(String area) {
        return Stream.of("16.01.07.2001", "16.01.07.2004", area).distinct().toList();
    }

    RequestSpecification caller() {
        return given().auth().oauth2(token);
    }

    /** A row under {@link #HEADER}, of somebody new. */
    static String row() {
        return row(SyntheticPerson.body());
    }

    static String row(Map<String, ?> person) {
        return "%s;%s;%s;%s".formatted(person.get("nik"), person.get("name"), person.get("birthDate"), "P");
    }

    static String csv(String... rows) {
        return HEADER + "\r\n" + String.join("\r\n", rows) + "\r\n";
    }

    Response upload(byte[] file, Map<String, String> parameters) {
        return caller().contentType("application/octet-stream")
                .queryParams(parameters)
                .body(file)
                .post("/v1/imports");
    }

    Response upload(String text, Map<String, String> parameters) {
        return upload(text.getBytes(StandardCharsets.UTF_8), parameters);
    }

    /** @return the id, once every row has its verdict */
    String checked(String text) {
        return checked(text.getBytes(StandardCharsets.UTF_8), DEFAULTS);
    }

    String checked(String text, Charset charset) {
        return checked(text.getBytes(charset), DEFAULTS);
    }

    String checked(byte[] file, Map<String, String> parameters) {
        var id = upload(file, parameters).then().statusCode(202).extract().<String>path("id");
        await(id, "CHECKED");
        return id;
    }

    JsonPath get(String id) {
        return caller().get("/v1/imports/" + id)
                .then()
                .statusCode(200)
                .extract()
                .jsonPath();
    }

    JsonPath await(String id, String state) {
        Awaitility.await()
                .atMost(Duration.ofSeconds(30))
                .pollInterval(Duration.ofMillis(50))
                .until(() -> state(id).equals(state));
        return get(id);
    }

    /** Asked often while somebody waits, so without the cost of a path. */
    private String state(String id) {
        return caller().get("/v1/imports/" + id)
                .then()
                .statusCode(200)
                .extract()
                .as(JsonNode.class)
                .get("state")
                .asText();
    }

    /** To commit or drop it as it is now. */
    RequestSpecification change(String id) {
        return caller().header(
                        "If-Match",
                        caller().get("/v1/imports/" + id)
                                .then()
                                .statusCode(200)
                                .extract()
                                .header("ETag"));
    }

    JsonPath commit(String id) {
        change(id).post("/v1/imports/" + id + "/commit").then().statusCode(202);
        return await(id, "COMMITTED");
    }

    /** Each row with findings as {@code row code code …}. */
    List<String> findings(String id) {
        return caller()
                .queryParam("limit", 500)
                .get("/v1/imports/" + id + "/rows")
                .then()
                .statusCode(200)
                .extract()
                .jsonPath()
                .<Map<String, Object>>getList("items")
                .stream()
                .filter(row -> !row.get("verdict").equals("OK"))
                .map(row -> row.get("row") + " "
                        + String.join(
                                " ",
                                ((List<Map<String, String>>) row.get("findings"))
                                        .stream().map(one -> one.get("code")).toList()))
                .toList();
    }

    /** One by one, as anybody is. @return the same */
    Map<String, Object> enroll(Map<String, Object> person) {
        caller().contentType(ContentType.JSON)
                .body(person)
                .post("/v1/participants")
                .then()
                .statusCode(201);
        return person;
    }

    /** How many there are of that NIK. */
    int enrolled(Map<String, Object> person) {
        return caller().contentType(ContentType.JSON)
                .body(Map.of("nik", person.get("nik")))
                .post("/v1/participants/search")
                .then()
                .statusCode(200)
                .extract()
                .<List<Object>>path("items")
                .size();
    }

    String report(String id, String type, String language) {
        return caller().accept(type)
                .header("Accept-Language", language)
                .get("/v1/imports/" + id + "/report")
                .then()
                .statusCode(200)
                .extract()
                .asString();
    }
}
