package id.desaterlindungi.enrollment.problem;

import jakarta.ws.rs.core.HttpHeaders;
import java.text.MessageFormat;
import java.util.List;
import java.util.Locale;
import java.util.Locale.LanguageRange;
import java.util.ResourceBundle;
import org.jspecify.annotations.Nullable;

/** The texts for people, Indonesian first, English on request. Codes never change with the language. */
public final class Messages {
    private static final Locale INDONESIAN = Locale.of("id");
    private static final List<Locale> OFFERED = List.of(INDONESIAN, Locale.ENGLISH);

    /** No reader has that many languages, and the time to read them grows with the square of their number. */
    private static final int LONGEST_HEADER = 1_000;

    private final Locale locale;
    private final ResourceBundle texts;

    private Messages(Locale locale) {
        this.locale = locale;
        this.texts = ResourceBundle.getBundle(
                "messages", locale, ResourceBundle.Control.getNoFallbackControl(ResourceBundle.Control.FORMAT_DEFAULT));
    }

    /** In the language that a request asks for. Cannot fail: a header that says nothing clear is as none. */
    public static Messages asked(HttpHeaders headers) {
        return asked(headers.getHeaderString(HttpHeaders.ACCEPT_LANGUAGE));
    }

    /** @param acceptLanguage the header of that name (RFC 9110, 12.5.4), whatever it holds */
    public static Messages asked(@Nullable String acceptLanguage) {
        return in(ranges(acceptLanguage).stream()
                .filter(range -> range.getWeight() > 0)
                .map(range -> Locale.forLanguageTag(range.getRange()))
                .toList());
    }

    private static List<LanguageRange> ranges(@Nullable String acceptLanguage) {
        if (acceptLanguage == null || acceptLanguage.length() > LONGEST_HEADER) {
            return List.of();
        }
        try {
            return LanguageRange.parse(acceptLanguage);
        } catch (IllegalArgumentException | IndexOutOfBoundsException e) {
            return List.of();
        }
    }

    /** The first of the caller's languages that there are texts in; Indonesian if there is none. */
    public static Messages in(List<Locale> acceptable) {
        for (var wanted : acceptable) {
            for (var offered : OFFERED) {
                if (offered.getLanguage().equals(wanted.getLanguage())) {
                    return new Messages(offered);
                }
            }
        }
        return new Messages(INDONESIAN);
    }

    public Locale locale() {
        return locale;
    }

    public String text(String key, List<Object> arguments) {
        var said = arguments.stream()
                .map(one -> one instanceof Label label ? texts.getString(label.key()) : one)
                .toArray();
        return new MessageFormat(texts.getString(key), locale).format(said);
    }

    public boolean has(String key) {
        return texts.containsKey(key);
    }

    public ProblemError of(Finding finding) {
        return new ProblemError(
                finding.pointer(), finding.code(), text("finding." + finding.code(), finding.arguments()));
    }
}
