package id.desaterlindungi.e2e;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.stream.Collectors.joining;

import io.restassured.path.json.JsonPath;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;
import java.util.regex.Pattern;

/**
 * Somebody signs in as with a browser: the authorization code flow with PKCE (RFC 7636), through the form that the provider shows. It
 * follows no redirect, since nobody listens at the end, and keeps cookies by their names alone: they are marked {@code Secure}, which a
 * browser takes from {@code http://localhost}, but Java's own keeper of cookies does not send back there.
 */
final class SignIn {
    private static final Pattern FORM = Pattern.compile("<form[^>]* action=\"([^\"]+)\"");

    private final HttpClient http = HttpClient.newHttpClient();
    private final Map<String, String> cookies = new LinkedHashMap<>();
    private final String verifier = UUID.randomUUID() + "-" + UUID.randomUUID();
    private final URI issuer;
    private final String client;
    private final String redirect;

    SignIn(URI issuer, String client, String redirect) {
        this.issuer = issuer;
        this.client = client;
        this.redirect = redirect;
    }

    /** @return the access token */
    String as(String user, String password) {
        var answer = exchange(code(user, password), verifier);
        if (answer.statusCode() != 200) {
            throw new IllegalStateException("No token for " + user + ": " + answer.body());
        }
        return JsonPath.from(answer.body()).getString("access_token");
    }

    /** The code that the provider sends the browser back with. */
    String code(String user, String password) {
        var page = ask(Map.of("code_challenge", challenge(verifier), "code_challenge_method", "S256"));
        return answered(enter(page, user, password), "code");
    }

    /** Fills in the form that the provider shows. */
    HttpResponse<String> enter(HttpResponse<String> page, String user, String password) {
        var form = FORM.matcher(page.body());
        if (!form.find()) {
            throw new IllegalStateException("No form to sign in: " + page.statusCode() + " " + page.body());
        }
        return post(URI.create(form.group(1).replace("&amp;", "&")), Map.of("username", user, "password", password));
    }

    HttpResponse<String> get(URI address) {
        return send(
                HttpRequest.newBuilder(address).header("Accept", "text/html").header("Accept-Language", "en"));
    }

    /** Begins. @param proof what the code is bound to, if anything */
    HttpResponse<String> ask(Map<String, String> proof) {
        var parameters = new LinkedHashMap<String, String>();
        parameters.put("response_type", "code");
        parameters.put("client_id", client);
        parameters.put("redirect_uri", redirect);
        parameters.put("scope", "openid");
        parameters.put("state", "state");
        parameters.putAll(proof);
        return send(
                HttpRequest.newBuilder(URI.create(issuer + "/protocol/openid-connect/auth?" + encoded(parameters))));
    }

    HttpResponse<String> exchange(String code, String itsVerifier) {
        return post(
                URI.create(issuer + "/protocol/openid-connect/token"),
                Map.of(
                        "grant_type", "authorization_code",
                        "code", code,
                        "redirect_uri", redirect,
                        "client_id", client,
                        "code_verifier", itsVerifier));
    }

    /** What the address says to which the browser is sent. */
    String answered(HttpResponse<String> answer, String parameter) {
        var location = answer.headers().firstValue("Location").orElse("");
        if (!location.startsWith(redirect)) {
            throw new IllegalStateException("Not sent back: " + answer.statusCode() + " " + location);
        }
        return Arrays.stream(location.substring(location.indexOf('?') + 1).split("&"))
                .filter(one -> one.startsWith(parameter + "="))
                .map(one -> URLDecoder.decode(one.substring(parameter.length() + 1), UTF_8))
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("No " + parameter + " in " + location));
    }

    HttpResponse<String> post(URI address, Map<String, String> form) {
        return send(HttpRequest.newBuilder(address)
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(BodyPublishers.ofString(encoded(form))));
    }

    private HttpResponse<String> send(HttpRequest.Builder request) {
        if (!cookies.isEmpty()) {
            request.header(
                    "Cookie",
                    cookies.entrySet().stream()
                            .map(cookie -> cookie.getKey() + "=" + cookie.getValue())
                            .collect(joining("; ")));
        }
        try {
            var answer = http.send(request.timeout(DesaSystem.ANSWER_LIMIT).build(), BodyHandlers.ofString());
            for (var cookie : answer.headers().allValues("Set-Cookie")) {
                var pair = cookie.split(";", 2)[0].split("=", 2);
                if (pair[1].isEmpty()) {
                    cookies.remove(pair[0]);
                } else {
                    cookies.put(pair[0], pair[1]);
                }
            }
            return answer;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Not waited for", e);
        }
    }

    private static String encoded(Map<String, String> form) {
        return form.entrySet().stream()
                .map(one -> one.getKey() + "=" + URLEncoder.encode(one.getValue(), UTF_8))
                .collect(joining("&"));
    }

    private static String challenge(String verifier) {
        try {
            var digest = MessageDigest.getInstance("SHA-256").digest(verifier.getBytes(UTF_8));
            return Base64.getUrlEncoder().withoutPadding().encodeToString(digest);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e); // Every Java has it.
        }
    }
}
