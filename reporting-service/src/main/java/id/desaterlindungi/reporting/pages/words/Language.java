package id.desaterlindungi.reporting.pages.words;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.quarkus.qute.i18n.Localized;
import io.quarkus.qute.i18n.MessageBundles;
import jakarta.ws.rs.core.HttpHeaders;
import java.util.List;
import java.util.Locale;
import java.util.Locale.LanguageRange;
import org.jspecify.annotations.Nullable;

/** A language that the pages are written in. */
public enum Language {
    @JsonProperty("id")
    INDONESIAN(Locale.of("id", "ID")),
    @JsonProperty("en")
    ENGLISH(Locale.UK);

    /** No reader has that many languages, and the time to read them grows with the square of their number. */
    private static final int LONGEST_HEADER = 1_000;

    private final Locale locale;

    Language(Locale locale) {
        this.locale = locale;
    }

    /** As people of the language write numbers and days. */
    public Locale locale() {
        return locale;
    }

    public String code() {
        return locale.getLanguage();
    }

    public Language other() {
        return this == ENGLISH ? INDONESIAN : ENGLISH;
    }

    public Words words() {
        return this == INDONESIAN
                ? MessageBundles.get(Words.class)
                : MessageBundles.get(Words.class, Localized.Literal.of(code()));
    }

    /** @param chosen null where the reader has chosen none, and the browser tells */
    public static Language of(@Nullable Language chosen, HttpHeaders headers) {
        return chosen == null ? asked(headers.getHeaderString(HttpHeaders.ACCEPT_LANGUAGE)) : chosen;
    }

    /** @param acceptLanguage the header of that name (RFC 9110, 12.5.4), whatever it holds; Indonesian where it says nothing clear */
    public static Language asked(@Nullable String acceptLanguage) {
        for (var range : ranges(acceptLanguage)) {
            var wanted = Locale.forLanguageTag(range.getRange()).getLanguage();
            for (var language : values()) {
                if (range.getWeight() > 0 && language.code().equals(wanted)) {
                    return language;
                }
            }
        }
        return INDONESIAN;
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
}
