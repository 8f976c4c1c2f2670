package id.desaterlindungi.reporting.pages;

import static id.desaterlindungi.reporting.RegisterStub.person;
import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.emptyString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.startsWith;

import id.desaterlindungi.local.LocalStack;
import id.desaterlindungi.reporting.RegisterStub;
import id.desaterlindungi.reporting.pages.words.Formats;
import id.desaterlindungi.reporting.pages.words.Language;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.DayOfWeek;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.temporal.TemporalAdjusters;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Pages as they are answered, without a token. Villages of 16.12.03 and 16.12.04 are counted in by no other test. */
@QuarkusTest
class PagesTest {
    private static final Pattern ROW = Pattern.compile(
            "<tr><th scope=\"row\"><a href=\"/areas/([0-9.]+)(?:\\?[^\"]*)?\">.*?<td class=\"n\"><span>([^<]*)</span>",
            Pattern.DOTALL);
    private static final Pattern CHANGE = Pattern.compile(
            "<tr><th scope=\"row\"><a href=\"/areas/([0-9.]+)(?:\\?[^\"]*)?\">.*?<td class=\"n change\">([^<]*)</td>",
            Pattern.DOTALL);
    private static final String HTML = "text/html";

    @Inject
    RegisterStub register;

    @TestHTTPResource("/live")
    URI live;

    LocalStack stack;

    private PublicApi api;

    @BeforeEach
    void caughtUp() {
        register.awaitFolded();
        api = new PublicApi(stack);
    }

    @ParameterizedTest
    @CsvSource({"id,terlindungi jaminan sosial", "en,have employment social security", "fr,terlindungi jaminan sosial"})
    void provinceIsToldInTheReadersLanguage(String language, String words) {
        given().header("Accept-Language", language)
                .get("/")
                .then()
                .statusCode(200)
                .contentType("text/html;charset=UTF-8")
                .header("Content-Language", language.equals("en") ? "en" : "id")
                .header("Vary", containsString("Accept-Language"))
                .body(containsString(words));
    }

    @Test
    void languageThatWasChosenStaysChosen() {
        var page = page("/areas/16.12?lang=en&sort=name");

        assertThat(page)
                .contains("<html lang=\"en\">")
                .contains("href=\"/areas/16.12?lang=id&amp;sort=name\"")
                .doesNotContainPattern("href=\"/areas/[0-9.]+\"");
    }

    /** What stands on the page is what the API tells the public at the same position. */
    @Test
    void figuresAreTheApis() {
        for (var i = 0; i < 6; i++) {
            register.enroll(person("16.12.03.2001"));
        }
        register.awaitFolded();

        var page = page("/?lang=id");
        var whole = api.ask("/v1/progress?public=true");
        assertThat(page)
                .contains(PublicApi.written(whole.getLong("covered")))
                .contains(PublicApi.written(whole.getLong("remaining")));
        assertThat(rows(page)).hasSize(17).isEqualTo(api.told("16", "regency"));
        assertThat(rows(page("/areas/16.12"))).isEqualTo(api.told("16.12", "district"));
        assertThat(rows(page("/areas/16.12?level=village"))).isEqualTo(api.told("16.12", "village"));
        assertThat(rows(page("/areas/16.12.03"))).isEqualTo(api.told("16.12.03", "village"));
    }

    /** Of the 30 days to the last Sunday: those of all regencies or of none, since they are the parts of a sum. */
    @Test
    void changesAreThoseOfTheHistory() {
        var until = LocalDate.now(ZoneId.of("Asia/Jakarta")).with(TemporalAdjusters.previous(DayOfWeek.SUNDAY));
        var codes = api.told("16", "regency").keySet();
        var changes = new HashMap<String, String>();
        var few = few(moved("16", until, "carriedOver")) || few(moved("16", until, "covered"));
        for (var code : codes) {
            var moved = moved(code, until, "covered");
            changes.put(code, new Formats(Language.INDONESIAN).change(moved.after() - moved.before()));
            few |= few(moved);
        }

        var shown = new HashMap<String, String>();
        CHANGE.matcher(page("/?lang=id&sort=change")).results().forEach(row -> shown.put(row.group(1), row.group(2)));

        assertThat(shown).isEqualTo(few ? codes.stream().collect(Collectors.toMap(code -> code, _ -> "–")) : changes);
    }

