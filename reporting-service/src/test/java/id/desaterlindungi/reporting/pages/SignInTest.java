package id.desaterlindungi.reporting.pages;

import static id.desaterlindungi.reporting.RegisterStub.person;
import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.startsWith;

import id.desaterlindungi.local.LocalStack;
import id.desaterlindungi.reporting.RegisterStub;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.config.DecoderConfig;
import io.restassured.config.RestAssuredConfig;
import io.restassured.http.Cookie;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Executors;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Offices that sign in, and whoever does not. Villages of 16.10.08 are counted in by no other test. */
@QuarkusTest
class SignInTest {
    private static final String DISTRICT = "16.10.08";
    private static final String VILLAGE = DISTRICT + ".2001";
    private static final Pattern ROW = Pattern.compile(
            "<tr><th scope=\"row\"><a href=\"/areas/([0-9.]+)(?:\\?[^\"]*)?\">.*?<td class=\"n\"><span>([^<]*)</span>",
            Pattern.DOTALL);

    @Inject
    RegisterStub register;

    LocalStack stack;

    @BeforeEach
    void somebodyAlone() {
        register.awaitFolded();
        if (new PublicApi(stack).ask("/v1/progress?within=" + VILLAGE).getLong("register.covered") == 0) {
            register.enroll(person(VILLAGE));
        }
        register.awaitFolded();
    }

    @AfterEach
    void issuerAsBefore() {
        stack.tokens().signInsValidFor(null);
        stack.tokens().start();
    }

    @Test
    void nobodyIsAskedWhoTheyAre() {
        for (var path : List.of("/", "/areas/16.10", "/about", "/print/16.10")) {
            given().redirects().follow(false).get(path).then().statusCode(200).header("Set-Cookie", equalTo(null));
        }
        given().get("/areas/16.10?sort=name&lang=en")
                .then()
                .body(containsString("href=\"/sign-in?lang=en&amp;to=%2Fareas%2F16.10%3Flang%3Den%26sort%3Dname\""));
    }

    /** The very numbers that the API answers to the same role and areas. */
    @ParameterizedTest
    @ValueSource(strings = {"district 16.10.08", "regency 16.10", "province 16", "branch 16", "planner 16.10"})
    void officeSeesItsAreaInFull(String who) {
        var browser = OfficeBrowser.signedIn(who);

        var page = browser.page("/areas/" + DISTRICT + "?lang=en");

        assertThat(rows(page)).isEqualTo(told(who, DISTRICT)).containsEntry(VILLAGE, "1");
        assertThat(page)
                .contains("Not for publishing.", "Age reached in", "Own account")
                .doesNotContain("Sign in (offices)")
                .doesNotContain("@");
        assertThat(rows(given().get("/areas/" + DISTRICT).asString())).containsEntry(VILLAGE, "–");
    }

    @Test
    void villageSeesItselfAndTheAreasThatItLiesIn() {
        var browser = OfficeBrowser.signedIn("village " + VILLAGE);

        assertThat(browser.page("/areas/" + VILLAGE)).contains("<span class=\"number\">1</span>");
        var rows = rows(browser.page("/areas/" + DISTRICT));
        assertThat(rows).containsEntry(VILLAGE, "1");
        rows.remove(VILLAGE);
        assertThat(rows.values()).as("those beside it, as to the public").containsOnly("–");
    }

    @Test
    void elsewhereAnOfficeSeesWhatThePublicSees() {
        var browser = OfficeBrowser.signedIn("regency 16.01");

        var page = browser.page("/areas/" + DISTRICT);

        assertThat(rows(page)).isEqualTo(rows(given().get("/areas/" + DISTRICT).asString()));
        assertThat(page).contains("Outside your area").doesNotContain("Age reached in");
        assertThat(browser.page("/")).as("the province lies above the own area").contains("Your area is shown in full");
    }

