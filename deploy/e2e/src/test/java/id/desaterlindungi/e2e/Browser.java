package id.desaterlindungi.e2e;

import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.BrowserType.LaunchOptions;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Playwright;
import com.microsoft.playwright.options.ColorScheme;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

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

    static Browser start(Path root) {
        var playwright = Playwright.create(
                new Playwright.CreateOptions().setEnv(Map.of("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1")));
        try {
            return new Browser(playwright, playwright.chromium().launch(options(root)));
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
        return (List<?>)
                page.evaluate(
                        """
                async () => (await axe.run(document, { resultTypes: ['violations'] })).violations
                    .filter((one) => ['serious', 'critical', 'moderate'].includes(one.impact))
                    .map((one) => one.id + ': ' + one.nodes.map((node) => node.target.join(' ')).slice(0, 3).join(', '))
                """);
    }

    private static String axe() {
        var file = "/META-INF/resources/_static/axe-core/" + System.getProperty("axe.version") + "/axe.min.js";
        try (InputStream script = Objects.requireNonNull(Browser.class.getResourceAsStream(file), file)) {
            return new String(script.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        chromium.close();
        playwright.close();
    }
}
