package id.desaterlindungi.enrollment.imports.parts;

import id.desaterlindungi.enrollment.imports.upload.UploadSettings;
import id.desaterlindungi.enrollment.problem.ProblemException;
import jakarta.enterprise.inject.Instance;
import jakarta.ws.rs.HttpMethod;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerResponseContext;
import jakarta.ws.rs.container.ContainerResponseFilter;
import jakarta.ws.rs.core.Response.Status;
import jakarta.ws.rs.ext.Provider;
import org.jspecify.annotations.Nullable;

/** Says with each answer about a file in parts which protocol it is, as that wants it (tus 1.0, core and extensions). */
@Provider
public class TusHeaders implements ContainerResponseFilter {
    public static final String VERSION_HEADER = "Tus-Resumable";
    public static final String VERSION = "1.0.0";
    private static final String PATH = "v1/imports/uploads";

    /** Asked when first needed: filters are made while the service is built up. */
    private final Instance<UploadSettings> settings;

    TusHeaders(Instance<UploadSettings> settings) {
        this.settings = settings;
    }

    /** @throws ProblemException 412 unless the caller speaks this version */
    public static void require(@Nullable String version) {
        if (!VERSION.equals(version)) {
            throw ProblemException.of(Status.PRECONDITION_FAILED, "tus-version", VERSION);
        }
    }

    @Override
    public void filter(ContainerRequestContext request, ContainerResponseContext response) {
        var path = request.getUriInfo().getPath();
        if (!path.startsWith(PATH, path.startsWith("/") ? 1 : 0)) {
            return;
        }
        var headers = response.getHeaders();
        headers.putSingle(VERSION_HEADER, VERSION);
        if (request.getMethod().equals(HttpMethod.OPTIONS)
                || response.getStatus() == Status.PRECONDITION_FAILED.getStatusCode()) {
            headers.putSingle("Tus-Version", VERSION);
            headers.putSingle("Tus-Extension", "creation,expiration,termination");
            headers.putSingle("Tus-Max-Size", settings.get().maxFile().asLongValue());
        }
    }
}