    @Test
    void nobodyKeepsThePageOfAnOffice() {
        var browser = OfficeBrowser.signedIn("regency 16.10");
        var publicTag = given().get("/areas/16.10?lang=en").header("ETag");

        browser.ask()
                .header("If-None-Match", publicTag)
                .get("/areas/16.10?lang=en")
                .then()
                .statusCode(200)
                .header("Cache-Control", equalTo("private, no-store"))
                .header("ETag", equalTo(null))
                .header("Vary", containsString("Cookie"))
                .body(containsString("Not for publishing."));
        given().get("/areas/16.10?lang=en")
                .then()
                .header("ETag", equalTo(publicTag))
                .header("Vary", containsString("Cookie"))
                .body(not(containsString("Not for publishing.")));
    }

    /** How long an answer is tells how well own text compresses beside the numbers. */
    @Test
    void textOfAnAddressIsNotCompressedBesideNumbersOfAnOffice() {
        var browser = OfficeBrowser.signedIn("regency 16.10");
        var whole = RestAssuredConfig.config()
                .decoderConfig(DecoderConfig.decoderConfig().noContentDecoders());

        for (var path : List.of("/areas/16.10", "/areas/16.10?name=suka", "/areas/16.10?extra=70")) {
            var own = browser.ask()
                    .config(whole)
                    .header("Accept-Encoding", "gzip")
                    .get(path);
            var ofThePublic =
                    given().config(whole).header("Accept-Encoding", "gzip").get(path);

            assertThat(own.header("Content-Encoding")).as(path).isEqualTo(path.contains("?") ? null : "gzip");
            assertThat(ofThePublic.header("Content-Encoding")).isEqualTo("gzip");
        }
    }

    /** Many at once, at the same address: everybody gets the own page. */
    @Test
    void pagesOfOfficesAndOfThePublicAreNeverMixed() throws Exception {
        var browsers = Map.of(
                "in full", OfficeBrowser.signedIn("district " + DISTRICT),
                "elsewhere", OfficeBrowser.signedIn("regency 16.01"));
        try (var threads = Executors.newFixedThreadPool(6)) {
            var asked = IntStream.range(0, 90)
                    .mapToObj(i -> threads.submit(() -> {
                        var path = "/areas/" + DISTRICT + "?lang=en";
                        var page = i % 3 == 0
                                ? browsers.get("in full").ask().get(path).asString()
                                : i % 3 == 1
                                        ? browsers.get("elsewhere")
                                                .ask()
                                                .get(path)
                                                .asString()
                                        : given().get(path).asString();
                        assertThat(rows(page)).containsEntry(VILLAGE, i % 3 == 0 ? "1" : "–");
                        assertThat(page.contains("Not for publishing.")).isEqualTo(i % 3 == 0);
                        assertThat(page.contains("Outside your area")).isEqualTo(i % 3 == 1);
                        assertThat(page.contains("Sign in (offices)")).isEqualTo(i % 3 == 2);
                        return page;
                    }))
                    .toList();
            for (var one : asked) {
                one.get();
            }
        }
    }

    @Test
    void whatIsPrintedOrTakenAlongIsThePublics() {
        var browser = OfficeBrowser.signedIn("province 16");

        for (var path : List.of("/print/" + VILLAGE, "/about/village.csv", "/about/village.json")) {
            assertThat(browser.get(path + "?lang=id").asString())
                    .as(path)
                    .isEqualTo(given().get(path + "?lang=id").asString());
        }
    }

    @Test
    void sessionIsForTheBrowserAlone() {
        var browser = new OfficeBrowser();
        var choosing = browser.location(browser.ask().queryParam("to", "/").get("/sign-in"));
        assertThat(choosing).contains("code_challenge_method=S256", "response_type=code", "nonce=", "state=");
        var chosen = given().redirects()
                .follow(false)
                .urlEncodingEnabled(false)
                .formParam("as", "branch 16")
                .post(choosing);

        var done = browser.took(browser.ask().urlEncodingEnabled(false).get(chosen.header("Location")));

        var session = done.detailedCookies().asList().stream()
                .filter(cookie -> cookie.getName().startsWith("q_session") && cookie.getMaxAge() != 0)
                .toList();
        assertThat(session).isNotEmpty().allSatisfy(cookie -> {
            assertThat(cookie.isHttpOnly()).isTrue();
            assertThat(cookie.getSameSite()).isEqualTo("Lax");
            assertThat(cookie.getPath()).isEqualTo("/");
            assertThat(cookie.getDomain()).isNull();
            assertThat(cookie.getMaxAge()).isEqualTo(Duration.ofMinutes(30).toSeconds());
            assertThat(cookie.getValue()).doesNotContain("eyJhbGciOiJSUzI1NiIs"); // A token would begin so.
        });
        assertThat(browser.get("/about").detailedCookies().asList())
                .as("each page puts the end off")
                .extracting(Cookie::getMaxAge)
                .containsOnly(Duration.ofMinutes(30).toSeconds());
    }

