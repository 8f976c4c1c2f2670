package id.desaterlindungi.reporting.progress;

import static id.desaterlindungi.reporting.RegisterStub.person;
import static id.desaterlindungi.reporting.progress.Reads.ONE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.startsWith;

import id.desaterlindungi.local.LocalStack;
import id.desaterlindungi.reporting.RegisterStub;
import id.desaterlindungi.reporting.coverage.ProjectionNews;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.sql.SQLException;
import java.time.LocalDate;
import java.util.List;
import org.dhatim.fastexcel.reader.ReadableWorkbook;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What all reads share: answers as files, refusals, and what totals of an older version can answer. */
@QuarkusTest
class ReadsTest {
    /** The advisory lock of whoever folds anew. */
    private static final long REBUILD = 0x52454255494c44L;

    @Inject
    RegisterStub register;

    @Inject
    ProjectionNews news;

    LocalStack stack;

    private Reads reads;

    /** As the test begins; it may end on the next. */
    private final LocalDate today = Reads.today();

    @BeforeEach
    void caughtUp() {
        reads = new Reads(stack, register);
        register.awaitFolded();
    }

    @Test
    void totalsOfAnOlderShapeAnswerWhatTheyCan() throws SQLException {
        try (var owner = stack.postgres().connect("reporting", "reporting_owner");
                var sql = owner.createStatement()) {
            // The service finds the shape within seconds and begins to fold anew: not while somebody has the rebuild's
            // lock.
            sql.execute("select pg_advisory_lock(%d)".formatted(REBUILD));
            sql.execute("update projection set shape = 1 where state = 'LIVE'");
            news.changed();
            try {
                olderShapeAnswersWhatItCan();
            } finally {
                sql.execute("update projection set shape = 3 where state = 'LIVE'");
                news.changed();
                sql.execute("delete from rebuild where finished_at is null and reason = 'SHAPE'");
            }
        }
    }

    private void olderShapeAnswersWhatItCan() {
        for (var path :
                List.of("/history", "/forecast", "/funding", "/breakdown?by=sex", "/areas?level=regency&sort=growth")) {
            reads.caller()
                    .get("/v1/progress" + path)
                    .then()
                    .statusCode(503)
                    .header("Retry-After", equalTo("5"))
                    .body("code", equalTo("totals-being-rebuilt"));
        }
        reads.get("/v1/progress");
        reads.get("/v1/progress/areas?level=regency");
        reads.get("/v1/progress/breakdown?by=sex&within=" + ONE);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "*",
                "*/*",
                "application/*",
                "*/json",
                "a",
                "a/b/c",
                "/",
                ",,,",
                ";;;",
                "text/html",
                "text/plain",
                "text/plain, application/json",
                "application/json;q=0",
                "application/json;q=abc",
                "application/json;q=",
                "application/json;q=2",
                "application/json;charset=utf-16",
                "application/json; v=\"",
                "application/problem+json",
                "*/*;q=0"
            })
    void whatIsSaidToBeJsonIsJson(String accept) {
        for (var path : List.of("", "/areas?level=regency", "/breakdown?by=sex", "/history", "/forecast", "/funding")) {
            var answer = reads.caller().header("Accept", accept).get("/v1/progress" + path);

            assertThat(answer.statusCode()).as(path).isIn(200, 400, 406);
            if (answer.contentType().startsWith("application/")) {
                assertThat(answer.jsonPath().<Object>get("$")).as(path).isNotNull();
            }
        }
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
        reads.enroll(person(ONE), today);
        register.awaitFolded();

        var csv = reads.caller()
                .accept("text/csv")
                .get("/v1/progress" + path)
                .then()
                .statusCode(200)
                .contentType(startsWith("text/csv"))
                .header("Content-Disposition", containsString(name + ".csv"))
                .extract()
                .asString();
        var xlsx = reads.caller()
                .accept("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet")
                .get("/v1/progress" + path)
                .then()
                .statusCode(200)
                .extract()
                .asByteArray();

        var lines = csv.lines().toList();
        assertThat(lines.getFirst()).startsWith("\uFEFFcode;name;").endsWith("position;at");
        assertThat(lines.get(1)).startsWith("\"=\"\"16");
        assertThat(lines)
                .allMatch(line -> line.split(";", -1).length == lines.getFirst().split(";", -1).length);
        try (var workbook = new ReadableWorkbook(new ByteArrayInputStream(xlsx))) {
            var rows = workbook.getFirstSheet().read();
            assertThat(rows).hasSameSizeAs(lines);
            assertThat(rows.get(1).getCellText(0)).startsWith("16");
        }
        reads.caller().accept("*/*").get("/v1/progress" + path).then().contentType(startsWith("application/json"));
        reads.caller()
                .accept("application/pdf")
                .get("/v1/progress" + path)
                .then()
                .statusCode(406);
    }

    @ParameterizedTest
    @CsvSource({
        "'/areas?level=desa',level,code-unknown",
        "'/areas?level=REGENCY',level,code-unknown",
        "'/areas?level=regency&sort=name',sort,code-unknown",
        "'/areas?level=regency&order=up',order,code-unknown",
        "'/areas?level=regency&having=none',having,having-lists-villages",
        "'/areas?level=village&having=some',having,code-unknown",
        "'/areas?level=village&public=yes',public,code-unknown",
        "'/areas?level=village&sort=covered&cursor=MTYuMTM',cursor,cursor-invalid",
        "/breakdown,by,code-unknown",
        "/breakdown?by=name,by,code-unknown",
        "/breakdown,by,code-unknown",
        "'/breakdown?by=sex,kin',by,code-unknown",
        "'/breakdown?by=sex&programmes=JKK,JKX',programmes,code-unknown",
        "'/breakdown?by=sex,sex',by,facets-one-or-two",
        "'/breakdown?by=sex,status,segment',by,facets-one-or-two",
        "'/breakdown?by=sex,birthYear',by,birth-year-with-status",
        "/breakdown?by=sex&occupation=DOKTER,occupation,code-unknown",
        "/breakdown?by=sex&birthYear=84,birthYear,parameter-out-of-range",
        "/breakdown?by=sex&within=16.99,within,area-unknown",
        "/history?interval=year,interval,code-unknown",
        "/history?from=2026-02-30,from,date-not-in-calendar",
        "/history?to=31/04/2026,to,date-not-in-calendar",
        "/history?from=1899-12-31,from,date-out-of-range",
        "/history?to=2101-01-01,to,date-out-of-range",
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
        reads.caller()
                .get("/v1/progress" + path)
                .then()
                .statusCode(400)
                .body("errors[0].pointer", equalTo(parameter))
                .body("errors[0].code", equalTo(code));
    }
}
