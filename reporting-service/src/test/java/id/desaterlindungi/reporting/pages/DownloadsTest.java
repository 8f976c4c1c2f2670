package id.desaterlindungi.reporting.pages;

import static id.desaterlindungi.reporting.RegisterStub.person;
import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.emptyString;

import id.desaterlindungi.local.LocalStack;
import id.desaterlindungi.reporting.RegisterStub;
import id.desaterlindungi.reporting.pages.download.Download;
import id.desaterlindungi.reporting.pages.words.Language;
import id.desaterlindungi.reporting.pages.words.Words;
import id.desaterlindungi.reporting.problem.ProblemException;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import io.restassured.response.Response;
import jakarta.inject.Inject;
import jakarta.ws.rs.core.HttpHeaders;
import java.io.ByteArrayInputStream;
import java.lang.reflect.Proxy;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.dhatim.fastexcel.reader.ReadableWorkbook;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the pages tell, as files to take along. Villages of 16.12.03 and 16.12.04 are counted in by no test but those of pages. */
@QuarkusTest
class DownloadsTest {
    @Inject
    RegisterStub register;

    @Inject
    Pages pages;

    LocalStack stack;

    private PublicApi api;

    @BeforeEach
    void caughtUp() {
        register.awaitFolded();
        api = new PublicApi(stack);
    }

    /** Without a token, and no more than the API tells the public. */
    @ParameterizedTest
    @CsvSource({"regency,17", "district,241", "village,3259"})
    void filesHoldWhatTheApiTellsThePublic(String level, int areas) throws Exception {
        register.enroll(person("16.12.04.2001"));
        register.awaitFolded();

        var json = file("/about/" + level + ".json?lang=en");
        var list = JsonPath.from(json.asString());
        assertThat(list.getLong("about.position")).isEqualTo(register.position());
        assertThat(list.getString("about.licence")).contains("Open Database License");
        assertThat(list.getString("about.keptBack")).contains("one to four people");
        assertThat(list.getString("about.source")).contains("village register");
        assertThat(LocalDate.parse(list.getString("about.changeFrom")).plusDays(29))
                .isEqualTo(list.getString("about.changeTo"));
        List<Map<String, Object>> lines = list.getList("areas");
        assertThat(lines).hasSizeGreaterThanOrEqualTo(areas).noneMatch(line -> line.containsKey("target"));
        assertThat(lines.stream()
                        .collect(Collectors.toMap(
                                line -> String.valueOf(line.get("code")),
                                line -> line.get("registerCovered") instanceof Number covered
                                        ? PublicApi.written(covered.longValue())
                                        : "–")))
                .isEqualTo(api.told("16", level));
        assertThat(lines)
                .allMatch(line -> line.get("withheld").equals(!line.containsKey("registerCovered")))
                .allMatch(line -> line.get("changeWithheld").equals(!line.containsKey("change")))
                .noneMatch(line -> line.get("withheld").equals(true) && line.containsKey("change"));

        var csv = file("/about/" + level + ".csv").asString().lines().toList();
        assertThat(csv).hasSize(lines.size() + 1);
        assertThat(csv.getFirst())
                .startsWith("\uFEFFcode;name;within;registerCovered;")
                .endsWith(";position;at");
        assertThat(csv.get(1)).startsWith("\"=\"\"16.01");

        var xlsx = file("/about/" + level + ".xlsx").asByteArray();
        try (var workbook = new ReadableWorkbook(new ByteArrayInputStream(xlsx))) {
            assertThat(workbook.getFirstSheet().read()).hasSameSizeAs(csv);
            assertThat(workbook.findSheet("about")
                            .orElseThrow()
                            .read()
                            .getFirst()
                            .getCellText(1))
                    .isEqualTo(String.valueOf(register.position()));
        }
    }

