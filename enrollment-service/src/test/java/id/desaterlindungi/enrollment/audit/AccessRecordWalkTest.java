package id.desaterlindungi.enrollment.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import id.desaterlindungi.enrollment.DescribedOperation;
import id.desaterlindungi.enrollment.EnrollmentTest;
import id.desaterlindungi.enrollment.Owner;
import id.desaterlindungi.enrollment.access.Right.Callers;
import id.desaterlindungi.enrollment.access.Rights;
import id.desaterlindungi.local.LocalStack;
import jakarta.inject.Inject;
import java.util.List;
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
        var operations = DescribedOperation.all();
        assertThat(operations).extracting(DescribedOperation::id).containsAll(ABOUT_NOBODY);
        for (var operation : operations) {
            var id = operation.id();
            var who = "village";
            var token = "";
            if (Rights.to(id).orElseThrow().callers() instanceof Callers.Roles roles) {
                who = roles.codes().getFirst();
                token = token(who, AREAS.getOrDefault(who, "16"), me + id);
            } else {
                token = token(who, VILLAGE, me + id);
            }
            operation.ask(token);
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
}
