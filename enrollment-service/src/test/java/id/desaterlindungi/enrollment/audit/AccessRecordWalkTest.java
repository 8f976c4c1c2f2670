package id.desaterlindungi.enrollment.audit;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import id.desaterlindungi.enrollment.EnrollmentTest;
import id.desaterlindungi.enrollment.Owner;
import id.desaterlindungi.enrollment.access.Right.Callers;
import id.desaterlindungi.enrollment.access.Rights;
import id.desaterlindungi.local.LocalStack;
import jakarta.inject.Inject;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.Test;

/** No operation about people goes without a record, and none that is about nobody leaves one. */
@EnrollmentTest
class AccessRecordWalkTest {
    private static final String VILLAGE = "16.01.07.2001";

    /** Once more, so that none is added without a second thought. */
    private static final List<String> ABOUT_NOBODY = List.of(
            "getContractFile",
            "getImport",
            "getVillageBudget",
            "listAreas",
            "listFundingSources",
            "listImportCodes",
            "listImports",
            "listOccupations",
            "listProgrammes",
            "listRegistryOccupations",
            "listSegments",
            "listStatuses",
            "listTariffs",
            "listVillageBudgets",
            "listVillages",
            "putVillageBudget",
            "quoteContributions",
            "streamImport",
            "takeCensus");

    private static final Map<String, String> AREAS = Map.of(
            "village",
            VILLAGE,
            "district",
            "16.01.07",
            "regency",
            "16.01",
            "operator",
            "none",
            "public-figures",
            "none");

    LocalStack stack;

    @Inject
    @Owner
    Jdbi jdbi;

    /** Whatever the answer is: nobody has to think of it for a new operation. */
    @Test
    void isLeftOnceByEachOperationThatIsNotAboutNobody() throws Exception {
        var me = "record-" + UUID.randomUUID();
        var expected = new TreeMap<String, Integer>();
        for (var operation : operations()) {
            var id = operation.node().path("operationId").asText();
            var who = "village";
            var token = "";
            if (Rights.to(id).orElseThrow().callers() instanceof Callers.Roles roles) {
                who = roles.codes().getFirst();
                token = token(who, AREAS.getOrDefault(who, "16"), me + id);
            } else {
                token = token(who, VILLAGE, me + id);
            }
            ask(operation, token);
            if (!ABOUT_NOBODY.contains(id)) {
                expected.put(id, 1);
            }
        }

        assertThat(expected).hasSizeGreaterThan(20);
        await().untilAsserted(() -> assertThat(counts(me)).isEqualTo(expected));
        assertThat(jdbi.<List<String>, RuntimeException>withHandle(
                        handle -> handle.select("""
                                select operation || ' ' || json_object_keys(selection) from access_record
                                where actor in (?, ?) order by 1
                                """, me + "getImportUpload", me + "listImportRows")
                                .mapTo(String.class)
                                .list()))
                .containsExactly("getImportUpload upload", "listImportRows import");
    }

    private String token(String role, String areas, String subject) {
        return stack.tokens().tokenOf(subject, role, areas.equals("none") ? null : areas);
    }

    private Map<String, Integer> counts(String prefix) {
        return jdbi.withHandle(handle -> handle.select("""
                        select operation, count(*)::integer as records from access_record
                        where starts_with(actor, ?) group by operation
                        """, prefix).reduceRows(new TreeMap<>(), (counts, row) -> {
            counts.put(row.getColumn("operation", String.class), row.getColumn("records", Integer.class));
            return counts;
        }));
    }

    private record Operation(String path, String method, JsonNode node) {}

    /** With a body that no operation takes. */
    private static void ask(Operation operation, String token) {
        var request = given().auth().oauth2(token);
        var content = operation.node().at("/requestBody/content");
        if (content.has("multipart/form-data")) {
            request.multiPart("nothing", "nothing");
        } else if (!content.isMissingNode()) {
            request.contentType("application/json").body("{}");
        }
        var path = operation
                .path()
                .replace("{id}", "0199f3a2-6c1e-7b40-8d5e-3f2a1b0c9d8e")
                .replace("{code}", operation.path().contains("/warnings/") ? "nik-sex" : VILLAGE)
                .replace("{year}", "2024")
                .replace("{file}", "asyncapi.yaml");
        request.request(operation.method().toUpperCase(Locale.ROOT), path);
    }

    private static List<Operation> operations() throws Exception {
        var api = new ObjectMapper()
                .readTree(given().queryParam("format", "json").get("/q/openapi").asString());
        var operations = new ArrayList<Operation>();
        var ids = new HashSet<String>();
        api.get("paths")
                .properties()
                .forEach(path -> path.getValue().properties().stream()
                        .filter(method -> method.getValue().has("operationId"))
                        .forEach(method -> {
                            ids.add(method.getValue().get("operationId").asText());
                            operations.add(new Operation(path.getKey(), method.getKey(), method.getValue()));
                        }));
        assertThat(ids).containsAll(ABOUT_NOBODY);
        return operations;
    }
}
