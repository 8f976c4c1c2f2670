package id.desaterlindungi.reporting.pages;

import com.fasterxml.jackson.databind.ObjectMapper;
import id.desaterlindungi.reporting.http.IfNoneMatch;
import id.desaterlindungi.reporting.http.connection.Shares;
import id.desaterlindungi.reporting.pages.download.AreaList;
import id.desaterlindungi.reporting.pages.download.Download;
import id.desaterlindungi.reporting.pages.download.Download.Form;
import id.desaterlindungi.reporting.pages.words.Language;
import id.desaterlindungi.reporting.pages.words.Words;
import id.desaterlindungi.reporting.problem.ProblemException;
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
import org.jspecify.annotations.Nullable;

/**
 * Makes pages, and keeps each as it was made until the figures change: however many people look at a page, it is read and written
 * once.
 */
@ApplicationScoped
class Pages {
    /** Sheets of all villages of a regency have more than a megabyte. */
    private static final int LARGEST_KEPT = 128 * 1024;

    /** There are few files to take along, and those of all villages have half a megabyte. */
    private static final int LARGEST_FILE_KEPT = 2 * 1024 * 1024;

    private static final String DOCUMENTS = "documents";
    private static final int DOCUMENTS_AT_ONCE = 2;

    private static final String HTML = MediaType.TEXT_HTML + ";charset=UTF-8";

    /** Browsers ask each time whether there is another one. */
    private static final String ASK_AGAIN = "no-cache";

    private static final String KEPT_BY_NOBODY = "private, no-store";

    /** The same address is another page for an office, by its session. */
    private static final String VARY = HttpHeaders.ACCEPT_LANGUAGE + ", " + HttpHeaders.COOKIE;

    private final KeptAnswers answers;
    private final ObjectMapper json;
    private final Map<String, Page> kept;

    /** Documents and files take a processor and some megabytes for a while, each. */
    private final Shares documents = new Shares(DOCUMENTS_AT_ONCE, Long.MAX_VALUE, "bodies-busy");

    Pages(KeptAnswers answers, ObjectMapper json, PagesSettings settings) {
        this.answers = answers;
        this.json = json;
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

    /**
     * A page or file that was made, of a moment.
     *
     * @param file its name, empty for a page
     */
    @SuppressWarnings("ArrayRecordComponent")
    private record Page(String mark, EntityTag tag, byte[] content, String type, String file) {}

    /** @param mark of the moment that the page's figures are of */
    record Made(String mark, TemplateInstance page) {}

    /** @param mark of the moment that the list's figures are of */
    record Listed(String mark, AreaList list) {}

    /**
     * @param making reads the figures and fills a template; asked only where the page is not there yet, or is an old one, and always for
     *     somebody who has signed in
     */
    Response answer(Visit visit, HttpHeaders headers, Function<Words, Made> making) {
        return visit.viewer().signedIn()
                ? unkept(visit, words -> making.apply(words).page())
                : answer(visit, "", headers, making);
    }

    /** @param beside the address and the language, what makes the page another one */
    Response answer(Visit visit, String beside, HttpHeaders headers, Function<Words, Made> making) {
        return answer(visit, headers, kept(visit, beside, words -> page(visit, making.apply(words))));
    }

    /**
     * The same for a large page.
     *
     * @throws ProblemException 503 where others are being made and this one is not there yet
     */
    Response document(Visit visit, String beside, HttpHeaders headers, Function<Words, Made> making) {
        return answer(visit, headers, large(visit, beside, words -> page(visit, making.apply(words))));
    }

    /**
     * @param listing reads the figures; asked only where the file is not there yet, or is an old one
     * @throws ProblemException 503 where others are being made and this one is not there yet
     */
    Response download(Download download, Visit visit, HttpHeaders headers, Function<Words, Listed> listing) {
        return answer(visit, headers, large(visit, "", words -> file(download, visit, listing.apply(words))));
    }

    /** A page that shows what others do not see, or who looks: it is made anew each time, and nobody keeps it. */
    Response unkept(Visit visit, Function<Words, TemplateInstance> making) {
        return Response.ok(html(making.apply(visit.language().words()), visit), HTML)
                .language(visit.language().code())
                .header(HttpHeaders.CACHE_CONTROL, KEPT_BY_NOBODY)
                .header(HttpHeaders.VARY, VARY)
                .build();
    }

    private static Page page(Visit visit, Made made) {
        var html = html(made.page(), visit);
        return new Page(made.mark(), new EntityTag(tag(made.mark(), visit, html)), html, HTML, "");
    }

    private Page file(Download download, Visit visit, Listed listed) {
        var content = download.content(listed.list(), json);
        var same =
                download.isExact() ? content : new Download(download.level(), Form.JSON).content(listed.list(), json);
        return new Page(
                listed.mark(),
                new EntityTag(tag(listed.mark(), visit, same), !download.isExact()),
                content,
                download.type(),
                "desa-terlindungi-" + download.file());
    }

    private static Response answer(Visit visit, HttpHeaders headers, Page page) {
        var answer = IfNoneMatch.holds(headers, page.tag().getValue())
                ? Response.notModified()
                : Response.ok(page.content(), page.type())
                        .language(visit.language().code());
        if (!page.file().isEmpty()) {
            answer.header(HttpHeaders.CONTENT_DISPOSITION, "attachment; filename=\"" + page.file() + "\"");
        }
        return answer.tag(page.tag())
                .header(HttpHeaders.CACHE_CONTROL, ASK_AGAIN)
                .header(HttpHeaders.VARY, VARY)
                .build();
    }

    private Page large(Visit visit, String beside, Function<Words, Page> making) {
        var known = known(visit, beside);
        if (known != null) {
            return known;
        }
        documents.take(DOCUMENTS, 1);
        try {
            return kept(visit, beside, making);
        } finally {
            documents.giveBack(DOCUMENTS, 1);
        }
    }

    private Page kept(Visit visit, String beside, Function<Words, Page> making) {
        var known = known(visit, beside);
        if (known != null) {
            return known;
        }
        var page = making.apply(visit.language().words());
        if (page.content().length <= (page.file().isEmpty() ? LARGEST_KEPT : LARGEST_FILE_KEPT)) {
            synchronized (kept) {
                kept.put(key(visit, beside), page);
            }
        }
        return page;
    }

    /** Null where it was not made yet, or of another moment. */
    private @Nullable Page known(Visit visit, String beside) {
        var now = answers.mark().id();
        synchronized (kept) {
            var page = kept.get(key(visit, beside));
            return page != null && page.mark().equals(now) ? page : null;
        }
    }

    private static String key(Visit visit, String beside) {
        return visit.key() + " " + beside;
    }

    static byte[] html(TemplateInstance page, Visit visit) {
        return page.setAttribute(
                        MessageBundles.ATTRIBUTE_LOCALE,
                        Locale.of(visit.language().code()))
                .render()
                .getBytes(StandardCharsets.UTF_8);
    }

    /** Position, language and a digest of the rest: another release may write the same figures otherwise. */
    private static String tag(String mark, Visit visit, byte[] content) {
        var digest = new CRC32C();
        digest.update(content);
        return "%s-%s-%08x".formatted(mark.substring(0, mark.indexOf('-')), visit.lang(), digest.getValue());
    }
}
