package id.desaterlindungi.e2e;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.SameSiteAttribute;
import id.desaterlindungi.e2e.Browser.Look;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Offices that sign in on the pages, in a real browser and at the issuer of the local system. */
@ExtendWith(RunningSystem.class)
class SignInIT {
    private static final Path DOCUMENTS =
            Path.of(System.getProperty("basedir", "")).toAbsolutePath().resolve("target/browser/documents-of-offices");

    /** Nobody else of these tests is there. */
    private static final String VILLAGE = "16.08.01.1008";

    private static final String DISTRICT = "16.08.01";

    static final List<String> PAGES =
            List.of("/", "/areas/16.08", "/areas/" + DISTRICT, "/areas/" + VILLAGE, "/areas/16.02");

    private static Browser browser;
    private final DesaSystem system;

    SignInIT(DesaSystem system) {
        this.system = system;
    }

    @BeforeAll
    static void start() {
        Browser.fetchTools();
        browser = Browser.start();
    }

    @AfterAll
    static void end() {
        browser.close();
    }

    static List<Look> looks() {
        return List.of(
                new Look("id", 320, false, true), new Look("en", 768, true, true), new Look("id", 1440, true, true));
    }

    @BeforeEach
    void somebodyAlone() throws SQLException {
        if (covered() == 0) {
            enrollOne();
        }
        new Recount(system).awaitCaughtUp();
    }

