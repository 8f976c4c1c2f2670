package id.desaterlindungi.e2e.faults;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;

/** Lines of services' logs that tell of an error, by kind. */
public final class LogErrors {
    private static final Pattern LINE = Pattern.compile(
            "(?m)^(\\d{4}-\\d\\d-\\d\\d \\d\\d:\\d\\d:\\d\\d,\\d{3}) (?:ERROR|FATAL|SEVERE) +\\[([^]]+)] (?:\\([^)]*\\) )?(.*)$");
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss,SSS");
    private static final int LONGEST = 90;

    private final Map<String, Integer> explained = new TreeMap<>();
    private final List<String> unexplained = new ArrayList<>();

    /** @param from where in the file to begin */
    public void read(Path log, long from, Windows windows) throws IOException {
        var all = Files.readAllBytes(log);
        var text = new String(all, (int) from, (int) (all.length - from), StandardCharsets.UTF_8);
        LINE.matcher(text).results().forEach(line -> {
            var kind = kind(line.group(2), line.group(3));
            if (windows.touch(moment(line.group(1)))) {
                explained.merge(kind, 1, Integer::sum);
            } else {
                unexplained.add("%s at %s: %s".formatted(log.getFileName(), line.group(1), kind));
            }
        });
    }

    private static Instant moment(String text) {
        return LocalDateTime.parse(text, TIME).atZone(ZoneId.systemDefault()).toInstant();
    }

    /** Without what differs from line to line. */
    private static String kind(String logger, String message) {
        var words = message.replaceAll("[0-9a-f]{8}-[0-9a-f-]{27}", "…").replaceAll("\\d+", "#");
        return logger.substring(logger.lastIndexOf('.') + 1) + ": "
                + (words.length() > LONGEST ? words.substring(0, LONGEST) + "…" : words);
    }

    /** While a fault was on. */
    public Map<String, Integer> explained() {
        return explained;
    }

    public List<String> unexplained() {
        return unexplained;
    }
}
