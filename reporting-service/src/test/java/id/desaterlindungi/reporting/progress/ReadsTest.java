package id.desaterlindungi.reporting.progress;

import static id.desaterlindungi.reporting.RegisterStub.ENROLLED;
import static id.desaterlindungi.reporting.RegisterStub.STATUS_CHANGED;
import static id.desaterlindungi.reporting.RegisterStub.TRANSFERRED;
import static id.desaterlindungi.reporting.RegisterStub.person;
import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.everyItem;
import static org.hamcrest.Matchers.hasKey;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.nullValue;
import static org.hamcrest.Matchers.startsWith;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import id.desaterlindungi.local.LocalStack;
import id.desaterlindungi.reporting.RegisterStub;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import io.restassured.specification.RequestSpecification;
import jakarta.inject.Inject;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.sql.SQLException;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.dhatim.fastexcel.reader.ReadableWorkbook;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The reads over HTTP, in districts of 16.13 that no other test counts in. */
@QuarkusTest
class ReadsTest {

    /** The advisory lock of whoever folds anew. */
    private static final long REBUILD = 0x52454255494c44L;

    private static final String REGENCY = "16.13";
    private static final String DISTRICT = "16.13.02";
    private static final String ONE = "16.13.02.2001";
    private static final String OTHER = "16.13.02.2002";

    @Inject
    RegisterStub register;

    @Inject
    Jdbi jdbi;

    LocalStack stack;

    /** As the test begins; it may end on the next. */
    private final LocalDate today = today();

    @BeforeEach
    void caughtUp() {
        register.awaitFolded();
    }

    @Test
    void aBreakdownAddsUpToTheHeadlineWhicheverWayItIsCut() {
        enroll(person(ONE).put("occupation", "NELAYAN"), today);
        enroll(person(ONE).put("sex", "M").put("status", "REGISTERED").put("birthYear", 1990), today);
        enroll(person(OTHER).put("fundingSource", "CSR").put("status", "GRACE"), today);
        register.awaitFolded();

        for (String area : List.of("16", REGENCY, DISTRICT, ONE)) {
            JsonPath headline = get("/v1/progress?within=" + area);
            long people = headline.getMap("register.byStatus", String.class, Long.class).values().stream()
                    .mapToLong(Long::longValue)
                    .sum();
            for (String by : List.of(
                    "status",
                    "occupation,sex",
                    "fundingSource,status",
                    "programmes,segment",
                    "origin",
                    "birthYear,status")) {
                JsonPath breakdown = get("/v1/progress/breakdown?within=" + area + "&by=" + by);
                assertThat(sum(breakdown.getList("items.people"))).isEqualTo(people);
                assertThat(breakdown.getLong("total.people")).isEqualTo(people);
                assertThat(breakdown.getLong("total.covered")).isEqualTo(headline.getLong("register.covered"));
                assertThat(breakdown.getString("by.join(',')")).isEqualTo(by);
                assertThat(breakdown.getLong("asOf.position")).isEqualTo(register.position());
            }
        }
        JsonPath filtered = get(
                "/v1/progress/breakdown?within=" + ONE
                        + "&by=sex&status=REGISTERED&programmes=JKM,JKK&segment=BPU&occupation=PETANI&fundingSource=ADD&origin=NEW");
        assertThat(filtered.getString("items[0].values.sex")).isEqualTo("M");
        assertThat(filtered.getLong("total.covered")).isZero();
        assertThat(filtered.getString("filters.programmes")).isEqualTo("JKK+JKM");
        assertThat(get("/v1/progress/breakdown?within=" + ONE + "&by=status&birthYear=1990")
                        .getString("items[0].values.status"))
                .isEqualTo("REGISTERED");
    }

