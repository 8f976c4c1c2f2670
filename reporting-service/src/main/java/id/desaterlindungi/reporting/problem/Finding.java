package id.desaterlindungi.reporting.problem;

import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * One thing that a check found in what a caller sent, before it has words.
 *
 * @param pointer JSON pointer (RFC 6901) into the body, such as {@code /source}; or the name of a query parameter
 * @param code stable, lower-kebab; the message is looked up under {@code finding.<code>}
 * @param arguments what the message mentions; nothing that tells a person
 */
public record Finding(String pointer, String code, List<Object> arguments) {
    public Finding {
        // It may hold a field's name as it was sent, half a character included, which could not be written into the
        // answer.
        pointer = new String(pointer.getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8);
        arguments = List.copyOf(arguments);
    }

    public static Finding at(String pointer, String code, Object... arguments) {
        return new Finding(pointer, code, List.of(arguments));
    }

    /** The first step of a pointer into a body: {@code villageCode}. */
    public String field() {
        return pointer.split("/", -1)[1];
    }
}
