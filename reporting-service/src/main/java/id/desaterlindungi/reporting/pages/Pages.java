package id.desaterlindungi.reporting.pages;

import id.desaterlindungi.reporting.http.IfNoneMatch;
import id.desaterlindungi.reporting.pages.words.Language;
import id.desaterlindungi.reporting.pages.words.Words;
import id.desaterlindungi.reporting.progress.snapshot.KeptAnswers;
import io.quarkus.qute.TemplateInstance;
import io.quarkus.qute.i18n.MessageBundles;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.ws.rs.core.EntityTag;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.zip.CRC32C;

/**
 * Makes pages, and keeps each as it was made until the figures change: however many people look at a page, it is read and written
 * once.
 */
@ApplicationScoped
class Pages {
    /** Sheets of all villages of a regency have more than a megabyte. */
    private static final int LARGEST_KEPT = 128 * 1024;

    private static final String HTML = MediaType.TEXT_HTML + ";charset=UTF-8";

    /** Browsers ask each time whether there is another one. */
    private static final String ASK_AGAIN = "no-cache";

    private final KeptAnswers answers;
    private final Map<String, Page> kept;

    Pages(KeptAnswers answers, PagesSettings settings) {
        this.answers = answers;
        var most = settings.kept();
        this.kept = new LinkedHashMap<>(16, 0.75f, true) {
            private static final long serialVersionUID = 1L;

            @Override
            protected boolean removeEldestEntry(Map.Entry<String, Page> eldest) {
                return size() > most;
            }
        };
    }

    /** Before the first visitor: what is made ready once is not waited for. */
    void start(@Observes StartupEvent event) {
        for (var language : Language.values()) {
            var _ = language.words().site();
        }
    }

    /** A page that was made, of a moment. */
    @SuppressWarnings("ArrayRecordComponent")
    private record Page(String mark, String tag, byte[] html) {}

    /** @param mark of the moment that the page's figures are of */
    record Made(String mark, TemplateInstance page) {}

    /** @param making reads the figures and fills a template; asked only where the page is not there yet, or is an old one */
    Response answer(Visit visit, HttpHeaders headers, Function<Words, Made> making) {
        return answer(visit, "", headers, making);
    }

    /** @param beside the address and the language, what makes the page another one */
    Response answer(Visit visit, String beside, HttpHeaders headers, Function<Words, Made> making) {
        var page = page(visit, beside, making);
        var answer = IfNoneMatch.holds(headers, page.tag())
                ? Response.notModified()
                : Response.ok(page.html(), HTML).language(visit.language().code());
        return answer.tag(new EntityTag(page.tag()))
                .header(HttpHeaders.CACHE_CONTROL, ASK_AGAIN)
                .header(HttpHeaders.VARY, HttpHeaders.ACCEPT_LANGUAGE)
                .build();
    }

    private Page page(Visit visit, String beside, Function<Words, Made> making) {
        var now = answers.mark().id();
        var key = visit.key() + " " + beside;
        synchronized (kept) {
            var page = kept.get(key);
            if (page != null && page.mark().equals(now)) {
                return page;
            }
        }
        var made = making.apply(visit.language().words());
        var html = html(made.page(), visit);
        var page = new Page(made.mark(), tag(made.mark(), visit, html), html);
        if (html.length <= LARGEST_KEPT) {
            synchronized (kept) {
                kept.put(key, page);
            }
        }
        return page;
    }

    static byte[] html(TemplateInstance page, Visit visit) {
        return page.setAttribute(
                        MessageBundles.ATTRIBUTE_LOCALE,
                        Locale.of(visit.language().code()))
                .render()
                .getBytes(StandardCharsets.UTF_8);
    }

    /** Position, language and a digest of the rest: another release may write the same figures otherwise. */
    private static String tag(String mark, Visit visit, byte[] html) {
        var digest = new CRC32C();
        digest.update(html);
        return "%s-%s-%08x".formatted(mark.substring(0, mark.indexOf('-')), visit.lang(), digest.getValue());
    }
}