    @Test
    void areasCanBeSortedAndPagedByAnyFigure() {
        enroll(person(ONE), today);
        enroll(person(OTHER), today.minusDays(45));
        register.awaitFolded();

        for (String sort : List.of("code", "covered", "gap", "percent", "growth")) {
            for (String order : List.of("asc", "desc")) {
                String query = "/v1/progress/areas?level=regency&sort=" + sort + "&order=" + order;
                List<String> whole = get(query).getList("items.area.code");
                List<String> paged = new ArrayList<>();
                String next = null;
                do {
                    JsonPath page = get(query + "&limit=5" + (next == null ? "" : "&cursor=" + next));
                    paged.addAll(page.getList("items.area.code"));
                    next = page.getString("next");
                } while (next != null);
                assertThat(paged).as("%s %s", sort, order).hasSize(17).isEqualTo(whole);
            }
        }
        List<Integer> covered =
                get("/v1/progress/areas?level=regency&sort=covered").getList("items.register.covered");
        assertThat(covered).isSortedAccordingTo(Comparator.reverseOrder());
        JsonPath grown = get("/v1/progress/areas?within=" + REGENCY + "&level=village&sort=growth&limit=500");
        assertThat(grown.getList("items.growth", Integer.class)).isSortedAccordingTo(Comparator.reverseOrder());
        caller().get("/v1/progress/areas?level=regency").then().body("items[0]", not(hasKey("growth")));
    }

    @Test
    void villagesCanBeListedByWhatTheyLack() throws IOException {
        enroll(person(ONE), today);
        budget("16.13.02.2003", 25_000_000L);
        village("16.13.02.2004", ",\"validUntil\":\"" + today.minusDays(1) + "\"", 900L);
        village("16.13.02.2006", ",\"validUntil\":null", 1_240L);
        register.awaitFolded();

        JsonPath none = get("/v1/progress/areas?level=village&limit=500&having=none&within=" + DISTRICT);
        assertThat(none.getList("items.area.code"))
                .contains("16.13.02.2003", "16.13.02.2006")
                .doesNotContain(ONE, "16.13.02.2004");
        JsonPath noBudget = get("/v1/progress/areas?level=village&limit=500&having=no-budget&within=" + DISTRICT);
        assertThat(noBudget.getList("items.area.code"))
                .contains(ONE, "16.13.02.2006")
                .doesNotContain("16.13.02.2003", "16.13.02.2004");
        JsonPath facts = get("/v1/progress?within=16.13.02.2006");
        assertThat(facts.getLong("village.workers")).isEqualTo(1_240);
        assertThat(facts.getString("village.workersOn")).isEqualTo(today.toString());
        assertThat(facts.getBoolean("village.sadar")).isTrue();

        JsonPath funding = get("/v1/progress/funding?within=" + DISTRICT + "&extraWorkersPerVillage=50&monthly=16800");
        assertThat(funding.getLong("budgets.addSocialSecurity")).isEqualTo(25_000_000);
        assertThat(funding.getString("budgets.addPercent")).isEqualTo("3.08");
        assertThat(funding.getString("budgets.monthsCovered")).isEqualTo("14.9");
        assertThat(sum(funding.getList("parts.budgets.desa"))).isEqualTo(funding.getLong("budgets.desa"));
        assertThat(sum(funding.getList("parts.budgets.desaWithout"))).isEqualTo(funding.getLong("budgets.desa") - 1);
        assertThat(funding.getLong("whatIf.workers")).isEqualTo(50 * funding.getLong("budgets.desa"));
        assertThat(funding.getLong("whatIf.costPerYear")).isEqualTo(50 * funding.getLong("budgets.desa") * 16_800 * 12);
        assertThat(funding.getString("quotation.text")).startsWith("70 percent");
        JsonPath province = get("/v1/progress/funding?extraWorkersPerVillage=50");
        assertThat(province.getList("parts")).hasSize(17);
        assertThat(province.getLong("whatIf.covered"))
                .isEqualTo(get("/v1/progress").getLong("covered") + province.getLong("whatIf.workers"));
        assertThat(province.getLong("budgets.desa")).isBetween(2_850L, 2_860L);
        assertThat(sum(province.getList("parts.budgets.addTotal"))).isEqualTo(province.getLong("budgets.addTotal"));
        assertThat(get("/v1/progress/funding?within=" + ONE + "&year=2020").getList("parts"))
                .isEmpty();
    }

