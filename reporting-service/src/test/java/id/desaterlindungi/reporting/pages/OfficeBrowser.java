package id.desaterlindungi.reporting.pages;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import java.util.HashMap;
import java.util.Map;

/** A browser in an office: it keeps cookies, and follows no redirect by itself. */
final class OfficeBrowser {
    private final Map<String, String> cookies = new HashMap<>();

    /** Goes the whole way, by the issuer's own page. @param who a role and its areas, with spaces between them */
    static OfficeBrowser signedIn(String who) {
        var browser = new OfficeBrowser();
        var last = browser.signIn("/about", who);
        assertThat(last.statusCode()).as("sign-in as " + who).isIn(200, 303);
        return browser;
    }

    /** @return where the pages lead to in the end */
    Response signIn(String to, String who) {
        var choosing = location(ask().queryParam("to", to).get("/sign-in"));
        var chosen = given().redirects()
                .follow(false)
                .urlEncodingEnabled(false)
                .formParam("as", who)
                .post(choosing);
        return get(location(get(location(chosen))));
    }

    Response get(String path) {
        return took(ask().urlEncodingEnabled(false).get(path));
    }

    String page(String path) {
        return get(path).then().statusCode(200).extract().asString();
    }

    RequestSpecification ask() {
        return given().redirects()
                .follow(false)
                .header("Accept-Language", "en")
                .accept("text/html")
                .cookies(cookies);
    }

    Map<String, String> cookies() {
        return cookies;
    }

    /** Of those that have just been set. */
    Response took(Response response) {
        for (var cookie : response.detailedCookies()) {
            if (cookie.getMaxAge() == 0) {
                cookies.remove(cookie.getName());
            } else {
                cookies.put(cookie.getName(), cookie.getValue());
            }
        }
        return response;
    }

    String location(Response response) {
        took(response);
        assertThat(response.statusCode()).as(response.asString()).isIn(302, 303);
        return response.header("Location");
    }
}