    @Test
    void fileOfTheProvinceHasTheGoal() {
        var list = JsonPath.from(file("/about/province.json").asString());
        var whole = api.ask("/v1/progress?public=true");

        assertThat(list.getList("areas")).hasSize(1);
        for (var figure : List.of("covered", "remaining")) {
            assertThat(list.getString("areas[0]." + figure)).isEqualTo(whole.getString(figure));
        }
        assertThat(list.getString("areas[0].target")).isEqualTo(whole.getString("goal.target"));
        assertThat(list.getString("about.goalSource")).isEqualTo(whole.getString("goal.source"));
    }

    @ParameterizedTest
    @CsvSource({"regency.csv,false", "regency.json,false", "regency.xlsx,true"})
    void fileIsSentAgainOnlyWhenTheFiguresMove(String name, boolean weak) {
        var answer = file("/about/" + name + "?lang=id");
        var tag = answer.header("ETag");
        assertThat(tag).matches((weak ? "W/" : "") + "\"[0-9]+-id-[0-9a-f]{8}\"");
        answer.then()
                .header("Cache-Control", "no-cache")
                .header("Content-Disposition", "attachment; filename=\"desa-terlindungi-" + name + "\"");
        given().header("If-None-Match", tag)
                .get("/about/" + name + "?lang=id")
                .then()
                .statusCode(304)
                .body(emptyString());

        register.enroll(person("16.12.03.2001"));
        register.awaitFolded();

        await().untilAsserted(() -> given().header("If-None-Match", tag)
                .get("/about/" + name + "?lang=id")
                .then()
                .statusCode(200));
    }

    @Test
    void pagesLeadToTheFiles() {
        assertThat(page("/?lang=en")).contains("href=\"/about/regency.csv?lang=en\" download");
        assertThat(page("/areas/16.12?level=village")).contains("href=\"/about/village.xlsx\" download");
        var links = Pattern.compile("href=\"(/about/[a-z]+\\.[a-z]+)\" download")
                .matcher(page("/about"))
                .results()
                .map(link -> link.group(1))
                .toList();

        assertThat(links).hasSize(12).doesNotHaveDuplicates().allSatisfy(DownloadsTest::file);
    }

    /** Each takes a processor and some megabytes; who waited would hold a thread. A place comes back also where nothing was made. */
    @Test
    void areMadeTwoAtATime() throws Exception {
        var visit = new Visit(Language.INDONESIAN, false, "/about/no-such-file", Map.of());
        var begun = new CountDownLatch(2);
        var end = new CountDownLatch(1);
        Function<Words, Pages.Listed> slow = _ -> {
            begun.countDown();
            try {
                end.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            throw new IllegalStateException("not made");
        };
        var download = Download.named("regency.csv").orElseThrow();
        var nobody = (HttpHeaders) Proxy.newProxyInstance(
                HttpHeaders.class.getClassLoader(), new Class<?>[] {HttpHeaders.class}, (_, method, _) -> {
                    throw new IllegalStateException(method.getName());
                });
        try (var others = Executors.newVirtualThreadPerTaskExecutor()) {
            var first = others.submit(() -> pages.download(download, visit, nobody, slow));
            var second = others.submit(() -> pages.download(download, visit, nobody, slow));
            begun.await();

            assertThatThrownBy(() -> pages.download(download, visit, nobody, slow))
                    .isInstanceOf(ProblemException.class)
                    .hasMessage("bodies-busy");

            end.countDown();
            assertThat(List.of(first, second))
                    .allSatisfy(one -> assertThatThrownBy(one::get).hasRootCauseMessage("not made"));
        }
        assertThatThrownBy(() -> pages.download(download, visit, nobody, slow)).hasMessage("not made");
    }

    private static String page(String path) {
        return given().urlEncodingEnabled(false)
                .get(path)
                .then()
                .statusCode(200)
                .extract()
                .asString();
    }

    private static Response file(String path) {
        return given().get(path).then().statusCode(200).extract().response();
    }
}
