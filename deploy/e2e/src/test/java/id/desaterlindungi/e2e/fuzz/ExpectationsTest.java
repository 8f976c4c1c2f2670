package id.desaterlindungi.e2e.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Answers that are wrong are seen, and those that are right are let be, wherever a request has got to by its faults. */
class ExpectationsTest {
    private static final String UPLOAD = "0199a1b2-0000-7000-8000-00000000000a";
    private static final String OWN_UPLOAD = "0199a1b2-0000-7000-8000-00000000000b";
    private static final String PART = "0199a1b2-0000-7000-8000-00000000000c";
    private static final String NIK = "1601074507849001";
    private static final String PROBLEM = "application/problem+json";

    private static final Caller BRANCH = new Caller("branch 16", "branch", Optional.of("Bearer b"));
    private static final Caller VILLAGE = new Caller("village 16.01.07.2001", "village", Optional.of("Bearer v"));

    private final List<Operation> operations = new ApiDescription(
                    URI.create("http://localhost:1"), ApiDescription.read("""
                    {"openapi": "3.1.0", "components": {"schemas": {"Problem": {"type": "object"}}}, "paths": {
                     "/v1/imports": {"get": {"operationId": "listImports", "responses": {"200": {}}}},
                     "/v1/imports/uploads/{id}": {"get": {"operationId": "getImportUpload", "responses": {"200": {}}}},
                     "/v1/imports/{id}": {
                      "get": {"operationId": "getImport", "responses": {"200": {}, "404": {}}},
                      "delete": {"operationId": "deleteImport", "responses": {"200": {}, "404": {}}}},
                     "/v1/imports/{id}/report": {"get": {"operationId": "reportImport", "responses": {"200": {}}}},
                     "/v1/participants": {
                      "get": {"operationId": "listParticipants", "responses": {"200": {}}},
                      "post": {"operationId": "enrollParticipant", "responses": {"201": {}, "409": {}}}},
                     "/v1/participants/{id}/nik-disclosure": {
                      "post": {"operationId": "discloseNik", "responses": {"200": {}}}},
                     "/v1/participants/{id}": {
                      "get": {"operationId": "getParticipant", "responses": {"200": {}, "404": {}}}},
                     "/v1/villages": {"get": {"operationId": "listVillages", "responses": {"200": {}}}},
                     "/v1/villages/{code}": {"get": {"operationId": "getVillage", "responses": {"200": {}}}}}}
                    """).orElseThrow(), "test")
            .operations();

    private final World world = new World(new Random(1));
    private final Secrets secrets = new Secrets();
    private final Expectations expectations =
            new Expectations(Set.of("problem.not-found", "problem.conflict"), secrets, world, operations);

