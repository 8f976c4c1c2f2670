package id.desaterlindungi.e2e.fuzz;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A request on its way to be one: as it should be at first, and then with faults. */
final class Draft {
    /** A header, or a parameter of the query; a value of null stands for a parameter without even the sign. */
    record Field(String name, String value) {}

    final Operation operation;
    final Caller caller;
    final Map<String, String> variables = new LinkedHashMap<>();
    final List<Field> query = new ArrayList<>();
    final List<Field> headers = new ArrayList<>();
    final List<String> faults = new ArrayList<>();
    String method;

    /** The path as it goes over the wire, where it is not to be made of the variables. */
    Optional<String> path = Optional.empty();

    /** What the query ends with, as it is. */
    String rawQuery = "";

    Optional<JsonNode> json = Optional.empty();
    byte[] body = new byte[0];
    String version = "HTTP/1.1";

    /** Instead of the body's length. */
    Optional<String> framing = Optional.empty();

    boolean host = true;
    boolean hangsUp;

    /** Whether it may be something else than HTTP to whom it is sent: then a bare refusal is good enough. */
    boolean broken;

    Draft(Operation operation, Caller caller) {
        this.operation = operation;
        this.caller = caller;
        this.method = operation.method();
    }

    void header(String name, String value) {
        headers.removeIf(header -> header.name().equalsIgnoreCase(name));
        headers.add(new Field(name, value));
    }

    Optional<String> header(String name) {
        return headers.stream()
                .filter(header -> header.name().equalsIgnoreCase(name))
                .map(Field::value)
                .findFirst();
    }

    /** Takes the JSON for the body, in which anything may stand; halves of pairs stand as they are or escaped. */
    void fix(boolean escaped) {
        json.ifPresent(
                node -> body = bytes(escaped ? escaped(ApiDescription.written(node)) : ApiDescription.written(node)));
        json = Optional.empty();
    }

    String target() {
        var target = new StringBuilder(sentPath());
        var separator = '?';
        for (var one : query) {
            target.append(separator).append(encoded(one.name()));
            if (one.value() != null) {
                target.append('=').append(encoded(one.value()));
            }
            separator = '&';
        }
        if (!rawQuery.isEmpty()) {
            target.append(separator).append(rawQuery);
        }
        return target.toString();
    }

    String sentPath() {
        return path.orElseGet(this::filled);
    }

    /** Where it gets to, which may be elsewhere than where it began. */
    String address() {
        return Address.of(sentPath());
    }

    String filled() {
        var path = operation.path();
        for (var variable : variables.entrySet()) {
            path = path.replace("{" + variable.getKey() + "}", encoded(variable.getValue()));
        }
        // One variable of the contract's files is a path of its own.
        return operation.id().equals("getContractFile") ? path.replace("%2F", "/") : path;
    }

    Wire.Sent sent() {
        var head = new StringBuilder();
        head.append(method)
                .append(' ')
                .append(target())
                .append(' ')
                .append(version)
                .append("\r\n");
        if (host && header("Host").isEmpty()) {
            head.append("Host: ").append(operation.service().getAuthority()).append("\r\n");
        }
        headers.forEach(header ->
                head.append(header.name()).append(": ").append(header.value()).append("\r\n"));
        if (framing.isPresent()) {
            head.append(framing.get());
        } else if (body.length > 0 || method.equals("POST") || method.equals("PUT") || method.equals("PATCH")) {
            head.append("Content-Length: ").append(body.length).append("\r\n");
        }
        head.append("\r\n");
        var sent = new ByteArrayOutputStream();
        sent.writeBytes(bytes(head.toString()));
        sent.writeBytes(body);
        return new Wire.Sent(sent.toByteArray(), method, hangsUp);
    }

    /** UTF-8, and for halves of pairs what UTF-8 would be if they were characters. */
    static byte[] bytes(String text) {
        if (text.chars().noneMatch(c -> Character.isSurrogate((char) c))) {
            return text.getBytes(StandardCharsets.UTF_8);
        }
        var bytes = new ByteArrayOutputStream();
        text.codePoints().forEach(point -> {
            if (point >= Character.MIN_SURROGATE && point <= Character.MAX_SURROGATE) {
                bytes.write(0xe0 | point >> 12);
                bytes.write(0x80 | point >> 6 & 0x3f);
                bytes.write(0x80 | point & 0x3f);
            } else {
                bytes.writeBytes(Character.toString(point).getBytes(StandardCharsets.UTF_8));
            }
        });
        return bytes.toByteArray();
    }

    static String encoded(String text) {
        var encoded = new StringBuilder();
        for (var one : bytes(text)) {
            var c = (char) (one & 0xff);
            if (c < 0x80 && (Character.isLetterOrDigit(c) || "-._~:@!*,".indexOf(c) >= 0)) {
                encoded.append(c);
            } else {
                encoded.append("%%%02X".formatted((int) c));
            }
        }
        return encoded.toString();
    }

    private static String escaped(String json) {
        var escaped = new StringBuilder();
        json.chars().forEach(c -> {
            if (c < 0x80) {
                escaped.append((char) c);
            } else {
                escaped.append("\\u%04x".formatted(c));
            }
        });
        return escaped.toString();
    }
}
