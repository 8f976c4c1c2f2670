package id.desaterlindungi.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.lessThan;

import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.Media;
import id.desaterlindungi.e2e.Browser.Look;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Pictures of all pages for people's eyes: run by {@code deploy/e2e/screenshots} alone. */
@ExtendWith(RunningSystem.class)
class Screenshots {
    private static final Path MODULE =
            Path.of(System.getProperty("basedir", "")).toAbsolutePath();
    private static final int PEOPLE = Integer.getInteger("screenshots.people", 60_000);
    private static final int SET = 500;
    private static final int DAYS = 89;
    private static final int FEWEST = 6;

    private final DesaSystem system;

    Screenshots(DesaSystem system) {
        this.system = system;
    }

    @Test
    void areMade() throws IOException, SQLException {
        fill();
        var folder = Files.createDirectories(MODULE.resolve("target/screenshots"));
        try (var browser = Browser.start()) {
            for (var language : List.of("id", "en")) {
                for (var width : List.of(320, 768, 1440)) {
                    for (var dark : List.of(false, true)) {
                        take(browser, new Look(language, width, dark, true), folder);
                    }
                }
            }
            offices(browser, folder);
            papers(browser, folder);
            forReadme(browser, folder);
        }
        try (var pictures = Files.list(folder)) {
            assertThat(pictures).hasSizeGreaterThan(60);
        }
    }

    private void take(Browser browser, Look look, Path folder) {
        var page = browser.open(system.reporting().url(), look);
        for (var path : PagesIT.PAGES) {
            page.navigate(path);
            page.screenshot(new Page.ScreenshotOptions()
                    .setFullPage(true)
                    .setPath(folder.resolve(name(path) + "-" + look + ".png")));
        }
        Browser.close(page);
    }

    /** What an office sees that has signed in; what somebody sees without a role; and the issuer's own page. */
    private void offices(Browser browser, Path folder) {
        for (var look : List.of(
                new Look("id", 320, false, true),
                new Look("en", 768, true, true),
                new Look("id", 1440, false, true),
                new Look("en", 1440, true, true))) {
            for (var who : List.of("regency 16.01", "none")) {
                var page = browser.open(system.reporting().url(), look);
                page.navigate("/sign-in?to=/about");
                shoot(page, folder, "issuer-" + look);
                SignInIT.choose(page, who);
                if (who.equals("none")) {
                    shoot(page, folder, "guest-" + look);
                } else {
                    for (var path : List.of("/", "/areas/16.01", "/areas/16.01.07.2001", "/areas/16.02", "/about")) {
                        page.navigate(path);
                        shoot(page, folder, "office-" + name(path) + "-" + look);
                    }
                }
                Browser.close(page);
            }
        }
    }

    private static void shoot(Page page, Path folder, String name) {
        page.screenshot(new Page.ScreenshotOptions().setFullPage(true).setPath(folder.resolve(name + ".png")));
    }

    private void papers(Browser browser, Path folder) {
        var page = browser.open(system.reporting().url(), new Look("id", 1440, false, true));
        for (var path : List.of("/print/16", "/print/16.01", "/print/16.01.07.2001", "/")) {
            page.navigate(path);
            page.emulateMedia(new Page.EmulateMediaOptions().setMedia(Media.PRINT));
            page.setViewportSize(794, 1123);
            page.screenshot(
                    new Page.ScreenshotOptions().setFullPage(true).setPath(folder.resolve(name(path) + "-paper.png")));
        }
        Browser.close(page);
    }

    /** The two of the README, as a screen shows them. */
    private void forReadme(Browser browser, Path folder) {
        for (var look : List.of(new Look("en", 1200, false, true), new Look("en", 390, true, true))) {
            var page = browser.open(system.reporting().url(), look);
            page.navigate(look.dark() ? "/areas/16.01.07" : "/");
            page.screenshot(new Page.ScreenshotOptions().setPath(folder.resolve("readme-" + look.width() + ".png")));
            Browser.close(page);
        }
    }

    private static String name(String path) {
        var name = path.replaceAll("[^A-Za-z0-9.]+", "-").replaceAll("^-|-$", "");
        return name.isEmpty() ? "province" : name;
    }

    /** Six people in each village at least, so that everything is told, and more in some; many villages set money aside. */
    private void fill() throws SQLException {
        var random = new Random(16);
        List<String> villages;
        List<String> desa;
        try (var connection = system.registerDatabase()) {
            villages = Sql.rows(connection, "select code from village order by code");
            desa = villages.stream().filter(code -> code.charAt(9) == '2').toList();
        }
        var places = new ArrayList<String>();
        for (var village : villages) {
            for (var i = 0; i < FEWEST; i++) {
                places.add(village);
            }
        }
        while (places.size() < PEOPLE) {
            // Some regencies are far ahead of others.
            var village = villages.get((int) (villages.size() * Math.pow(random.nextDouble(), 1.6)));
            places.add(village);
        }
        Collections.shuffle(places, random);
        var today = LocalDate.now(ZoneId.of("Asia/Jakarta"));
        for (var from = 0; from < places.size(); from += SET) {
            var operations = new ArrayList<Map<String, Object>>();
            for (var village : places.subList(from, Math.min(from + SET, places.size()))) {
                var person = new HashMap<>(system.people().next().request());
                person.put("villageCode", village);
                person.put(
                        "enrolledOn",
                        today.minusDays((long) (DAYS * Math.sqrt(random.nextDouble())))
                                .toString());
                person.put("origin", "NEW");
                operations.add(
                        Map.of("operationId", "picture-" + from + "-" + operations.size(), "enrollment", person));
            }
            system.askEnrollment()
                    .body(Map.of("operations", operations))
                    .post("/v1/participants/batch")
                    .then()
                    .statusCode(200);
        }
        for (var i = 0; i < desa.size(); i += 5) {
            system.askEnrollment()
                    .header("If-None-Match", "*")
                    .body(Map.of(
                            "addTotal",
                            812_500_000,
                            "addSocialSecurity",
                            20_160_000 + random.nextInt(20) * 100_800,
                            "danaDesaSocialSecurity",
                            i % 3 == 0 ? 5_000_000 : 0,
                            "workers",
                            100,
                            "sourceDocument",
                            "Perdes 3/" + today.getYear()))
                    .put("/v1/villages/" + desa.get(i) + "/budgets/" + today.getYear())
                    .then()
                    .statusCode(lessThan(300));
        }
        system.askReporting()
                .auth()
                .oauth2(system.stack().token("province", "16"))
                .body(Map.of(
                        "target", 9_000,
                        "baseline", 4_000,
                        "statedOn", "2026-03-02",
                        "dueOn", "2027-12-31",
                        "source", "Keputusan Bupati 112/2026"))
                .put("/v1/goals/16.01")
                .then()
                .statusCode(lessThan(300));
        try (var connection = system.totalsDatabase()) {
            // As if the register had begun before its first people, so that a pace is known.
            Sql.execute(connection, "update projection set first_event_at = first_event_at - interval '120 days'");
        }
        Awaitility.await().untilAsserted(() -> assertThat(folded()).isGreaterThanOrEqualTo(PEOPLE));
        system.askAsOperator(system.enrollment()).post("/v1/census").then().statusCode(200);
        Awaitility.await().untilAsserted(() -> {
            try (var connection = system.totalsDatabase()) {
                assertThat(Sql.number(connection, "select count(*) from reconciliation"))
                        .isPositive();
            }
        });
    }

    private long folded() throws SQLException {
        try (var connection = system.totalsDatabase()) {
            return Sql.number(connection, "select position from projection where state = 'LIVE'");
        }
    }
}
