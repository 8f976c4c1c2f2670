package id.desaterlindungi.enrollment;

import static io.restassured.RestAssured.given;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.restassured.response.Response;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** An operation of the service's own description, for what is tried with each of them. */
public record DescribedOperation(String path, String method, JsonNode node) {
    public static List<DescribedOperation> all() throws JsonProcessingException {
        var api = new ObjectMapper()
                .readTree(given().queryParam("format", "json").get("/q/openapi").asString());
        var operations = new ArrayList<DescribedOperation>();
        api.get("paths")
                .properties()
                .forEach(path -> path.getValue().properties().stream()
                        .filter(method -> method.getValue().has("operationId"))
                        .forEach(method -> operations.add(
                                new DescribedOperation(path.getKey(), method.getKey(), method.getValue()))));
        return operations;
    }

    public String id() {
        return node.path("operationId").asText();
    }

    /** With a body that no operation takes: what matters is who asks. */
    public Response ask(@Nullable String token) {
        var request = given();
        if (token != null) {
            request.auth().oauth2(token);
        }
        var content = node.at("/requestBody/content");
        if (content.has("multipart/form-data")) {
            request.multiPart("nothing", "nothing");
        } else if (!content.isMissingNode()) {
            request.contentType("application/json").body("{}");
        }
        var address = path.replace("{id}", "0199f3a2-6c1e-7b40-8d5e-3f2a1b0c9d8e")
                .replace("{code}", path.contains("/warnings/") ? "nik-sex" : "16.01.07.2001")
                .replace("{year}", "2024")
                .replace("{file}", "asyncapi.yaml");
        return request.request(method.toUpperCase(Locale.ROOT), address);
    }
}
