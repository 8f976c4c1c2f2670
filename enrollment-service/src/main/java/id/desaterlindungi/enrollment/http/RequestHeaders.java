package id.desaterlindungi.enrollment.http;

import id.desaterlindungi.enrollment.problem.Finding;
import id.desaterlindungi.enrollment.problem.ProblemException;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerRequestFilter;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response.Status;
import jakarta.ws.rs.ext.Provider;
import java.util.List;

/** Refuses headers of which an operation would read a part alone, before it begins: two where one counts, one that says nothing. */
@Provider
class RequestHeaders implements ContainerRequestFilter {
    private static final String KEY = "Idempotency-Key";
    private static final List<String> SINGLE = List.of(
            KEY, HttpHeaders.AUTHORIZATION, HttpHeaders.CONTENT_TYPE, IfMatch.HEADER, HttpHeaders.CONTENT_DISPOSITION);

    @Override
    public void filter(ContainerRequestContext request) {
        var headers = request.getHeaders();
        for (var name : SINGLE) {
            var values = headers.get(name);
            if (values != null && values.size() > 1) {
                throw ProblemException.parameters(Finding.at(name, "header-repeated"));
            }
        }
        for (var name : List.of(KEY, IfMatch.HEADER, HttpHeaders.ACCEPT)) {
            if (headers.containsKey(name) && headers.getFirst(name).isBlank()) {
                throw ProblemException.parameters(Finding.at(name, "header-empty"));
            }
        }
        var encoding = request.getHeaderString(HttpHeaders.CONTENT_ENCODING);
        if (encoding != null && !encoding.isBlank() && !encoding.strip().equalsIgnoreCase("identity")) {
            throw ProblemException.of(Status.UNSUPPORTED_MEDIA_TYPE, "content-encoding-unsupported");
        }
    }
}
