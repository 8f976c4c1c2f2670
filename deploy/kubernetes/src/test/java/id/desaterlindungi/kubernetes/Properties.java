package id.desaterlindungi.kubernetes;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What a service's {@code application.properties} sets, in its order, with the comments above. */
final class Properties {
    private Properties() {}

    /** @param comment of the paragraph that it stands in; of several below one comment, each has it */
    record Line(String name, String value, String comment) {}

    static Map<String, String> of(String service) throws IOException {
        var values = new LinkedHashMap<String, String>();
        lines(service).forEach(line -> values.put(line.name(), line.value()));
        return values;
    }

    static List<Line> lines(String service) throws IOException {
        var lines = new ArrayList<Line>();
        var comment = new StringBuilder();
        var ended = true;
        var text = Files.readString(Path.of("../..", service, "src/main/resources/application.properties"))
                .replace("\\\n", "");
        for (var line : text.lines().toList()) {
            if (line.startsWith("#")) {
                if (ended) {
                    comment.setLength(0);
                    ended = false;
                }
                comment.append(comment.isEmpty() ? "" : " ")
                        .append(line.substring(1).strip());
            } else if (line.contains("=")) {
                ended = true;
                lines.add(new Line(
                        line.substring(0, line.indexOf('=')).strip(),
                        line.substring(line.indexOf('=') + 1).strip(),
                        comment.toString()));
            } else {
                ended = true;
                comment.setLength(0);
            }
        }
        return lines;
    }
}
