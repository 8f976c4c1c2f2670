package id.desaterlindungi.enrollment.problem;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import jakarta.enterprise.context.ApplicationScoped;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import java.util.function.Supplier;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/** Puts a problem into words and bytes. What tells of a failure must not fail itself, so that there is a last resort. */
@ApplicationScoped
public class ProblemWriter {
    private static final Logger LOG = Logger.getLogger(ProblemWriter.class);

    private static final String LAST_RESORT = """
            {"type":"urn:desaterlindungi:problem:internal-error","title":"Layanan gagal","status":500,"code":"internal-error",\
            "detail":"Permintaan tidak selesai. Jika terulang, sampaikan nilai incident kepada operator.","incident":"%s"}""";

    private final ObjectMapper json;

    ProblemWriter(ObjectMapper json) {
        this.json = json;
    }

    /** Ready to be sent as {@link Problem#MEDIA_TYPE}. */
    @SuppressWarnings("ArrayRecordComponent")
    public record Written(int status, Locale language, byte[] body) {}

    /** An answer of the HTTP server itself, which knows no more of a request than its headers, and perhaps not even those. */
    public Written write(int status, String code, @Nullable String acceptLanguage, Finding... findings) {
        var messages = Messages.asked(acceptLanguage);
        return write(() -> Problem.of(status, code, List.of(), List.of(findings), null, messages), messages);
    }

    /** @param problem asked for its words, which may need the database; its failure is told in its place */
    Written write(Supplier<Problem> problem, Messages messages) {
        try {
            return written(problem.get(), messages);
        } catch (Exception e) {
            try {
                return written(Failure.told(e, messages), messages);
            } catch (Exception worse) {
                var incident = UUID.randomUUID().toString();
                LOG.errorf(worse, "Problem could not be written, incident=%s", incident);
                return new Written(
                        500, Locale.of("id"), LAST_RESORT.formatted(incident).getBytes(StandardCharsets.UTF_8));
            }
        }
    }

    private Written written(Problem problem, Messages messages) throws JsonProcessingException {
        return new Written(problem.status(), messages.locale(), json.writeValueAsBytes(problem));
    }
}
