package id.desaterlindungi.e2e;

import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.BrowserType.LaunchOptions;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Playwright;
import com.microsoft.playwright.options.ColorScheme;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Debian's chromium, installed or as {@code deploy/local/verify} unpacks it, driven by Playwright. */
final class Browser implements AutoCloseable {
    private static final List<String> QUIETLY = List.of(
            "--no-sandbox",
            "--disable-gpu",
            "--disable-quic",
            "--no-first-run",
            "--disable-background-networking",
            "--disable-component-update",
            "--disable-sync",
            "--font-render-hinting=none");

    private static final Path MODULE =
            Path.of(System.getProperty("basedir", "")).toAbsolutePath();
    private static final Path TOOLS = MODULE.resolve("target/browser");

    private final Playwright playwright;
    private final com.microsoft.playwright.Browser chromium;

    /** How a page is looked at. */
    record Look(String language, int width, boolean dark, boolean scripts) {
        @Override
        public String toString() {
            return language + "-" + width + (dark ? "-dark" : "-light") + (scripts ? "" : "-without-scripts");
        }
    }

    private Browser(Playwright playwright, com.microsoft.playwright.Browser chromium) {
        this.playwright = playwright;
        this.chromium = chromium;
    }

    static Browser start() {
        var playwright = Playwright.create(
                new Playwright.CreateOptions().setEnv(Map.of("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1")));
        try {
            return new Browser(
                    playwright,
                    playwright.chromium().launch(options(MODULE.resolve("../..").normalize())));
        } catch (RuntimeException e) {
            playwright.close();
            throw e;
        }
    }

    private static LaunchOptions options(Path root) {
        var options = new LaunchOptions().setHeadless(true).setArgs(QUIETLY);
        var installed = Path.of("/usr/bin/chromium");
        if (Files.isExecutable(installed)) {
            return options.setExecutablePath(installed);
        }
        var unpacked = root.resolve("deploy/local/.tools/chromium");
        var program = unpacked.resolve("usr/lib/chromium/chromium");
        if (!Files.isExecutable(program)) {
            throw new IllegalStateException("No chromium: deploy/local/verify fetches it, or install Debian's package");
        }
        var libraries = unpacked.resolve("usr/lib/x86_64-linux-gnu");
        var environment = new HashMap<>(System.getenv());
        environment.put("LD_LIBRARY_PATH", libraries + ":" + libraries.resolve("pulseaudio"));
        environment.put("XDG_DATA_HOME", unpacked.resolve("usr/share").toString());
        return options.setExecutablePath(program).setEnv(environment);
    }

    /** A page that nobody has looked at before; it ends with its context. */
    Page open(URI site, Look look) {
        var context = chromium.newContext(new com.microsoft.playwright.Browser.NewContextOptions()
                .setBaseURL(site.toString())
                .setLocale(look.language())
                .setViewportSize(look.width(), 900)
                .setColorScheme(look.dark() ? ColorScheme.DARK : ColorScheme.LIGHT)
                .setJavaScriptEnabled(look.scripts()));
        return context.newPage();
    }

    static void close(Page page) {
        BrowserContext context = page.context();
        page.close();
        context.close();
    }

    /** What axe finds of weight, each as its rule and the first element that breaks it. */
    static List<?> seriousFaults(Page page) {
        // The page's own policy lets no script in; what the debugger runs is not held to it.
        page.evaluate(axe());
        return (List<?>) page.evaluate("""
                async () => (await axe.run(document, { resultTypes: ['violations'] })).violations
                    .filter((one) => ['serious', 'critical', 'moderate'].includes(one.impact))
                    .map((one) => one.id + ': ' + one.nodes.map((node) => node.target.join(' ')).slice(0, 3).join(', '))
                """);
    }

    private static String axe() {
        try {
            return Files.readString(TOOLS.resolve("node_modules/axe-core/axe.min.js"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What the checker of the W3C has against documents; empty where they are right. */
    static String faultsOfHtml(List<Path> documents) {
        var command = new ArrayList<>(List.of(
                ProcessHandle.current().info().command().orElseThrow(),
                "-XX:TieredStopAtLevel=1",
                "-Xss4m",
                "-jar",
                TOOLS.resolve("node_modules/vnu-jar/build/dist/vnu.jar").toString(),
                "--errors-only",
                "--exit-zero-always",
                "--stdout"));
        documents.forEach(document -> command.add(document.toString()));
        return Command.in(TOOLS).run(command.toArray(String[]::new)).strip();
    }

    /** What the tests bring along: axe, and the checker of HTML. */
    static void fetchTools() {
        var files = MODULE.resolve("src/test/browser");
        try {
            Files.createDirectories(TOOLS);
            for (var file : List.of("package.json", "package-lock.json")) {
                Files.copy(files.resolve(file), TOOLS.resolve(file), StandardCopyOption.REPLACE_EXISTING);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Command.in(TOOLS).run("npm", "ci", "--no-audit", "--no-fund", "--ignore-scripts", "--prefer-offline");
    }

    @Override
    public void close() {
        chromium.close();
        playwright.close();
    }
}
