package id.desaterlindungi.enrollment;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import id.desaterlindungi.enrollment.problem.ProblemException;
import id.desaterlindungi.enrollment.problem.ProblemMapper;
import jakarta.inject.Singleton;

/** Writes and reads JSON, and says whose fault it is where that fails: the caller's for what was sent, else the program's. */
@Singleton
public class Json {
    private final ObjectMapper mapper;

    Json(ObjectMapper mapper) {
        this.mapper = mapper;
    }

    public String write(Object value) {
        try {
            return mapper.writeValueAsString(value);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(
                    "No JSON can be written of a " + value.getClass().getName(), e);
        }
    }

    /** In UTF-8. */
    public byte[] bytes(Object value) {
        try {
            return mapper.writeValueAsBytes(value);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(
                    "No JSON can be written of a " + value.getClass().getName(), e);
        }
    }

    /** What {@link #write} wrote. */
    public <T> T read(String text, Class<T> type) {
        try {
            return mapper.readValue(text, type);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("A " + type.getName() + " cannot be read back from its JSON", e);
        }
    }

    /**
     * A part of a body.
     *
     * @throws ProblemException 400 for a part that is not of this type
     */
    public <T> T sent(JsonNode part, Class<T> type) {
        try {
            return mapper.treeToValue(part, type);
        } catch (JsonProcessingException e) {
            throw ProblemException.badRequest("body-unreadable", ProblemMapper.finding(e));
        }
    }
}
