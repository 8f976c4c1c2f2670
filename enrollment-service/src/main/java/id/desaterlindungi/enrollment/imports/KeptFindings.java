package id.desaterlindungi.enrollment.imports;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import id.desaterlindungi.enrollment.problem.Finding;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A row's findings as the database keeps them. */
final class KeptFindings {
    private KeptFindings() {}

    static String write(List<Finding> findings, ObjectMapper json) {
        try {
            return json.writeValueAsString(findings);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("Findings could not be written as JSON", e);
        }
    }

    /** @param text null for none */
    static List<Finding> read(@Nullable String text, ObjectMapper json) {
        try {
            return text == null ? List.of() : json.readValue(text, new TypeReference<List<Finding>>() {});
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("Kept findings could not be read", e);
        }
    }
}
