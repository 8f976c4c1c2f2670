package id.desaterlindungi.reporting.pages;

import id.desaterlindungi.reporting.access.SignIn;
import id.desaterlindungi.reporting.access.Visitor.Anybody;
import id.desaterlindungi.reporting.access.Visitor.Guest;
import id.desaterlindungi.reporting.access.Visitor.Office;
import id.desaterlindungi.reporting.pages.asked.OwnPath;
import id.desaterlindungi.reporting.pages.words.Language;
import id.desaterlindungi.reporting.problem.ProblemException;
import jakarta.annotation.security.PermitAll;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.Response.Status;
import jakarta.ws.rs.core.UriInfo;
import java.net.URI;
import java.util.Map;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.jspecify.annotations.Nullable;

/** The way in for offices, and out again. */
@Path("/")
@PermitAll
@Produces(MediaType.TEXT_HTML)
class SignInResource {
    private final SignIn signIn;
    private final Pages pages;
    private final Viewers viewers;
    private final PagesSettings settings;

    SignInResource(SignIn signIn, Pages pages, Viewers viewers, PagesSettings settings) {
        this.signIn = signIn;
        this.pages = pages;
        this.viewers = viewers;
        this.settings = settings;
    }

    /** @param answered the issuer has just led back here */
    @GET
    @Path("sign-in")
    @Operation(operationId = "signIn", hidden = true)
    public Response signIn(
            @QueryParam(OwnPath.PARAMETER) @DefaultValue("/") OwnPath to,
            @QueryParam(SignIn.ANSWERED) @DefaultValue("false") boolean answered,
            @QueryParam("lang") @Nullable Language lang,
            @Context HttpHeaders headers) {
        requireOffered();
        var visitor = signIn.visitor();
        return switch (visitor) {
            case Office _ -> led(to.text());
            case Guest _ -> {
                var language = Language.of(lang, headers);
                var viewer = viewers.of(visitor, "", language);
                var visit = new Visit(
                        language,
                        lang != null,
                        "/sign-in",
                        Map.of(OwnPath.PARAMETER, to.text()),
                        new Viewer(false, viewer.who(), "", false));
                yield pages.unkept(visit, _ -> Templates.guest(visit, viewer.sees(), to.text()));
            }
            case Anybody() -> {
                if (answered) { // The browser keeps no cookies, and would go around in circles.
                    throw failed();
                }
                yield led(signIn.begin().toString());
            }
        };
    }

    @GET
    @Path("sign-in/failed")
    @Operation(operationId = "showSignInFailed", hidden = true)
    public Response failure(@QueryParam("lang") @Nullable Language lang) {
        requireOffered();
        throw failed();
    }

    /**
     * A page of another origin cannot end a session: the browser sends its cookies with no form from another site, and says of one
     * from a neighbour in this site that it is.
     */
    @POST
    @Path("sign-out")
    @Operation(operationId = "signOut", hidden = true)
    public Response signOut(
            @QueryParam("lang") @Nullable Language lang,
            @HeaderParam("Sec-Fetch-Site") @DefaultValue("same-origin") String from,
            @Context HttpHeaders headers,
            @Context UriInfo address) {
        requireOffered();
        if (from.equals("same-site") || from.equals("cross-site")) {
            throw ProblemException.badRequest("sign-out-elsewhere");
        }
        var onward = signIn.end(settings.address().orElse(address.getBaseUri()).resolve("/"));
        var visit = new Visit(Language.of(lang, headers), lang != null, "/", Map.of());
        var to = onward.map(URI::toString).orElse("");
        var page = Response.fromResponse(pages.unkept(visit, _ -> Templates.signedOut(visit, to)));
        // The page's own policy lets its forms lead nowhere else, so that the issuer is asked by the next step.
        onward.ifPresent(next -> page.header("Refresh", "0;url=" + next));
        return page.build();
    }

    private void requireOffered() {
        if (!signIn.isOffered()) {
            throw ProblemException.notFound("not-found");
        }
    }

    private static ProblemException failed() {
        return ProblemException.badRequest("sign-in-failed");
    }

    /** As it is written: the platform would put before a path how it was called itself, which a proxy in front does otherwise. */
    private static Response led(String to) {
        return Response.status(Status.SEE_OTHER)
                .header(HttpHeaders.LOCATION, to)
                .build();
    }
}