    @Test
    void aHistoryEndsAtTheHeadlineAndItsFlowsAddUp() {
        enroll(person(ONE), today.minusDays(40));
        enroll(person(ONE), today);
        register.publish(
                register.append(STATUS_CHANGED, person(ONE), person(ONE).put("status", "ENDED"), today.minusDays(1)));
        register.publish(register.append(TRANSFERRED, person(ONE), person(OTHER), today));
        enroll(person(ONE), LocalDate.of(1999, 1, 1));
        enroll(person(ONE), today.plusDays(400));
        register.awaitFolded();

        for (String area : List.of("16", REGENCY, DISTRICT, ONE, OTHER)) {
            JsonPath headline = get("/v1/progress?within=" + area);
            for (String query : List.of("&interval=day&from=" + today.minusDays(60), "&interval=week", "")) {
                JsonPath history = get("/v1/progress/history?within=" + area + query);
                long later = history.getLong("later.covered");
                List<Integer> stock = history.getList("steps.registerCovered");
                List<Integer> net = history.getList("steps.net.covered");
                assertThat(stock.getLast() + later).isEqualTo(headline.getLong("register.covered"));
                for (int i = 1; i < stock.size(); i++) {
                    assertThat(stock.get(i)).isEqualTo(stock.get(i - 1) + net.get(i));
                }
                List<Map<String, Map<String, Integer>>> flows = history.getList("steps.flows");
                for (int i = 0; i < flows.size(); i++) {
                    assertThat(flows.get(i).values().stream()
                                    .mapToInt(flow -> flow.get("covered"))
                                    .sum())
                            .isEqualTo(net.get(i));
                }
                assertThat(LocalDate.parse(history.getString("steps[-1].to"))).isBetween(today, today());
            }
        }
        JsonPath province = get("/v1/progress/history");
        assertThat(province.getLong("steps[-1].covered")
                        + province.getLong("later.covered")
                        - province.getLong("later.carriedOver"))
                .isEqualTo(get("/v1/progress").getLong("covered"));
        assertThat(get("/v1/progress/history?interval=day&from=" + today + "&within=" + DISTRICT)
                        .getMap("steps[0].flows"))
                .doesNotContainKeys("TRANSFERRED_IN", "TRANSFERRED_OUT");
        assertThat(get("/v1/progress/history?interval=day&from=" + today + "&within=" + OTHER)
                        .getInt("steps[0].flows.TRANSFERRED_IN.people"))
                .isEqualTo(1);
        assertThat(get("/v1/progress/history?interval=month&from=1999-01-01&to=1999-01-31&within=" + ONE)
                        .getInt("steps[0].net.covered"))
                .isEqualTo(1);
    }

    @Test
    void aForecastSaysHowItWasFoundOrWhyThereIsNone() {
        enroll(person(ONE), today.minusDays(20));
        register.awaitFolded();

        // The register itself is a few minutes old, whatever day an enrollment is dated back to.
        JsonPath young = get("/v1/progress/forecast?within=" + REGENCY);
        assertThat(young.getList("paces.daysKnown", Integer.class)).allMatch(days -> days <= 1);
        assertThat(get("/v1/progress/forecast").getString("outlook")).isEqualTo("TOO_FEW_DAYS");

        JsonPath province;
        JsonPath regency;
        firstEvent("first_event_at - interval '16 days'");
        try {
            province = get("/v1/progress/forecast");
            regency = get("/v1/progress/forecast?within=" + REGENCY);
        } finally {
            firstEvent("first_event_at + interval '16 days'");
        }

        assertThat(regency.getList("paces.daysKnown", Integer.class))
                .startsWith(7)
                .allMatch(days -> days <= 17);
        assertThat(province.getList("paces.days", Integer.class)).containsExactly(7, 30, 90);
        assertThat(province.getBoolean("needed.overdue")).isTrue();
        assertThat(province.getString("outlook")).isIn("DATED", "NOT_GROWING", "TOO_SLOW");
        assertThat(province.getString("method.source")).contains("Student");
        assertThat(regency.getString("outlook")).isEqualTo("NO_GOAL");
        assertThat(regency.getMap("$")).doesNotContainKeys("goal", "needed", "reached");
    }

    @Test
    void totalsOfAnOlderShapeAnswerWhatTheyCan() throws SQLException {
        try (var owner = stack.postgres().connect("reporting", "reporting_owner");
                var sql = owner.createStatement()) {
            // The service finds the shape within seconds and begins to fold anew: not while somebody has the rebuild's
            // lock.
            sql.execute("select pg_advisory_lock(%d)".formatted(REBUILD));
            sql.execute("update projection set shape = 1 where state = 'LIVE'");
            try {
                olderShapeAnswersWhatItCan();
            } finally {
                sql.execute("update projection set shape = 3 where state = 'LIVE'");
                sql.execute("delete from rebuild where finished_at is null and reason = 'SHAPE'");
            }
        }
    }