    @Test
    void nobodyIsToldAlone() {
        register.enroll(person("16.12.04.2001"));
        register.awaitFolded();

        assertThat(rows(page("/areas/16.12.04")).values()).containsOnly("–");
        for (var path : List.of("/areas/16.12.04.2001", "/areas/16.12.04.2002", "/print/16.12.04.2001")) {
            assertThat(page(path + "?lang=en")).contains("not shown").doesNotContain("class=\"number\"");
        }
    }

    @Test
    void villageIsFoundByAPartOfItsName() {
        var page = page("/areas/16?name=NEGERI+sind&lang=en");

        assertThat(page).contains("/areas/16.01.07.2001?lang=en").contains("Sosoh Buay Rayap");
        assertThat(page("/areas/16.02?name=negeri+sind&lang=en")).contains("No village here has that in its name.");
        assertThat(page("/areas/16?name=%27%3Cb%3E%25"))
                .contains("&#39;&lt;b&gt;%")
                .doesNotContain("<b>");
    }

    @Test
    void listShowsWhatItIsAskedFor() {
        register.awaitFolded();

        var all = rows(page("/areas/16.12.03"));
        var nobody = rows(page("/areas/16.12.03?show=nobody"));

        assertThat(nobody.values()).allMatch("0"::equals);
        assertThat(nobody.keySet())
                .containsExactlyInAnyOrderElementsOf(all.entrySet().stream()
                        .filter(one -> one.getValue().equals("0"))
                        .map(Map.Entry::getKey)
                        .toList());
    }

    /** A page is the same until the figures move, and whoever has it is sent nothing. */
    @Test
    void isSentAgainOnlyWhenTheFiguresMove() {
        var tag = given().get("/?lang=id").then().statusCode(200).extract().header("ETag");
        assertThat(tag).matches("\"[0-9]+-id-[0-9a-f]{8}\"");
        for (var known : List.of(tag, "W/" + tag, "\"other\", " + tag)) {
            given().header("If-None-Match", known)
                    .get("/?lang=id")
                    .then()
                    .statusCode(304)
                    .header("ETag", equalTo(tag))
                    .header("Cache-Control", equalTo("no-cache"))
                    .body(emptyString());
        }
        given().header("If-None-Match", tag).get("/?lang=en").then().statusCode(200);

        register.enroll(person("16.12.03.2001"));
        register.awaitFolded();

        await().untilAsserted(() -> given().header("If-None-Match", tag)
                .get("/?lang=id")
                .then()
                .statusCode(200)
                .header("ETag", not(equalTo(tag))));
    }

    @Test
    void openPageIsToldThatTheFiguresHaveMoved() throws Exception {
        var connection = live.toURL().openConnection();
        connection.setReadTimeout(30_000);
        try (var events =
                new BufferedReader(new InputStreamReader(connection.getInputStream(), StandardCharsets.UTF_8))) {
            assertThat(connection.getHeaderField("Content-Type")).startsWith("text/event-stream");
            var before = register.position();
            awaitPosition(events, before);

            register.enroll(person("16.12.03.2001"));

            awaitPosition(events, before + 1);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/",
                "/areas/16.12",
                "/areas/16.12.03",
                "/areas/16.12.03.2001",
                "/print/16.12.03",
                "/about",
                "/areas/99"
            })
    void hasNoScriptOrStyleOfItsOwn(String path) {
        var answer = given().accept(HTML).get(path);

        answer.then()
                .header("Content-Security-Policy", startsWith("default-src 'self';"))
                .header("X-Content-Type-Options", "nosniff")
                .header("Referrer-Policy", "same-origin");
        assertThat(answer.asString())
                .doesNotContain("<style")
                .doesNotContainPattern("<[^>]* style=")
                .doesNotContainPattern("<[^>]* on[a-z]+=")
                .doesNotContainPattern("<script(?![^>]* src=)")
                .doesNotContainPattern("(?:src|href)=\"(?:https?:)?//");
    }

