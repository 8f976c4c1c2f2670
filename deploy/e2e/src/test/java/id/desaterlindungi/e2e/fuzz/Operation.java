package id.desaterlindungi.e2e.fuzz;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * One operation as its service describes it.
 *
 * @param service where it is
 * @param description the whole description that it is from
 * @param path with names in braces
 * @param bodies the schema of the request's body by media type; empty where it takes none
 * @param answers the media types by status
 * @param roles that may ask; empty where any token may, or none is needed
 */
record Operation(
        ApiDescription description,
        URI service,
        String id,
        String method,
        String path,
        List<Parameter> parameters,
        Map<String, JsonNode> bodies,
        Map<Integer, Set<String>> answers,
        List<String> roles) {
    private static final Pattern VARIABLE = Pattern.compile("\\{[^}]+}");

    /** @param in path, query or header */
    record Parameter(String name, String in, boolean required, JsonNode schema, Optional<JsonNode> example) {}

    boolean isRead() {
        return method.equals("GET");
    }

    boolean describes(int status) {
        return answers.containsKey(status);
    }

    List<Parameter> parameters(String in) {
        return parameters.stream()
                .filter(parameter -> parameter.in().equals(in))
                .toList();
    }

    /** Whether the path of a request is one of this operation's, as far as that can be told from its segments. */
    boolean isAt(String target) {
        var pattern = VARIABLE.splitAsStream(path)
                .map(Pattern::quote)
                .reduce((a, b) -> a + "[^/]+" + b)
                .orElseThrow();
        if (path.endsWith("}")) {
            pattern += "[^/]+";
        }
        return Pattern.matches(pattern, target);
    }

    /** How many steps of its path are open. */
    long openSteps() {
        return VARIABLE.matcher(path).results().count();
    }
}