    private void olderShapeAnswersWhatItCan() {
        for (String path :
                List.of("/history", "/forecast", "/funding", "/breakdown?by=sex", "/areas?level=regency&sort=growth")) {
            caller().get("/v1/progress" + path)
                    .then()
                    .statusCode(503)
                    .header("Retry-After", equalTo("5"))
                    .body("code", equalTo("totals-being-rebuilt"));
        }
        get("/v1/progress");
        get("/v1/progress/areas?level=regency");
        get("/v1/progress/breakdown?by=sex&within=" + ONE);
    }

    @ParameterizedTest
    @CsvSource({
        "'',progress",
        "/areas?level=regency,progress-areas",
        "'/breakdown?by=occupation,sex',progress-breakdown",
        "/history,progress-history",
        "/forecast,progress-forecast",
        "/funding,progress-funding"
    })
    void everyAnswerCanBeHadAsAFile(String path, String name) throws IOException {
        enroll(person(ONE), today);
        register.awaitFolded();

        String csv = caller().accept("text/csv")
                .get("/v1/progress" + path)
                .then()
                .statusCode(200)
                .contentType(startsWith("text/csv"))
                .header("Content-Disposition", containsString(name + ".csv"))
                .extract()
                .asString();
        byte[] xlsx = caller().accept("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet")
                .get("/v1/progress" + path)
                .then()
                .statusCode(200)
                .extract()
                .asByteArray();

        List<String> lines = csv.lines().toList();
        assertThat(lines.getFirst()).startsWith("\uFEFFcode;name;").endsWith("position;at");
        assertThat(lines.get(1)).startsWith("\"=\"\"16");
        assertThat(lines)
                .allMatch(line -> line.split(";", -1).length == lines.getFirst().split(";", -1).length);
        try (var workbook = new ReadableWorkbook(new ByteArrayInputStream(xlsx))) {
            var rows = workbook.getFirstSheet().read();
            assertThat(rows).hasSameSizeAs(lines);
            assertThat(rows.get(1).getCellText(0)).startsWith("16");
        }
        caller().accept("*/*").get("/v1/progress" + path).then().contentType(startsWith("application/json"));
        caller().accept("application/pdf").get("/v1/progress" + path).then().statusCode(406);
    }

    @Test
    void thePublicLearnsOfNobodyAlone() {
        for (int i = 0; i < 6; i++) {
            enroll(person("16.13.03.2001"), today);
        }
        enroll(person("16.13.03.2002"), today);
        register.awaitFolded();

        JsonPath villages = get("/v1/progress/areas?public=true&level=village&within=16.13.03");
        assertThat(villages.getList("items.withheld")).containsOnly(true);
        assertThat(villages.getList("items.register.covered")).containsOnlyNulls();
        caller().get("/v1/progress?public=true&within=16.13.03.2001")
                .then()
                .statusCode(200)
                .body("withheld", equalTo(true))
                .body("register", not(hasKey("covered")));
        caller().get("/v1/progress?public=true")
                .then()
                .body("register", not(hasKey("byStatus")))
                .body("register", not(hasKey("carriedOver")));
        caller().get("/v1/progress/breakdown?public=true&by=sex")
                .then()
                .statusCode(200)
                .body("items.people", everyItem(nullValue()));
        for (String path : List.of(
                "/areas?level=village&sort=covered&public=true",
                "/areas?level=village&having=none&public=true",
                "/breakdown?by=sex&within=16.13&public=true",
                "/breakdown?by=sex,segment&public=true",
                "/breakdown?by=programmes&public=true",
                "/breakdown?by=sex&segment=PU&public=true")) {
            caller().get("/v1/progress" + path).then().statusCode(403).body("code", equalTo("not-for-the-public"));
        }
        for (String path : List.of("/history", "/forecast", "/funding", "/stream", "/breakdown?by=status")) {
            given().auth()
                    .oauth2(stack.token("public-figures", null))
                    .get("/v1/progress" + path)
                    .then()
                    .statusCode(403)
                    .body("code", equalTo("not-for-the-public"));
        }
        for (String path : List.of("/v1/projection", "/v1/reconciliations", "/v1/reconciliations/7777777")) {
            given().auth()
                    .oauth2(stack.token("public-figures", null))
                    .get(path)
                    .then()
                    .statusCode(403)
                    .body("code", equalTo("not-for-the-public"));
        }
        given().auth()
                .oauth2(stack.token("public-figures", null))
                .get("/v1/progress?public=false&within=16.13.03.2001")
                .then()
                .body("withheld", equalTo(true));
    }

