package id.desaterlindungi.reporting.pages;

import static io.restassured.RestAssured.given;

import id.desaterlindungi.local.LocalStack;
import id.desaterlindungi.reporting.pages.words.Formats;
import id.desaterlindungi.reporting.pages.words.Language;
import io.restassured.path.json.JsonPath;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** What pages are held against: what the API tells the public. */
record PublicApi(LocalStack stack) {
    /** Numbers as an Indonesian page writes them, by the area's code. */
    Map<String, String> told(String within, String level) {
        var told = new HashMap<String, String>();
        var next = "";
        do {
            var list = ask("/v1/progress/areas?public=true&limit=500&within=" + within + "&level=" + level
                    + (next.isEmpty() ? "" : "&cursor=" + next));
            List<Map<String, Map<String, Object>>> items = list.getList("items");
            items.forEach(item -> told.put(
                    String.valueOf(item.get("area").get("code")),
                    item.get("register").get("covered") instanceof Number covered
                            ? written(covered.longValue())
                            : "–"));
            next = list.get("next") == null ? "" : list.getString("next");
        } while (!next.isEmpty());
        return told;
    }

    JsonPath ask(String path) {
        var answer = given().auth().oauth2(stack.token("branch", "16")).get(path);
        answer.then().statusCode(200);
        return answer.jsonPath();
    }

    static String written(long number) {
        return new Formats(Language.INDONESIAN).number(number);
    }
}