    ExpectationsTest() {
        world.uploads.add(new World.Upload(UPLOAD, BRANCH));
        world.uploads.add(new World.Upload(OWN_UPLOAD, VILLAGE));
        world.parted.add(new World.Upload(PART, BRANCH));
        secrets.add(NIK, "Samarannya Quaxivozu", "0800-9000-0001");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/v1/imports/" + UPLOAD,
                "/v1/imports/" + UPLOAD + ";a=b",
                "/v1/imports/./" + UPLOAD + "/",
                "/v1/imports/0199A1B2-0000-7000-8000-00000000000A",
                "/v1/imports/%30199a1b2-0000-7000-8000-00000000000a/report",
                "http://stranger.example/v1/imports/" + UPLOAD,
                "/v1/imports/uploads/" + PART
            })
    void anUploadOfOthersIsNotFoundAtItsAddress(String path) {
        var draft = draft("getImport", "GET", path);

        assertThat(faults(draft, answer(200, "application/json", "{}"))).contains("an upload of branch 16");
        assertThat(faults(draft, notFound())).isEmpty();
    }

    /** However it has begun, and whatever was sent instead of an id. */
    @ParameterizedTest
    @ValueSource(strings = {"/v1/imports/;a=b", "/v1/imports/.", "/v1/imports", "/v1/imports/" + UPLOAD + "/.."})
    void whoseAddressHasLostItsIdIsToldOfTheOwnUploadsAlone(String path) {
        var draft = draft("getImport", "GET", path);

        assertThat(faults(draft, listOf(OWN_UPLOAD))).isEmpty();
        assertThat(faults(draft, listOf(OWN_UPLOAD, UPLOAD))).containsExactly("an upload of branch 16");
    }

    @Test
    void anUploadOfAnAreaIsThereForWhoHasTheAreasAroundIt() {
        var draft = new Draft(operation("getImport"), BRANCH);
        draft.variables.put("id", OWN_UPLOAD);

        assertThat(faults(draft, listOf(OWN_UPLOAD))).isEmpty();
    }

    @Test
    void whatIsAllowedAtAnAddressSaysNothingOfAnUpload() {
        var draft = draft("getImport", "OPTIONS", "/v1/imports/" + UPLOAD);

        assertThat(faults(draft, answer(200, "", ""))).isEmpty();
    }

    @Test
    void aVillageMayNameItsHeadAndAListOfThemMayNot() {
        var named = answer(200, "application/json", "{\"headName\":\"Samarannya Quaxivozu\"}");

        assertThat(faults(draft("getVillage", "GET", "/v1/villages/16.01.07.2001"), named))
                .isEmpty();
        assertThat(faults(draft("getVillage", "GET", "/v1/villages/;a=b"), named))
                .singleElement()
                .asString()
                .startsWith("personal data: ");
        assertThat(faults(draft("listVillages", "GET", "/v1/villages"), named))
                .singleElement()
                .asString()
                .startsWith("personal data: ");
    }

    @Test
    void aNikIsForWhoHasAskedToHaveItAndForNoOtherMethodOrAddress() {
        var told = answer(200, "application/json", "{\"nik\":\"" + NIK + "\"}");
        var named = answer(200, "application/json", "{\"name\":\"Samarannya Quaxivozu\"}");

        assertThat(faults(draft("discloseNik", "POST", "/v1/participants/x/nik-disclosure"), told))
                .isEmpty();
        assertThat(faults(draft("discloseNik", "GET", "/v1/participants/;a=b"), told))
                .containsExactly("personal data: [" + NIK + "]");
        assertThat(faults(draft("discloseNik", "GET", "/v1/participants/;a=b"), named))
                .isEmpty();
    }

    @Test
    void aRefusalIsThatOfTheOperationThatWasFound() {
        var conflict = answer(409, PROBLEM, "{\"code\":\"conflict\",\"status\":409}");

        assertThat(faults(draft("getParticipant", "POST", "/v1/participants/;a=b"), conflict))
                .isEmpty();
        assertThat(faults(draft("getParticipant", "GET", "/v1/participants/x"), conflict))
                .containsExactly("a status that is not described");
        assertThat(faults(draft("getImport", "GET", "/v1/imports/uploads/x"), conflict))
                .containsExactly("a status that is not described");
    }

    private List<String> faults(Draft draft, Answer answer) {
        return expectations.faults(draft, answer, false);
    }

    private Draft draft(String operation, String method, String path) {
        var draft = new Draft(operation(operation), VILLAGE);
        draft.variables.put("id", UPLOAD);
        draft.method = method;
        draft.path = Optional.of(path);
        return draft;
    }

    private Operation operation(String id) {
        return operations.stream()
                .filter(one -> one.id().equals(id))
                .findFirst()
                .orElseThrow();
    }

    private static Answer notFound() {
        return answer(404, PROBLEM, "{\"code\":\"not-found\",\"status\":404}");
    }

    private static Answer listOf(String... ids) {
        return answer(200, "application/json", "{\"items\":[{\"id\":\"" + String.join("\"},{\"id\":\"", ids) + "\"}]}");
    }

    private static Answer answer(int status, String type, String body) {
        var headers = new TreeMap<String, List<String>>(String.CASE_INSENSITIVE_ORDER);
        headers.put("Content-Type", List.of(type));
        return new Answer(status, headers, Draft.bytes(body), true, 1);
    }
}