    /** Whatever stands in front of the API's path, and whatever token comes along. */
    @Test
    void sessionDoesNotOpenTheApi() {
        var browser = OfficeBrowser.signedIn("branch 16");

        for (var path : List.of("/v1/progress", "//v1/progress", "/v1//progress", "/v1/progress/", "/./v1/progress")) {
            browser.ask()
                    .accept("*/*")
                    .urlEncodingEnabled(false)
                    .get(path)
                    .then()
                    .statusCode(not(equalTo(200)));
        }
        browser.ask().accept("*/*").get("/v1/progress").then().statusCode(401).header("Location", equalTo(null));
        // A token that is none, first at a page where nobody looks at it.
        browser.ask().header("Authorization", "Bearer none").get("/").then().statusCode(200);
        browser.ask()
                .accept("*/*")
                .header("Authorization", "Bearer none")
                .get("/v1/progress")
                .then()
                .statusCode(401);
    }

    @ParameterizedTest
    @CsvSource({
        "none,has no role,belum diberi peran",
        "village,has no area,belum diberi wilayah",
        "regency 16.01.07,do not fit your role,tidak sesuai dengan peran",
        "operator,no more than the figures for the public,tidak melihat lebih dari",
        "auditor 16,no more than the figures for the public,tidak melihat lebih dari",
        "public-figures,no more than the figures for the public,tidak melihat lebih dari"
    })
    void whoSeesNoMoreIsToldWhy(String who, String english, String indonesian) {
        var browser = new OfficeBrowser();

        var answer = browser.signIn("/areas/" + DISTRICT + "?lang=en", who);

        answer.then()
                .statusCode(200)
                .header("Cache-Control", equalTo("private, no-store"))
                .body(containsString(english))
                .body(containsString("href=\"/areas/" + DISTRICT + "?lang=en\""))
                .body(containsString("action=\"/sign-out"));
        assertThat(browser.page("/sign-in?to=/&lang=id")).contains(indonesian);
        var page = browser.page("/areas/" + DISTRICT + "?lang=en");
        assertThat(rows(page)).containsEntry(VILLAGE, "–");
        assertThat(page).contains(english).doesNotContain("Not for publishing.");
    }