    @ParameterizedTest
    @CsvSource({
        "/?color=red,400,parameters-refused",
        "/?lang=fr,400,parameters-refused",
        "/?lang=en&lang=id,400,parameters-refused",
        "/?lang=,400,parameters-refused",
        "/?sort=best,400,parameters-refused",
        "/?extra=-1,400,parameters-refused",
        "/?extra=1e3,400,parameters-refused",
        "/areas/16.99,404,area-not-found",
        "/areas/16.01%00,400,parameters-refused",
        "/areas/%27,404,area-not-found",
        "/areas/16.01.07?level=district,404,area-not-found",
        "/areas/16?name=%09,400,parameters-refused",
        "/print/17,404,area-not-found",
        "/print/16/villages,404,area-not-found",
        "/about/island.csv,404,not-found",
        "/about/regency.pdf,404,not-found",
        "/about/regency.csv?level=village,400,parameters-refused",
        "/nothing,404,not-found"
    })
    void refusesWhatItCannotShow(String path, int status, String code) {
        given().accept("text/html,*/*;q=0.8")
                .urlEncodingEnabled(false)
                .get(path)
                .then()
                .statusCode(status)
                .header("Cache-Control", "no-store");
        given().accept("*/*")
                .urlEncodingEnabled(false)
                .get(path)
                .then()
                .statusCode(status)
                .contentType("application/problem+json")
                .body("code", equalTo(code));
    }

    @Test
    void faultIsAPageForABrowserAndAProblemForThePrograms() {
        given().accept("text/html,*/*;q=0.8")
                .header("Accept-Language", "en")
                .get("/areas/16.99")
                .then()
                .statusCode(404)
                .contentType(startsWith(HTML))
                .header("Content-Language", "en")
                .body(containsString("<html lang=\"en\">"))
                .body(containsString("To the page of the province"));
        given().accept("text/html,*/*;q=0.8")
                .get("/v1/nothing")
                .then()
                .statusCode(404)
                .contentType("application/problem+json");
    }

    @Test
    void filesAreKeptAndPagesAreNot() {
        var link = Pattern.compile("/assets/[a-z]+\\.[a-z]+\\?v=[0-9a-f]+");
        var files = link.matcher(page("/"))
                .results()
                .map(one -> one.group())
                .distinct()
                .toList();

        assertThat(files).hasSize(3);
        for (var file : files) {
            given().get(file).then().statusCode(200).header("Cache-Control", "public, max-age=31536000, immutable");
        }
        given().get("/").then().header("Cache-Control", "no-cache");
    }

    @Test
    void provinceFitsThroughASlowLine() {
        var bytes = List.of("/?lang=id", "/assets/pages.css", "/assets/pages.js", "/assets/icon.svg").stream()
                .mapToLong(path -> Long.parseLong(length(path)))
                .sum();

        assertThat(bytes).isBetween(1L, 60_000L);
    }

    private static String length(String path) {
        var whole = io.restassured.config.RestAssuredConfig.config()
                .decoderConfig(
                        io.restassured.config.DecoderConfig.decoderConfig().noContentDecoders());
        return String.valueOf(given().config(whole)
                .header("Accept-Encoding", "gzip")
                .get(path)
                .asByteArray()
                .length);
    }

    private static void awaitPosition(BufferedReader events, long position) throws Exception {
        String line;
        do {
            line = events.readLine();
            assertThat(line).as("the stream goes on").isNotNull();
        } while (!line.startsWith("data:") || Long.parseLong(line.substring(5).strip()) < position);
    }

    private static String page(String path) {
        return given().urlEncodingEnabled(false)
                .get(path)
                .then()
                .statusCode(200)
                .extract()
                .asString();
    }

    private record Moved(long before, long after) {}

    /** @param which {@code covered} or {@code carriedOver} */
    private Moved moved(String code, LocalDate until, String which) {
        var history = api.ask(
                "/v1/progress/history?interval=day&within=" + code + "&from=" + until.minusDays(29) + "&to=" + until);
        var change = history.getList("steps.net." + which, Long.class).stream()
                .mapToLong(Long::longValue)
                .sum();
        var after =
                api.ask("/v1/progress?within=" + code).getLong("register." + which) - history.getLong("later." + which);
        return new Moved(after - change, after);
    }

    private static boolean few(Moved moved) {
        return LongStream.of(moved.before(), moved.after(), Math.abs(moved.after() - moved.before()))
                .anyMatch(people -> people > 0 && people < 5);
    }

    private static Map<String, String> rows(String page) {
        var rows = new HashMap<String, String>();
        ROW.matcher(page.substring(page.indexOf("class=\"ranking\"") < 0 ? 0 : page.indexOf("class=\"ranking\"")))
                .results()
                .forEach(row -> rows.put(row.group(1), row.group(2)));
        return rows;
    }
}
