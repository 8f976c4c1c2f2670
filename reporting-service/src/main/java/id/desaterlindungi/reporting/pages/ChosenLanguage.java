package id.desaterlindungi.reporting.pages;

import id.desaterlindungi.reporting.pages.words.Language;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerRequestFilter;
import jakarta.ws.rs.container.PreMatching;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.ext.Provider;
import java.util.Arrays;

/** What goes wrong is said in the language that the reader of a page has chosen by its link, too, and not in the browser's. */
@Provider
@PreMatching
class ChosenLanguage implements ContainerRequestFilter {
    private static final String API = "/?(?:v1|q)(?:/.*)?";

    @Override
    public void filter(ContainerRequestContext request) {
        if (isChosen(request)) {
            var chosen = request.getUriInfo().getQueryParameters().getFirst(Visit.LANGUAGE);
            request.getHeaders().putSingle(HttpHeaders.ACCEPT_LANGUAGE, chosen);
        }
    }

    /** Whether a page was asked for, in one of the languages that there are. */
    static boolean isChosen(ContainerRequestContext request) {
        var chosen = request.getUriInfo().getQueryParameters().getFirst(Visit.LANGUAGE);
        return isOfPages(request)
                && Arrays.stream(Language.values())
                        .anyMatch(language -> language.code().equals(chosen));
    }

    static boolean isOfPages(ContainerRequestContext request) {
        return !request.getUriInfo().getPath().matches(API);
    }
}
