package id.desaterlindungi.enrollment.problem;

import java.text.MessageFormat;
import java.util.List;
import java.util.Locale;
import java.util.ResourceBundle;

/** The texts for people, Indonesian first, English on request. Codes never change with the language. */
public final class Messages {
    private static final Locale INDONESIAN = Locale.of("id");
    private static final List<Locale> OFFERED = List.of(INDONESIAN, Locale.ENGLISH);

    private final Locale locale;
    private final ResourceBundle texts;

    private Messages(Locale locale) {
        this.locale = locale;
        this.texts = ResourceBundle.getBundle(
                "messages", locale, ResourceBundle.Control.getNoFallbackControl(ResourceBundle.Control.FORMAT_DEFAULT));
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

    public ProblemError of(Finding finding) {
        return new ProblemError(
                finding.pointer(), finding.code(), text("finding." + finding.code(), finding.arguments()));
    }
}