    /** From the public's page to the office's and back again, in both languages. */
    @ParameterizedTest
    @MethodSource("looks")
    void officeSignsInAndOut(Look look) {
        var page = browser.open(system.reporting().url(), look);
        var words = look.language().equals("en")
                ? new String[] {"Sign in (offices)", "Not for publishing.", "Sign out", "You are signed out"}
                : new String[] {"Masuk (kantor)", "Bukan untuk diterbitkan.", "Keluar", "Anda sudah keluar"};
        page.navigate("/areas/" + DISTRICT + "?sort=name");
        assertThat(number(page)).hasText("–");

        page.getByRole(AriaRole.LINK, new Page.GetByRoleOptions().setName(words[0]))
                .click();
        choose(page, "district " + DISTRICT);

        assertThat(page).hasURL(Pattern.compile(".*/areas/" + DISTRICT + "\\?sort=name"));
        assertThat(page.locator("#viewer")).containsText(words[1]);
        assertThat(number(page)).hasText(String.valueOf(covered()));
        page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName(words[2]))
                .click();
        // By the issuer, which ends its own session, and back.
        assertThat(page).hasURL(system.reporting().url() + "/");
        page.navigate("/areas/" + DISTRICT);
        assertThat(number(page)).hasText("–");
        assertThat(page.context().cookies()).isEmpty();
        page.goBack();
        assertThat(page.locator("#viewer")).not().containsText(words[1]);
        Browser.close(page);
    }

    /** Nothing is cut off, and everybody can read and use it. */
    @ParameterizedTest
    @MethodSource("looks")
    void whatAnOfficeSeesFitsAndIsOpenToAll(Look look) {
        var page = signedIn(look, "regency 16.08");
        var complaints = new ArrayList<String>();
        page.onConsoleMessage(message -> {
            if (message.type().equals("error")) {
                complaints.add(message.text());
            }
        });
        page.onPageError(complaints::add);
        var faults = new ArrayList<String>();
        for (var path : PAGES) {
            page.navigate(path);
            assertThat(page.locator(".viewer")).isVisible();
            var width = ((Number) page.evaluate("document.documentElement.scrollWidth")).intValue();
            if (width > look.width()) {
                faults.add("%s is %d wide in %s".formatted(path, width, look));
            }
            Browser.seriousFaults(page).forEach(fault -> faults.add(path + " " + look + " " + fault));
        }
        var guest = signedIn(look, "none");
        guest.navigate("/sign-in");
        Browser.seriousFaults(guest).forEach(fault -> faults.add("guest " + look + " " + fault));
        Browser.close(guest);
        Browser.close(page);

        assertThat(faults).isEmpty();
        assertThat(complaints).isEmpty();
    }

    @Test
    void whatAnOfficeSeesIsRightHtml() throws IOException {
        Files.createDirectories(DOCUMENTS);
        var page = signedIn(new Look("en", 768, false, false), "regency 16.08");
        var documents = new ArrayList<Path>();
        for (var path : PAGES) {
            documents.add(Files.writeString(
                    DOCUMENTS.resolve("page" + documents.size() + ".html"),
                    page.request().get(path).text()));
        }
        documents.add(Files.writeString(
                DOCUMENTS.resolve("signed-out.html"),
                page.request().post("/sign-out").text()));
        var guest = signedIn(new Look("en", 768, false, false), "none");
        documents.add(Files.writeString(
                DOCUMENTS.resolve("guest.html"), guest.request().get("/sign-in").text()));
        Browser.close(page);
        Browser.close(guest);

        assertThat(Browser.faultsOfHtml(documents)).isEmpty();
    }

    /** Two browsers at once, and a third that has not signed in. */
    @Test
    void sessionOfOneIsNeverSeenByAnother() {
        var look = new Look("en", 768, false, true);
        var office = signedIn(look, "village " + VILLAGE);
        var other = signedIn(look, "regency 16.02");
        var anybody = browser.open(system.reporting().url(), look);
        for (var i = 0; i < 3; i++) {
            for (var page : List.of(office, other, anybody)) {
                page.navigate("/areas/" + DISTRICT);
            }
            assertThat(number(office)).hasText(String.valueOf(covered()));
            assertThat(number(other)).hasText("–");
            assertThat(number(anybody)).hasText("–");
            assertThat(other.locator("#viewer")).containsText("Outside your area");
            assertThat(anybody.locator("#viewer")).isEmpty();
        }
        List.of(office, other, anybody).forEach(Browser::close);
    }

    @Test
    void cookiesAreForThesePagesAlone() {
        var page = signedIn(new Look("en", 768, false, true), "regency 16.08");

        var cookies = page.context().cookies();

        assertThat(cookies).isNotEmpty().allSatisfy(cookie -> {
            assertThat(cookie.httpOnly).isTrue();
            assertThat(cookie.sameSite).isEqualTo(SameSiteAttribute.LAX);
            assertThat(cookie.expires - System.currentTimeMillis() / 1000.0)
                    .isBetween(60.0, (double) Duration.ofMinutes(30).toSeconds() + 5);
        });
        assertThat(page.evaluate("document.cookie")).isEqualTo("");
        assertThat(page.request().get("/v1/progress").status()).isEqualTo(401);
        Browser.close(page);
    }

    /** The open page of an office moves as the public's does; and where the session has ended it becomes the public's. */
    @Test
    void openPageOfAnOfficeMoves() {
        var page = signedIn(new Look("en", 1440, false, true), "village " + VILLAGE);
        page.navigate("/areas/" + VILLAGE);
        assertThat(page.locator("#live [role=status]")).containsText("move by themselves");
        assertThat(page.locator(".figure .number")).hasText(String.valueOf(covered()));

        enrollOne();
        assertThat(page.locator(".figure .number")).hasText(String.valueOf(covered()));
        assertThat(page.locator(".viewer")).isVisible();

        page.context().clearCookies();
        enrollOne();
        assertThat(page.locator(".viewer")).hasCount(0);
        assertThat(page.locator(".figure .number")).hasCount(0);
        assertThat(page.locator("#office")).isEmpty();
        // All of the page is the public's, not its figures alone.
        assertThat(page.getByRole(AriaRole.LINK, new Page.GetByRoleOptions().setName("Sign in (offices)")))
                .isVisible();
        Browser.close(page);
    }

    @Test
    void whoLacksWhatAnOfficeNeedsIsToldSo() {
        for (var look : List.of(new Look("en", 320, false, false), new Look("id", 320, true, false))) {
            var english = look.language().equals("en");
            var page = browser.open(system.reporting().url(), look);
            page.navigate("/areas/" + DISTRICT);
            page.getByRole(
                            AriaRole.LINK,
                            new Page.GetByRoleOptions().setName(english ? "Sign in (offices)" : "Masuk (kantor)"))
                    .click();
            choose(page, "none");

            assertThat(page.getByRole(AriaRole.HEADING, new Page.GetByRoleOptions().setLevel(1)))
                    .containsText(english ? "You are signed in" : "Anda sudah masuk");
            assertThat(page.locator("main")).containsText(english ? "has no role" : "belum diberi peran");
            page.getByRole(
                            AriaRole.LINK,
                            new Page.GetByRoleOptions()
                                    .setName(english ? "To the page for the public" : "Ke halaman untuk umum"))
                    .click();
            assertThat(number(page)).hasText("–");
            Browser.close(page);
        }
    }

    /** Which replica answers, nobody chooses. */
    @Test
    void sessionHoldsInEveryReplica() {
        var another = system.anotherReporting(Map.of());
        var page = signedIn(new Look("en", 768, false, true), "district " + DISTRICT);

        // Cookies go by the host and not by the port.
        page.navigate(another.url() + "/areas/" + DISTRICT);

        assertThat(number(page)).hasText(String.valueOf(covered()));
        Browser.close(page);
    }

    /** A proxy in front ends TLS, and calls the service without. */
    @Test
    void cookiesGoByHttpsAloneWherePeopleComeByIt() {
        var another = system.anotherReporting(Map.of("reporting.pages.address", "https://totals.example"));

        var answer = given().baseUri(another.url().toString())
                .redirects()
                .follow(false)
                .get("/sign-in");

        assertThat(answer.header("Location")).contains("redirect_uri=https%3A%2F%2Ftotals.example%2Fsign-in%2Fdone");
        assertThat(answer.headers().getValues("Set-Cookie"))
                .isNotEmpty()
                .allSatisfy(cookie -> assertThat(cookie).contains("Secure", "HTTPOnly", "SameSite=Lax"));
    }

    @Test
    void nobodySignsInWhereNoKeyIsSet() {
        var another = system.anotherReporting(Map.of("reporting.sign-in.key", ""));

        var page = given().baseUri(another.url().toString())
                .get("/?lang=en")
                .then()
                .statusCode(200)
                .extract()
                .asString();

        assertThat(page).doesNotContain("Sign in").doesNotContain("/sign-in");
        for (var path : List.of("/sign-in", "/sign-in/failed", "/sign-in/done?code=a&state=b")) {
            given().baseUri(another.url().toString()).get(path).then().statusCode(404);
        }
        given().baseUri(another.url().toString()).post("/sign-out").then().statusCode(404);
    }

    private Page signedIn(Look look, String who) {
        var page = browser.open(system.reporting().url(), look);
        page.navigate("/sign-in?to=/about");
        choose(page, who);
        page.waitForURL(Pattern.compile(".*/(?:about|sign-in\\?.*answered=true)"));
        return page;
    }

    /** @param who a role and its areas, with a space between them */
    static void choose(Page page, String who) {
        var parts = who.split(" ", 2);
        page.getByLabel("Role").fill(parts[0]);
        page.getByLabel("Areas").fill(parts.length > 1 ? parts[1] : "");
        page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName("Sign in"))
                .click();
    }

    /** Of the village, in the list of its district. */
    private static Locator number(Page page) {
        return page.locator(".ranking tr:has(a[href*='/areas/" + VILLAGE + "']) td.n span");
    }

    private void enrollOne() {
        var before = covered();
        var person = new HashMap<>(system.people().next().request());
        person.put("villageCode", VILLAGE);
        person.put("origin", "NEW");
        system.askEnrollment().body(person).post("/v1/participants").then().statusCode(201);
        Awaitility.await().until(() -> covered() > before);
    }

    private int covered() {
        return system.askReporting()
                .get("/v1/progress?within=" + VILLAGE)
                .then()
                .statusCode(200)
                .extract()
                .path("register.covered");
    }
}
