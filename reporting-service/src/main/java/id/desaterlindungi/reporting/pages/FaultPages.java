package id.desaterlindungi.reporting.pages;

import com.fasterxml.jackson.databind.ObjectMapper;
import id.desaterlindungi.reporting.pages.words.Language;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerResponseContext;
import jakarta.ws.rs.container.ContainerResponseFilter;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.ext.Provider;
import java.io.IOException;
import java.lang.annotation.Annotation;
import java.util.Map;

/** Shows whoever looks with a browser a page in place of a problem in JSON, with the same status. The API keeps to JSON. */
@Provider
class FaultPages implements ContainerResponseFilter {
    private final ObjectMapper json;

    FaultPages(ObjectMapper json) {
        this.json = json;
    }

    @Override
    public void filter(ContainerRequestContext request, ContainerResponseContext response) throws IOException {
        var type = response.getMediaType();
        if (type == null
                || !type.getSubtype().equals("problem+json")
                || !(response.getEntity() instanceof byte[] problem)
                || !ChosenLanguage.isOfPages(request)
                || request.getAcceptableMediaTypes().stream().noneMatch(FaultPages::isHtml)) {
            return;
        }
        var language = Language.asked(response.getHeaderString(HttpHeaders.CONTENT_LANGUAGE));
        var visit = new Visit(language, ChosenLanguage.isChosen(request), "/", Map.of());
        var page = FaultPage.of(json.readTree(problem), language.words());
        response.setEntity(
                Pages.html(Templates.fault(visit, page), visit),
                new Annotation[0],
                MediaType.TEXT_HTML_TYPE.withCharset("UTF-8"));
    }

    private static boolean isHtml(MediaType accepted) {
        return accepted.getType().equals("text") && accepted.getSubtype().equals("html");
    }
}
