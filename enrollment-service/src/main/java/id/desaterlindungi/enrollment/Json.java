package id.desaterlindungi.enrollment;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import id.desaterlindungi.enrollment.problem.ProblemException;
import id.desaterlindungi.enrollment.problem.ProblemMapper;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Map;

/** Writes and reads JSON. If that fails, it is the caller's fault for a part of a body, and the program's for all else. */
@ApplicationScoped
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

    /** The same in UTF-8. */
    public byte[] bytes(Object value) {
        try {
            return mapper.writeValueAsBytes(value);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(
                    "No JSON can be written of a " + value.getClass().getName(), e);
        }
    }

    /** Reads what {@link #write} wrote. */
    public <T> T read(String text, Class<T> type) {
        try {
            return mapper.readValue(text, type);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("A " + type.getName() + " cannot be read back from its JSON", e);
        }
    }

    /** As {@link #read}, for an array. */
    public <T> List<T> readList(String text, Class<T> type) {
        try {
            return mapper.readerForListOf(type).readValue(text);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("A list of " + type.getName() + " cannot be read back from its JSON", e);
        }
    }

    /** As {@link #read}, for an object whose fields are texts. */
    public Map<String, String> readTexts(String text) {
        try {
            return mapper.readerForMapOf(String.class).readValue(text);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("Texts cannot be read back from their JSON", e);
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