    @Test
    void signingOutEndsTheSessionHereAndAtTheIssuer() {
        var browser = OfficeBrowser.signedIn("district " + DISTRICT);

        var out = browser.took(browser.ask().post("/sign-out?lang=en"));

        out.then()
                .statusCode(200)
                .header("Cache-Control", equalTo("private, no-store"))
                .header("Refresh", startsWith("0;url=" + stack.tokens().url() + "/endsession?"))
                .header("Refresh", containsString("id_token_hint="))
                .body(containsString("You are signed out"));
        assertThat(browser.cookies()).isEmpty();
        assertThat(rows(browser.page("/areas/" + DISTRICT))).containsEntry(VILLAGE, "–");
        browser.ask()
                .post("/sign-out")
                .then()
                .statusCode(200)
                .header("Refresh", equalTo(null))
                .body(containsString("You are signed out"));
        browser.ask().get("/sign-out").then().statusCode(405);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "//evil.example",
                "https://evil.example/",
                "/\\evil.example",
                "/areas/16.01@evil.example",
                "/areas/../v1/progress",
                "/v1/progress",
                "/sign-in",
                "/areas/16.01?a=\nb",
                "areas/16.01",
                "/areas/16.01?to=https://evil.example",
                ""
            })
    void leadsNowhereElse(String to) {
        var browser = OfficeBrowser.signedIn("branch 16");

        for (var who : List.of(browser, new OfficeBrowser())) {
            who.ask()
                    .queryParam("to", to)
                    .get("/sign-in")
                    .then()
                    .statusCode(400)
                    .header("Location", equalTo(null));
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/sign-in/done",
                "/sign-in/done?code=made-up&state=made-up",
                "/sign-in/done?error=access_denied&state=made-up",
                "/sign-in/done?state=a&state=b&code=c"
            })
    void answerThatNobodyAskedForIsRefused(String answer) {
        for (var sentThere : List.of(true, false)) {
            var browser = new OfficeBrowser();
            if (sentThere) {
                browser.took(browser.ask().get("/sign-in"));
            }

            var to = browser.location(browser.ask().urlEncodingEnabled(false).get(answer));

            assertThat(to).isEqualTo("/sign-in/failed");
            browser.ask().get(to).then().statusCode(400).body(containsString("Signing in did not come to its end"));
            assertThat(browser.cookies().keySet()).noneMatch(name -> name.startsWith("q_session"));
        }
    }

    @Test
    void whoChoosesNotToSignInIsToldSo() {
        var browser = new OfficeBrowser();

        browser.signIn("/", "nobody").then().statusCode(400).body(containsString("did not come to its end"));
    }

    /** A code is exchanged once, and by the browser that was sent for it. */
    @Test
    void answerIsTakenOnce() {
        var browser = new OfficeBrowser();
        var choosing = browser.location(browser.ask().get("/sign-in"));
        var answer = given().redirects()
                .follow(false)
                .urlEncodingEnabled(false)
                .formParam("as", "branch 16")
                .post(choosing)
                .header("Location");
        var other = new OfficeBrowser();
        assertThat(other.location(other.ask().urlEncodingEnabled(false).get(answer)))
                .isEqualTo("/sign-in/failed");
        var cookies = Map.copyOf(browser.cookies());

        assertThat(browser.location(browser.ask().urlEncodingEnabled(false).get(answer)))
                .as("leads on by no scheme or host, which a proxy in front changes")
                .startsWith("/sign-in?")
                .contains("answered=true");
        var again = given().redirects()
                .follow(false)
                .cookies(cookies)
                .urlEncodingEnabled(false)
                .get(answer);

        assertThat(again.header("Location")).isEqualTo("/sign-in/failed");
    }

    /** Somebody who tries again and again is not shut out by the cookies of it. */
    @Test
    void cookiesOfSignInsThatNobodyFinishedAreFew() {
        var browser = new OfficeBrowser();
        for (var i = 0; i < 30; i++) {
            assertThat(browser.location(browser.ask().get("/sign-in"))).contains("code_challenge=");
            assertThat(browser.cookies()).hasSizeLessThanOrEqualTo(5);
        }

        assertThat(rows(browser.signIn("/areas/" + DISTRICT, "district " + DISTRICT)
                        .asString()))
                .isEmpty();
        assertThat(rows(browser.page("/areas/" + DISTRICT))).containsEntry(VILLAGE, "1");
    }

    /** Of whatever may be searched for. */
    @ParameterizedTest
    @ValueSource(strings = {"suka", "é", "漢", "😀"})
    void pageLeadsToSignInAndBackToItself(String letter) {
        var text = letter.repeat(60 / letter.codePointCount(0, letter.length()));
        var link = Pattern.compile("href=\"(/sign-in[^\"]*)\"")
                .matcher(given().queryParam("name", text)
                        .get("/areas/16.10?lang=en&show=nobody&sort=name&extra=100&level=village")
                        .asString());
        assertThat(link.find()).isTrue();

        var to = new OfficeBrowser().get(link.group(1).replace("&amp;", "&"));

        to.then().statusCode(303).header("Location", containsString("code_challenge="));
    }

    @ParameterizedTest
    @ValueSource(strings = {"same-site", "cross-site"})
    void noOtherSiteSignsOut(String from) {
        var browser = OfficeBrowser.signedIn("district " + DISTRICT);

        browser.took(browser.ask().header("Sec-Fetch-Site", from).post("/sign-out"))
                .then()
                .statusCode(400)
                .body(containsString("no other site can sign you out"));

        assertThat(rows(browser.page("/areas/" + DISTRICT))).containsEntry(VILLAGE, "1");
        browser.took(browser.ask().header("Sec-Fetch-Site", "same-origin").post("/sign-out"));
        assertThat(browser.cookies()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"/areas/16.99", "/sign-in/failed", "/sign-in?to=elsewhere", "/no-such-page"})
    void whatGoesWrongIsSaidInTheLanguageThatWasChosen(String path) {
        var and = path.contains("?") ? "&" : "?";

        for (var language : List.of("en", "id")) {
            var fault = new OfficeBrowser()
                    .ask()
                    .header("Accept-Language", language.equals("en") ? "id" : "en")
                    .get(path + and + "lang=" + language)
                    .asString();

            assertThat(fault)
                    .contains("<html lang=\"" + language + "\">", "href=\"/?lang=" + language + "\"")
                    .contains(language.equals("en") ? "To the page of the province" : "Ke halaman provinsi");
        }
        assertThat(new OfficeBrowser().ask().get(path + and + "lang=xx").asString())
                .contains("<html lang=\"en\">");
        given().header("Accept-Language", "id")
                .get("/v1/progress?lang=en")
                .then()
                .header("Content-Language", equalTo("id"));
    }

    @Test
    void areaThatThereIsNotIsNamedByItsCode() {
        var browser = OfficeBrowser.signedIn("district 16.99.99");

        assertThat(browser.page("/areas/" + DISTRICT)).contains("16.99.99", "Outside your area");
    }

    /** However the address is written, and where there is no such page. */
    @ParameterizedTest
    @ValueSource(
            strings = {"/", "/;a", "/areas;a/16.10", "//areas/16.10", "/%61reas/16.10", "/no-such-page", "/sign-in;a"})
    void allThatIsNotTheApiIsUnderThePagesPolicy(String path) {
        OfficeBrowser.signedIn("regency 16.10")
                .get(path)
                .then()
                .header("Content-Security-Policy", startsWith("default-src 'self'; "))
                .header("Referrer-Policy", equalTo("same-origin"));
    }

    @Test
    void browserWithoutCookiesDoesNotGoInCircles() {
        new OfficeBrowser()
                .ask()
                .get("/sign-in?to=/&answered=true")
                .then()
                .statusCode(400)
                .body(containsString("has to take cookies"));
    }

    @Test
    void sessionThatWasTamperedWithIsNone() {
        var browser = OfficeBrowser.signedIn("branch 16");

        for (var name : List.of("_chunk_x", "_chunk_99999999999", "_chunk_", "_chunk_1", "X", "_at")) {
            given().cookie("q_session_pages" + name, "x").get("/").then().statusCode(200);
            given().redirects()
                    .follow(false)
                    .cookie("q_session_pages" + name, "x")
                    .get("/sign-in")
                    .then()
                    .statusCode(303);
            given().cookie("q_session_pages" + name, "x")
                    .post("/sign-out")
                    .then()
                    .statusCode(200);
        }
        var beside = browser.ask().cookie("q_session_pages_chunk_x", "x").get("/areas/" + DISTRICT);
        assertThat(rows(beside.asString())).as("beside a true one").containsEntry(VILLAGE, "1");
        for (var value : List.of("x", "a|b|c", "ey.ey.ey.ey.ey", "%00", "ü")) {
            var answer = given().cookie("q_session_pages", value).get("/areas/" + DISTRICT);
            assertThat(answer.statusCode()).as(value).isEqualTo(200);
            assertThat(rows(answer.asString())).containsEntry(VILLAGE, "–");
        }
        var half = new TreeMap<>(browser.cookies());
        half.replaceAll((_, value) -> value.substring(0, value.length() / 2));
        assertThat(rows(given().cookies(half).get("/areas/" + DISTRICT).asString()))
                .containsEntry(VILLAGE, "–");
    }

    /** Tokens are short; a session that is used goes on, and who lost the role in between is seen by then. */
    @Test
    void sessionOutlivesItsTokens() {
        stack.tokens().signInsValidFor(Duration.ofSeconds(2));
        var browser = OfficeBrowser.signedIn("district " + DISTRICT);
        var first = Map.copyOf(browser.cookies());

        await().until(() -> {
            assertThat(rows(browser.page("/areas/" + DISTRICT))).containsEntry(VILLAGE, "1");
            return !first.equals(browser.cookies());
        });

        assertThat(rows(browser.page("/areas/" + DISTRICT))).containsEntry(VILLAGE, "1");
    }

    /** Otherwise a page that is left open would keep a session for ever. */
    @Test
    void pageThatAsksByItselfDoesNotPutTheEndOff() {
        stack.tokens().signInsValidFor(Duration.ofSeconds(2));
        var browser = OfficeBrowser.signedIn("district " + DISTRICT);
        browser.page("/areas/" + DISTRICT);
        var first = Map.copyOf(browser.cookies());
        var until = Long.parseLong(String.valueOf(first.get("pages_until")));

        await().untilAsserted(() -> {
            var before = Instant.now().getEpochSecond();
            var answer =
                    browser.took(browser.ask().header("Sec-Fetch-Dest", "empty").get("/areas/" + DISTRICT));
            assertThat(rows(answer.asString())).containsEntry(VILLAGE, "1");
            assertThat(browser.cookies()).containsEntry("pages_until", String.valueOf(until));
            assertThat(answer.detailedCookies().asList())
                    .as("renewed ones, too")
                    .isNotEmpty()
                    .allSatisfy(cookie -> assertThat(cookie.getMaxAge()).isLessThanOrEqualTo(until - before));
            assertThat(before).isGreaterThan(until - Duration.ofMinutes(30).toSeconds() + 2);
            assertThat(browser.cookies()).isNotEqualTo(first);
        });
        for (var said : List.of("", "x", "-1", "9".repeat(30), "1")) {
            browser.ask()
                    .header("Sec-Fetch-Dest", "empty")
                    .cookie("pages_until", said)
                    .get("/about")
                    .then()
                    .statusCode(200);
        }
    }

    @Test
    void publicPagesGoOnWithoutTheIssuer() {
        stack.tokens().signInsValidFor(Duration.ofSeconds(3));
        var browser = OfficeBrowser.signedIn("district " + DISTRICT);
        stack.tokens().stop();

        for (var language :
                Map.of("en", "does not answer", "id", "tidak menjawab").entrySet()) {
            given().redirects()
                    .follow(false)
                    .accept("text/html")
                    .header("Accept-Language", language.getKey())
                    .get("/sign-in")
                    .then()
                    .statusCode(503)
                    .header("Location", equalTo(null))
                    .body(containsString(language.getValue()));
        }
        given().get("/").then().statusCode(200);
        await().untilAsserted(
                        () -> // Its tokens end, and nobody renews them.
                        assertThat(rows(browser.page("/areas/" + DISTRICT))).containsEntry(VILLAGE, "–"));
    }

    private Map<String, String> told(String who, String within) {
        var parts = who.split(" ", 2);
        var told = new TreeMap<String, String>();
        var list = given().auth()
                .oauth2(stack.token(parts[0], parts[1]))
                .get("/v1/progress/areas?limit=500&within=" + within + "&level=village")
                .then()
                .statusCode(200)
                .extract()
                .jsonPath();
        List<String> codes = list.getList("items.area.code");
        List<Integer> covered = list.getList("items.register.covered");
        for (var i = 0; i < codes.size(); i++) {
            told.put(codes.get(i), PublicApi.written(covered.get(i)));
        }
        return told;
    }

    private static Map<String, String> rows(String page) {
        var rows = new TreeMap<String, String>();
        ROW.matcher(page).results().forEach(row -> rows.put(row.group(1), row.group(2)));
        return rows;
    }
}
