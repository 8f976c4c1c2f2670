package id.desaterlindungi.enrollment.imports.parts;

import id.desaterlindungi.enrollment.problem.Finding;
import id.desaterlindungi.enrollment.problem.ProblemException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What the header {@code Upload-Metadata} says: keys, each with a value in Base64, with commas between them.
 *
 * @param fileName as it was sent
 * @param values the others, by key
 */
public record Metadata(@Nullable String fileName, Map<String, String> values) {
    public static final String HEADER = "Upload-Metadata";
    private static final int LONGEST = 4_000;
    private static final String FILE_NAME = "filename";

    /** Clients of tus add these by themselves. Nothing depends on them: the content tells what a file is. */
    private static final Set<String> WITHOUT_MEANING = Set.of("filetype", "type", "name", "relativePath");

    public Metadata {
        values = Map.copyOf(values);
    }

    /** @throws ProblemException 400 for what cannot be read, or comes twice */
    public static Metadata of(@Nullable String header) {
        if (header == null || header.isBlank()) {
            return new Metadata(null, Map.of());
        }
        if (header.length() > LONGEST) {
            throw malformed();
        }
        var values = new LinkedHashMap<String, String>();
        for (var pair : header.split(",", -1)) {
            var parts = pair.strip().split(" +", -1);
            if (parts.length > 2 || parts[0].isEmpty() || values.put(parts[0], value(parts)) != null) {
                throw malformed();
            }
        }
        var name = values.remove(FILE_NAME);
        values.keySet().removeAll(WITHOUT_MEANING);
        return new Metadata(name, values);
    }

    private static String value(String[] parts) {
        try {
            return parts.length < 2 ? "" : new String(Base64.getDecoder().decode(parts[1]), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            throw malformed();
        }
    }

    private static ProblemException malformed() {
        return ProblemException.parameters(Finding.at(HEADER, "upload-metadata"));
    }
}
