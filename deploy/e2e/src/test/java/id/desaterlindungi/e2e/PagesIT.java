package id.desaterlindungi.e2e;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Route;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.Media;
import id.desaterlindungi.e2e.Browser.Look;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The pages in a real browser. */
@ExtendWith(RunningSystem.class)
class PagesIT {
    private static final Path DOCUMENTS =
            Path.of(System.getProperty("basedir", "")).toAbsolutePath().resolve("target/browser/documents");
    private static final Pattern PDF_PAGE = Pattern.compile("/Type\\s*/Page\\b");

    static final List<String> PAGES = List.of(
            "/",
            "/areas/16.01",
            "/areas/16.01?level=village&show=no-money",
            "/areas/16.01.07",
            "/areas/16.01.07.2001",
            "/areas/16?name=suka",
            "/print/16.01.07.2001",
            "/about",
            "/areas/16.99");

    /** A narrow one, a medium and a wide one; each language and each color twice at least. */
    private static final List<Look> LOOKS = List.of(
            new Look("id", 320, false, true),
            new Look("en", 768, true, true),
            new Look("id", 1440, true, false),
            new Look("en", 320, true, false),
            new Look("en", 1440, false, false));

    private static Browser browser;
    private final DesaSystem system;

    PagesIT(DesaSystem system) {
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
        return LOOKS;
    }

    /** Nothing is cut off or refused, and everybody can read it. */
    @ParameterizedTest
    @MethodSource("looks")
    void everyPageFitsAndIsOpenToAll(Look look) {
        var page = browser.open(system.reporting().url(), look);
        var complaints = new CopyOnWriteArrayList<String>();
        page.onConsoleMessage(message -> {
            if (message.type().equals("error") && !message.text().contains("404")) {
                complaints.add(message.text());
            }
        });
        page.onPageError(complaints::add);
        var faults = new ArrayList<String>();
        for (var path : PAGES) {
            page.navigate(path);
            assertThat(page.locator("html").getAttribute("lang")).as(path).isEqualTo(look.language());
            if (look.scripts()) {
                var width = ((Number) page.evaluate("document.documentElement.scrollWidth")).intValue();
                if (width > look.width()) {
                    faults.add("%s is %d wide in %s".formatted(path, width, look));
                }
                Browser.seriousFaults(page).forEach(fault -> faults.add(path + " " + look + " " + fault));
            }
            assertThat(page.getByRole(AriaRole.HEADING).first()).isVisible();
        }
        Browser.close(page);

        assertThat(faults).isEmpty();
        assertThat(complaints).isEmpty();
    }

    @Test
    void everyPageIsRightHtml() throws IOException {
        Files.createDirectories(DOCUMENTS);
        var documents = new ArrayList<Path>();
        for (var path : PAGES) {
            var page = given().baseUri(system.reporting().url().toString())
                    .accept("text/html")
                    .urlEncodingEnabled(false)
                    .get(path)
                    .asString();
            documents.add(Files.writeString(DOCUMENTS.resolve("page" + documents.size() + ".html"), page));
        }

        assertThat(Browser.faultsOfHtml(documents)).isEmpty();
    }

    @Test
    void enrollmentMovesTheFigureOfAnOpenPage() throws SQLException {
        Backlog.add(system, 500); // Numbers of a few people are kept back, and the figure with them.
        new Recount(system).awaitCaughtUp();
        var page = browser.open(system.reporting().url(), new Look("en", 1440, false, true));
        page.navigate("/");
        assertThat(status(page)).hasText("These figures move by themselves when somebody is enrolled.");
        long before = figure(page);

        var began = System.nanoTime();
        system.askEnrollment()
                .body(somebodyNew().request())
                .post("/v1/participants")
                .then()
                .statusCode(201);
        page.waitForFunction(
                "before => Number(document.querySelector('.figure .number')?.textContent.replaceAll(',', '')) > before",
                (double) before);
        var took = Duration.ofNanos(System.nanoTime() - began);

        Measured.say("an open page moves after %d ms".formatted(took.toMillis()));
        assertThat(took).isLessThan(Duration.ofSeconds(5));
        Browser.close(page);
    }

    @Test
    void openPageCanBePaused() {
        var page = browser.open(system.reporting().url(), new Look("en", 768, false, true));
        page.navigate("/areas/16.01");

        page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName("Pause"))
                .click();
        assertThat(status(page)).hasText("Paused; the figures stand still.");
        page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName("Resume"))
                .click();

        assertThat(status(page)).containsText("move by themselves");
        Browser.close(page);
    }

    @Test
    void openPageTellsThatItsConnectionIsLostAndAsksWhereItGetsNone() {
        var page = browser.open(system.reporting().url(), new Look("en", 768, false, true));
        page.route("**/live", Route::abort);
        page.navigate("/");
        assertThat(status(page)).containsText("connection is lost");

        page.unroute("**/live");
        page.route("**/live", route -> route.fulfill(new Route.FulfillOptions().setStatus(503)));
        page.reload();

        assertThat(status(page)).containsText("renewed every 15 seconds");
        Browser.close(page);
    }

    @Test
    void villageIsFoundWithoutScripts() {
        var page = browser.open(system.reporting().url(), new Look("en", 320, false, false));
        page.navigate("/");
        page.getByRole(AriaRole.SEARCHBOX).fill("negeri sindang");
        page.getByRole(AriaRole.SEARCHBOX).press("Enter");
        page.waitForURL(Pattern.compile(".*/areas/16\\?name=negeri.*"));
        page.navigate(page.getByRole(AriaRole.LINK, new Page.GetByRoleOptions().setName("Negeri Sindang"))
                .first()
                .getAttribute("href"));

        assertThat(page.getByRole(AriaRole.HEADING, new Page.GetByRoleOptions().setLevel(1)))
                .containsText("Negeri Sindang");
        Browser.close(page);
    }

    @Test
    void sheetIsOnePageOfPaper() {
        for (var language : List.of("id", "en")) {
            var page = browser.open(system.reporting().url(), new Look(language, 768, false, true));
            for (var path : List.of("/print/16", "/print/16.01", "/print/16.01.07.2001")) {
                page.navigate(path);
                assertThat(sheets(page)).as(path + " " + language).isEqualTo(1);
            }
            page.navigate("/print/16.01.07/villages");
            assertThat(sheets(page)).isEqualTo(page.locator(".sheet").count()).isGreaterThan(5);
            Browser.close(page);
        }
    }

    private static long sheets(Page page) {
        page.emulateMedia(new Page.EmulateMediaOptions().setMedia(Media.PRINT));
        var pdf = page.pdf(new Page.PdfOptions().setPreferCSSPageSize(true).setPrintBackground(true));
        return PDF_PAGE.matcher(new String(pdf, StandardCharsets.ISO_8859_1))
                .results()
                .count();
    }

    private static Locator status(Page page) {
        return page.locator("#live [role=status]");
    }

    /** Whoever is carried over leaves the baseline and enters the register, and the figure stays. */
    private Person somebodyNew() {
        return Stream.generate(system.people()::next)
                .filter(person -> person.request().get("origin").equals("NEW"))
                .findFirst()
                .orElseThrow();
    }

    private static long figure(Page page) {
        return Long.parseLong(page.locator(".figure .number").textContent().replace(",", ""));
    }
}
