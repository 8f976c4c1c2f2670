package id.desaterlindungi.e2e.fuzz;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.zip.ZipInputStream;

/**
 * What came back.
 *
 * @param status 0 where the connection was closed without an answer, or nothing came in time
 * @param headers by their names, whatever the case
 * @param body as far as it was read; a stream is read until it pauses
 * @param complete false where the body ended before its time
 * @param nanos from the first byte sent to the last byte read
 */
record Answer(int status, Map<String, List<String>> headers, byte[] body, boolean complete, long nanos) {
    static final int NONE = 0;

    static Answer none(long nanos, boolean closed) {
        return new Answer(NONE, new TreeMap<>(), new byte[0], closed, nanos);
    }

    boolean isSuccess() {
        return status >= 200 && status < 300;
    }

    boolean isRefusal() {
        return status >= 400;
    }

    Optional<String> header(String name) {
        var values = headers.get(name);
        return values == null ? Optional.empty() : Optional.of(values.getFirst());
    }

    /** The media type without its parameters; empty where there is none. */
    String type() {
        return header("Content-Type").map(type -> type.split(";", 2)[0].strip()).orElse("");
    }

    String text() {
        return new String(body, StandardCharsets.UTF_8);
    }

    /** Its words for whoever looks for some: of a workbook, those of all its parts. */
    String words() {
        if (body.length < 2 || body[0] != 'P' || body[1] != 'K') {
            return text();
        }
        var words = new StringBuilder();
        try (var zip = new ZipInputStream(new ByteArrayInputStream(body))) {
            while (zip.getNextEntry() != null) {
                words.append(new String(zip.readAllBytes(), StandardCharsets.UTF_8))
                        .append('\n');
            }
        } catch (IOException e) {
            return text();
        }
        return words.toString();
    }
}
