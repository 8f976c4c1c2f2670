package id.desaterlindungi.local;

import java.net.URI;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import no.nav.security.mock.oauth2.http.OAuth2HttpRequest;
import no.nav.security.mock.oauth2.http.OAuth2HttpResponse;
import no.nav.security.mock.oauth2.http.Route;
import okhttp3.Headers;
import org.jspecify.annotations.Nullable;

/**
 * Signing in at the {@link TokenIssuer}: in place of a password it asks who one wants to be. Beneath, it is as strict as a real provider
 * is: clients and their redirect URIs are registered, the code flow needs PKCE (RFC 7636) with S256, and a code is taken once.
 */
final class SignInRoute implements Route {
    /** The pages of reporting, at whichever port of this machine. */
    static final String CLIENT = "pages";

    private static final Pattern BACK =
            Pattern.compile("http://(?:localhost|127\\.0\\.0\\.1)(?::[0-9]{1,5})?/sign-in/done");
    private static final Pattern BACK_WHEN_OUT =
            Pattern.compile("http://(?:localhost|127\\.0\\.0\\.1)(?::[0-9]{1,5})?/");
    private static final Pattern ROLE = Pattern.compile("[a-z-]{1,20}");
    private static final Pattern AREAS = Pattern.compile("[0-9. ]*");

    private static final List<String> CHOICES = List.of(
            "village 16.01.07.2001",
            "district 16.01.07",
            "regency 16.01",
            "province 16",
            "branch 16",
            "branch 16.01 16.02",
            "planner 16",
            "auditor 16",
            "operator",
            "public-figures",
            "none",
            "village");

    private final Route provider;

    /** @param provider who does the rest */
    SignInRoute(Route provider) {
        this.provider = provider;
    }

    @Override
    public boolean match(OAuth2HttpRequest request) {
        return true;
    }

    @Override
    public OAuth2HttpResponse invoke(OAuth2HttpRequest request) {
        var path = request.getUrl().encodedPath();
        if (path.endsWith("/authorize")) {
            return authorize(request);
        }
        if (path.endsWith("/token")
                && form(request).getOrDefault("grant_type", "").equals("authorization_code")) {
            var form = form(request);
            return form.containsKey("code_verifier")
                            && BACK.matcher(form.getOrDefault("redirect_uri", ""))
                                    .matches()
                    ? provider.invoke(request)
                    : refused("{\"error\":\"invalid_grant\"}", "application/json");
        }
        if (path.endsWith("/endsession")) {
            var back = request.getUrl().queryParameter("post_logout_redirect_uri");
            return back == null || BACK_WHEN_OUT.matcher(back).matches()
                    ? provider.invoke(request)
                    : refused("post_logout_redirect_uri is not registered", "text/plain");
        }
        return provider.invoke(request);
    }

    private OAuth2HttpResponse authorize(OAuth2HttpRequest request) {
        var url = request.getUrl();
        var back = url.queryParameter("redirect_uri");
        if (!CLIENT.equals(url.queryParameter("client_id"))
                || back == null
                || !BACK.matcher(back).matches()) {
            // Nobody is led to an address that nobody has registered.
            return refused("client_id or redirect_uri is not registered", "text/plain");
        }
        if (!"code".equals(url.queryParameter("response_type"))
                || url.queryParameter("code_challenge") == null
                || !"S256".equals(url.queryParameter("code_challenge_method"))) {
            return led(back, "invalid_request", url.queryParameter("state"));
        }
        if (!request.getMethod().equals("POST")) {
            return page();
        }
        var form = form(request);
        var chosen = form.getOrDefault("as", form.getOrDefault("role", "") + " " + form.getOrDefault("areas", ""))
                .strip()
                .split(" ", 2);
        var areas = chosen.length > 1 ? chosen[1].strip() : "";
        if (chosen[0].equals("nobody")
                || !ROLE.matcher(chosen[0]).matches()
                || !AREAS.matcher(areas).matches()) {
            return led(back, "access_denied", url.queryParameter("state"));
        }
        var login = "username=" + encoded(TokenIssuer.subject(chosen[0], areas.isEmpty() ? null : areas)) + "&claims="
                + encoded(claims(chosen[0], areas));
        return provider.invoke(
                new OAuth2HttpRequest(request.getHeaders(), request.getMethod(), request.getOriginalUrl(), login));
    }

    private static String claims(String role, String areas) {
        var groups = role.equals("none") ? "" : '"' + role + '"';
        var codes = Arrays.stream(areas.split(" ", -1))
                .filter(area -> !area.isEmpty())
                .map(area -> '"' + area + '"')
                .collect(Collectors.joining(","));
        return "{\"groups\":[" + groups + "]" + (codes.isEmpty() ? "" : ",\"areas\":[" + codes + "]") + "}";
    }

    private static OAuth2HttpResponse page() {
        var choices = CHOICES.stream()
                .map(choice -> "<button name=\"as\" value=\"%1$s\">%1$s</button>".formatted(choice))
                .collect(Collectors.joining("\n"));
        return new OAuth2HttpResponse(
                Headers.of("Content-Type", "text/html;charset=UTF-8", "Cache-Control", "no-store"),
                200,
                """
                <!DOCTYPE html>
                <html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
                <title>Sign in to the local system</title>
                <style>body{font:1rem/1.5 sans-serif;max-width:36rem;margin:2rem auto;padding:0 1rem}
                form{display:flex;flex-wrap:wrap;gap:.5rem;align-items:end;margin:1.5rem 0}button{font:inherit;padding:.4rem .8rem}
                label{display:block}input{font:inherit;display:block;width:10rem}</style></head>
                <body><h1>Who are you?</h1>
                <p>This issuer of the local system believes everyone. A role, and the Kemendagri codes of its areas:</p>
                <form method="post">
                %s
                </form>
                <form method="post">
                <label>Role <input name="role" value="regency" required></label>
                <label>Areas <input name="areas" value="16.01"></label>
                <button>Sign in</button>
                </form>
                <form method="post"><button name="as" value="nobody">Not now</button></form>
                </body></html>
                """.formatted(choices),
                null);
    }

    private static OAuth2HttpResponse led(String back, String error, @Nullable String state) {
        var to = URI.create(back + "?error=" + error + (state == null ? "" : "&state=" + encoded(state)));
        return new OAuth2HttpResponse(Headers.of("Location", to.toString()), 302, null, null);
    }

    private static OAuth2HttpResponse refused(String why, String type) {
        return new OAuth2HttpResponse(Headers.of("Content-Type", type), 400, why, null);
    }

    private static Map<String, String> form(OAuth2HttpRequest request) {
        var form = new HashMap<String, String>();
        var body = request.getBody();
        for (var field : (body == null ? "" : body).split("&", -1)) {
            var parts = field.split("=", 2);
            form.put(decoded(parts[0]), parts.length > 1 ? decoded(parts[1]) : "");
        }
        return form;
    }

    private static String decoded(String text) {
        return URLDecoder.decode(text, StandardCharsets.UTF_8);
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }
}
