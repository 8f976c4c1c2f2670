package id.desaterlindungi.reporting.pages;

import id.desaterlindungi.reporting.access.Scope;
import id.desaterlindungi.reporting.access.SignIn;
import id.desaterlindungi.reporting.access.Visitor;
import id.desaterlindungi.reporting.access.Visitor.Anybody;
import id.desaterlindungi.reporting.access.Visitor.Guest;
import id.desaterlindungi.reporting.access.Visitor.Office;
import id.desaterlindungi.reporting.pages.words.Language;
import id.desaterlindungi.reporting.pages.words.Words;
import id.desaterlindungi.reporting.progress.AreaProgress.AreaName;
import id.desaterlindungi.reporting.progress.PageReader;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.stream.Collectors;

/** Puts into words who looks at a page. */
@ApplicationScoped
class Viewers {
    private static final int MOST_NAMED = 3;

    private final SignIn signIn;
    private final PageReader reader;

    Viewers(SignIn signIn, PageReader reader) {
        this.signIn = signIn;
        this.reader = reader;
    }

    /** @param area whose figures the page shows; empty where it shows those of none */
    Viewer of(Visitor visitor, String area, Language language) {
        var words = language.words();
        return switch (visitor) {
            case Anybody() -> signIn.isOffered() ? Viewer.ANYBODY : Viewer.UNSAID;
            case Guest(var role, var why) -> new Viewer(false, words.role(role.code()), words.guest(why), false);
            case Office(var role, var reach) -> {
                var inFull = reach.meets(area);
                yield new Viewer(
                        false,
                        words.viewer(words.role(role.code()), areas(reach, words)),
                        inFull ? words.seesInFull() : area.isEmpty() ? words.seesTheSame() : words.seesElsewhere(),
                        inFull);
            }
        };
    }

    private String areas(Scope reach, Words words) {
        var first = reach.codes().stream().limit(MOST_NAMED).toList();
        var names = reader.names(first).stream().collect(Collectors.toMap(AreaName::code, AreaName::name));
        // What the issuer says need not be an area that there is.
        var named = first.stream().map(code -> names.getOrDefault(code, code)).collect(Collectors.joining(", "));
        var more = reach.codes().size() - MOST_NAMED;
        return more > 0 ? words.andMore(named, String.valueOf(more)) : named;
    }
}
