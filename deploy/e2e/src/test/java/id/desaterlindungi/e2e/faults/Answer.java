package id.desaterlindungi.e2e.faults;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.net.http.HttpHeaders;
import java.util.Map;
import java.util.Optional;

/** @param status {@link #NONE} where none came: then nobody knows what was done */
record Answer(int status, JsonNode body, HttpHeaders headers) {
    static final int NONE = 0;

    static Answer none() {
        return new Answer(NONE, MissingNode.getInstance(), HttpHeaders.of(Map.of(), (_, _) -> true));
    }

    boolean isSuccess() {
        return status / 100 == 2;
    }

    /** Whether it does not settle what was asked: later there will be another one. */
    boolean isOpen() {
        return status == NONE || status == 503 || code().equals("request-in-progress");
    }

    String code() {
        return body.path("code").asText();
    }

    Optional<String> header(String name) {
        return headers.firstValue(name);
    }

    /** Without anything of a person. */
    String told() {
        return status + " " + code();
    }
}