    @ParameterizedTest
    @CsvSource({
        "'/areas?level=regency&sort=name',sort,code-unknown",
        "'/areas?level=regency&order=up',order,code-unknown",
        "'/areas?level=regency&having=none',having,having-lists-villages",
        "'/areas?level=village&having=some',having,code-unknown",
        "'/areas?level=village&public=yes',public,code-unknown",
        "'/areas?level=village&sort=covered&cursor=MTYuMTM',cursor,cursor-invalid",
        "/breakdown,by,code-unknown",
        "/breakdown?by=name,by,code-unknown",
        "'/breakdown?by=sex,sex',by,facets-one-or-two",
        "'/breakdown?by=sex,status,segment',by,facets-one-or-two",
        "'/breakdown?by=sex,birthYear',by,birth-year-with-status",
        "/breakdown?by=sex&occupation=DOKTER,occupation,code-unknown",
        "/breakdown?by=sex&birthYear=84,birthYear,parameter-out-of-range",
        "/breakdown?by=sex&within=16.99,within,area-unknown",
        "/history?interval=year,interval,code-unknown",
        "/history?from=2026-02-30,from,date-not-in-calendar",
        "/history?to=31/04/2026,to,date-not-in-calendar",
        "/history?from=0001-01-01,from,date-format",
        "/history?to=9999-01-01,to,date-format",
        "/history?from=2026-02-01&to=2026-01-01,from,range-backwards",
        "/history?from=2016-02-01&to=2026-01-01&interval=day,from,range-too-long",
        "/history?within=16.99,within,area-unknown",
        "/history?public=true,public,parameter-unknown",
        "/forecast?within=16.99,within,area-unknown",
        "/funding?year=1999,year,parameter-out-of-range",
        "/funding?monthly=0,monthly,parameter-out-of-range",
        "/funding?extraWorkersPerVillage=many,extraWorkersPerVillage,parameter-out-of-range",
    })
    void refusesWhatItCannotAnswer(String path, String parameter, String code) {
        caller().get("/v1/progress" + path)
                .then()
                .statusCode(400)
                .body("errors[0].pointer", equalTo(parameter))
                .body("errors[0].code", equalTo(code));
    }

    private void firstEvent(String at) {
        jdbi.useHandle(
                handle -> handle.execute("update projection set first_event_at = " + at + " where state = 'LIVE'"));
    }

    private static LocalDate today() {
        return LocalDate.now(ZoneId.of("Asia/Jakarta"));
    }

    private void enroll(ObjectNode after, LocalDate on) {
        register.publish(register.append(ENROLLED, null, after, on));
    }

    private void budget(String village, long addSocialSecurity) throws IOException {
        register.publish(register.appendData(
                "id.desaterlindungi.village.budgeted.v1",
                new ObjectMapper().readTree("""
                {"villageCode":"%s","year":%d,"version":1,"on":"%s","before":null,
                 "after":{"addTotal":812500000,"addSocialSecurity":%d,"danaDesaSocialSecurity":0,"workers":100}}
                """.formatted(village, today.getYear(), today, addSocialSecurity)),
                null));
    }

    private void village(String village, String more, long workers) throws IOException {
        register.publish(register.appendData(
                "id.desaterlindungi.village.updated.v1",
                new ObjectMapper().readTree("""
                {"villageCode":"%s","version":2,"on":"%s","before":null,
                 "after":{"kind":"desa","workers":%d,"headPresent":true,"sadar":true,"parentVillage":null,"validFrom":null,
                          "successors":[]%s}}
                """.formatted(village, today, workers, more)),
                null));
    }

    private static long sum(List<Integer> numbers) {
        return numbers.stream()
                .filter(Objects::nonNull)
                .mapToLong(Integer::longValue)
                .sum();
    }

    private JsonPath get(String path) {
        return caller().get(path).then().statusCode(200).extract().jsonPath();
    }

    private RequestSpecification caller() {
        return given().auth().oauth2(stack.token("reader", null));
    }
}
