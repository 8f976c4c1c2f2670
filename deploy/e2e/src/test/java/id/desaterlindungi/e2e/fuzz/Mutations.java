package id.desaterlindungi.e2e.fuzz;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.regex.Matcher;

/** Puts faults into requests, and writes down which. */
final class Mutations {

    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

    private static final List<String> METHODS =
            List.of("GET", "HEAD", "OPTIONS", "POST", "PUT", "PATCH", "DELETE", "TRACE", "PROPFIND", "BREW", "get");

    private static final List<String> BROKEN_ENCODINGS = List.of(
            "%",
            "%z",
            "%zz",
            "%2",
            "%00",
            "%c0%ae",
            "%ed%a0%80",
            "%ff%fe",
            "%f0%9f%98",
            "a%0d%0ab",
            "%25zz",
            "+",
            "%2F",
            ";a=b",
            "a;b",
            "%uD800");

    private static final List<String> RAW_QUERIES = List.of(
            "&&",
            "=",
            "=x",
            "&=&",
            "x",
            "x=%",
            "%=x",
            "limit=1&limit=2",
            "limit",
            "limit=",
            "limit[]=1",
            "a[b]=c",
            "limit=%31",
            "limit=1;cursor=x",
            "?",
            "#",
            "%00=%00",
            "within=16&within=16.01",
            "%6cimit=1",
            "_method=DELETE",
            "format=json",
            "x".repeat(3000));

    private static final List<String> ACCEPTS = List.of(
            "",
            "*",
            "*/*",
            "application/*",
            "text/html",
            "application/xml",
            "text/csv",
            Recipes.WORKBOOK,
            "application/json;q=0",
            "application/json;q=abc",
            "application/json;q=",
            "application/json;q=2",
            "application/json;charset=utf-16",
            "a",
            "a/b/c",
            "/",
            ",,,",
            ";;;",
            "application/json;\"",
            "application/problem+json",
            "text/event-stream",
            "application/json, application/json".repeat(300),
            "*/*;q=0",
            "\u00ff/\u00ff",
            "*/json",
            "application/json; v=\"",
            "application/cloudevents-batch+json");

    private static final List<String> LANGUAGES = List.of(
            "en;q=abc",
            "en;q=",
            "en;q=2",
            "en;q=-1",
            "en;q=0.12345",
            "en;",
            ";q=1",
            "*",
            "",
            ",",
            "-",
            "en-",
            "en_US",
            "i-klingon",
            "x-y-z",
            "en;q=1;q=0",
            "\u00e9",
            "de;q=1, id;q=0",
            "en,".repeat(3000),
            "abcdefghijklmnop",
            "en-GB-oed-x-abcdefghijk",
            "a;b=c",
            "en ; q = 0.5",
            "en;q=NaN",
            "en;q=1e400",
            "${en}",
            "../en",
            "*;q=0");

    private static final List<String> CONTENT_TYPES = List.of(
            "",
            "text/plain",
            "application/xml",
            "application/x-www-form-urlencoded",
            "multipart/form-data",
            "multipart/form-data; boundary=",
            "multipart/form-data; boundary=\"",
            "multipart/mixed; boundary=x",
            "application/json; charset=utf-16",
            "application/json; charset=iso-8859-1",
            "application/json; charset=nonsense",
            "application/json; charset=",
            "application/json; charset=\"utf-8",
            "json",
            "a/b/c",
            "*/*",
            "application/*",
            "/",
            "application/json, text/csv",
            "application/JSON",
            "application/json;;;",
            "application/merge-patch+json",
            "application/json-patch+json",
            "application/octet-stream",
            "text/csv",
            "text/csv; charset=utf-32",
            "text/csv; header=absent",
            Recipes.WORKBOOK,
            "\u00ff/x");

    private static final List<String> TAGS = List.of(
            "",
            "1",
            "\"",
            "\"1",
            "1\"",
            "\"1\"\"2\"",
            "W/\"1\"",
            "w/\"1\"",
            "W/1",
            "*",
            "\"*\"",
            "* , \"1\"",
            "\"0\"",
            "\"-1\"",
            "\"01\"",
            "\"+1\"",
            "\"1.0\"",
            "\" 1 \"",
            "\"\"",
            "\"2147483648\"",
            "\"99999999999999999999\"",
            "\"\u0661\"",
            "\"1\",",
            ",\"1\"",
            "\"a\",\"1\"",
            "\"1-gzip\"",
            "\"" + "9".repeat(7000) + "\"",
            "\"1\",".repeat(800) + "\"1\"",
            "\"\u00e9\"",
            "'1'");

    private static final List<String> KEYS = List.of(
            "",
            " ",
            "a",
            "a b",
            "\"a\"",
            "a".repeat(200),
            "a".repeat(201),
            "a".repeat(6000),
            "\u00e9",
            "\u0001",
            "a,b",
            "'; drop table idempotent_request; --",
            "${a}",
            "{0}",
            "*",
            "%00",
            "\ud83d\ude00");

    private static final List<String> AUTHORIZATIONS = List.of(
            "",
            "Bearer",
            "Bearer ",
            "bearer x",
            "Bearer x",
            "Bearer x.y.z",
            "Bearer a b c",
            "Basic b3BlcmF0b3I6",
            "Basic !!!",
            "Digest username=\"x\"",
            "Bearer null",
            "Bearer eyJhbGciOiJub25lIn0.e30.",
            "Bearer " + "A".repeat(7000),
            "Bearer \u00e9",
            "Bearer e30.e30.e30",
            "DPoP x",
            "Negotiate",
            "x".repeat(500));

    private static final List<Draft.Field> OTHERS = List.of(
            new Draft.Field("Content-Encoding", "gzip"),
            new Draft.Field("Content-Encoding", "br"),
            new Draft.Field("Content-Encoding", "identity, nonsense"),
            new Draft.Field("Accept-Encoding", "gzip;q=abc"),
            new Draft.Field("Accept-Encoding", "*;q=0"),
            new Draft.Field("Accept-Encoding", "identity;q=0"),
            new Draft.Field("Accept-Charset", "utf-7;q=x"),
            new Draft.Field("Range", "bytes=0-1"),
            new Draft.Field("Range", "bytes=9-1,,-"),
            new Draft.Field("If-None-Match", "*"),
            new Draft.Field("If-None-Match", "W/\"1\""),
            new Draft.Field("If-None-Match", "nonsense"),
            new Draft.Field("If-Modified-Since", "yesterday"),
            new Draft.Field("If-Modified-Since", "Sat, 29 Oct 9994 19:43:31 GMT"),
            new Draft.Field("If-Unmodified-Since", "Sat, 29 Oct 1994 19:43:31 GMT"),
            new Draft.Field("X-HTTP-Method-Override", "DELETE"),
            new Draft.Field("X-Forwarded-Host", "stranger.example"),
            new Draft.Field("X-Forwarded-Proto", "gopher"),
            new Draft.Field("X-Forwarded-For", "';--"),
            new Draft.Field("X-Original-URL", "/q/metrics"),
            new Draft.Field("Forwarded", "for=\"_x\";host=\"stranger.example;"),
            new Draft.Field("Origin", "null"),
            new Draft.Field("Origin", "http://stranger.example"),
            new Draft.Field("Access-Control-Request-Method", "DELETE"),
            new Draft.Field("Cookie", "a=b; c; =; \"; quarkus-credential=x"),
            new Draft.Field("traceparent", "00-zz-zz-zz"),
            new Draft.Field("traceparent", "ff-" + "0".repeat(32) + "-" + "0".repeat(16) + "-01"),
            new Draft.Field("tracestate", "=,=,="),
            new Draft.Field("baggage", "a=b;;;,=,%"),
            new Draft.Field("Last-Event-ID", "-1"),
            new Draft.Field("Last-Event-ID", "99999999999999999999-\u00e9"),
            new Draft.Field("Content-Disposition", "attachment; filename=\"../../x\u0001\u202e.csv\""),
            new Draft.Field("Content-Disposition", "attachment; filename*=UTF-8''%zz"),
            new Draft.Field("Content-Disposition", "attachment; filename*=nonsense'x'%41; filename=\""),
            new Draft.Field("Content-Disposition", ";;;"),
            new Draft.Field("Content-Language", "x"),
            new Draft.Field("Content-Location", "//stranger.example/x"),
            new Draft.Field("Prefer", "respond-async, wait=-1"),
            new Draft.Field("Upgrade", "h2c"),
            new Draft.Field("Upgrade", "websocket"),
            new Draft.Field("Connection", "Upgrade, HTTP2-Settings"),
            new Draft.Field("Via", "1.1 " + "x".repeat(5000)),
            new Draft.Field("Content-MD5", "x"),
            new Draft.Field("Host", "stranger.example"),
            new Draft.Field("Max-Forwards", "-1"),
            new Draft.Field("TE", "trailers, deflate;q=x"),
            new Draft.Field("Expect", "100-continue"));

    private final World world;

    Mutations(World world) {
        this.world = world;
    }

    /** One fault, where something of that kind is there to have one. */
    void apply(Draft draft, Random random) {
        int chance = random.nextInt(100);
        if (chance < 48 && (draft.json.isPresent() || draft.body.length > 0)) {
            body(draft, random);
        } else if (chance < 58 && !draft.variables.isEmpty()) {
            path(draft, random);
        } else if (chance < 74) {
            query(draft, random);
        } else if (chance < 92) {
            header(draft, random);
        } else if (chance < 95) {
            draft.method = any(METHODS, random);
            draft.faults.add("method " + draft.method);
        } else {
            wire(draft, random);
        }
    }

    private void body(Draft draft, Random random) {
        if (draft.json.isEmpty()) {
            bytes(draft, random);
            return;
        }
        if (random.nextInt(100) < 75) {
            tree(draft, random);
        } else {
            text(draft, random);
        }
    }

    /** Something within the JSON. */
    private void tree(Draft draft, Random random) {
        var root = draft.json.orElseThrow();
        var places = new ArrayList<JsonNode>();
        collect(root, places);
        if (places.isEmpty()) {
            return;
        }
        var place = any(places, random);
        if (place instanceof ArrayNode array) {
            int index = random.nextInt(array.size());
            switch (random.nextInt(4)) {
                case 0 -> array.remove(index);
                case 1 -> {
                    var one = array.get(index).deepCopy();
                    for (int i = 0; i < 600; i++) {
                        array.add(one);
                    }
                }
                case 2 -> array.add(array.get(index).deepCopy());
                default -> array.set(index, Oddities.json(random));
            }
            draft.faults.add("item " + index);
            return;
        }
        var object = (ObjectNode) place;
        var names = new ArrayList<String>();
        object.fieldNames().forEachRemaining(names::add);
        var name = any(names, random);
        switch (random.nextInt(12)) {
            case 0 -> object.remove(name);
            case 1 -> object.set(random.nextBoolean() ? Oddities.text(random) : "unknown", NODES.numberNode(1));
            case 2 -> {
                var value = object.remove(name);
                object.set(random.nextBoolean() ? name.toUpperCase(java.util.Locale.ROOT) : " " + name, value);
            }
            case 3 -> object.set(name, NODES.arrayNode().add(object.get(name)));
            case 4 -> object.set(name, Oddities.number(random));
            case 5 -> object.putNull(name);
            case 6, 7, 8 -> object.put(name, Oddities.text(random));
            case 9 -> object.put(name, object.path(name).asText() + Oddities.text(random));
            default -> object.set(name, Oddities.json(random));
        }
        draft.faults.add("field " + name);
    }

    private static void collect(JsonNode node, List<JsonNode> places) {
        if (node.isContainerNode() && !node.isEmpty()) {
            places.add(node);
        }
        node.forEach(one -> collect(one, places));
    }

    /** Something of the JSON as a text. */
    private static void text(Draft draft, Random random) {
        draft.fix(random.nextBoolean());
        var text = new String(draft.body, StandardCharsets.UTF_8);
        int kind = random.nextInt(20);
        draft.body = switch (kind) {
            case 0 -> new byte[0];
            case 1 -> Draft.bytes(text.substring(0, random.nextInt(text.length() + 1)));
            case 2 -> Draft.bytes(text + any(List.of("}", " x", "null", ",", text, "\u0000", "//"), random));
            case 3 -> Draft.bytes("\ufeff" + text);
            case 4 -> text.getBytes(random.nextBoolean() ? StandardCharsets.UTF_16 : StandardCharsets.UTF_16LE);
            case 5 -> text.getBytes(StandardCharsets.UTF_32);
            case 6 -> Draft.bytes(text.replace('"', '\''));
            case 7 -> Draft.bytes("/* */" + text);
            case 8 -> Draft.bytes(text.replace("}", ",}"));
            case 9 -> repeated(text);
            case 10 -> damaged(Draft.bytes(text), random);
            case 11 -> Draft.bytes(ApiDescription.written(Oddities.json(random)));
            case 12 -> Draft.bytes(ApiDescription.written(Oddities.deep(random)));
            case 13 -> Draft.bytes(text.replaceFirst("\"", "\"" + "x".repeat(3 << 20)));
            case 14 -> Draft.bytes(" ".repeat(200_000) + text);
            case 15 -> Draft.bytes("[" + text + "]");
            case 16 -> Draft.bytes(text.replace("\"", "\\u0022"));
            case 17 -> Draft.bytes(text.replaceFirst(":\"", Matcher.quoteReplacement(":\"\\x\\ud800")));
            case 18 ->
                Draft.bytes(text.replaceFirst(
                        "\\{",
                        Matcher.quoteReplacement("{\"__proto__\":{},\"@type\":\"java.lang.Runtime\",\"$ref\":\"#\",")));
            default -> Draft.bytes("<a>" + text + "</a>");
        };
        draft.faults.add("text " + kind);
    }

    /** The first field once more, with another value. */
    private static byte[] repeated(String text) {
        int end = text.indexOf(':');
        return Draft.bytes(end < 0 ? text : text.substring(0, end) + ":null," + text.substring(1));
    }

    /** A list or a form. */
    private static void bytes(Draft draft, Random random) {
        var text = new String(draft.body, StandardCharsets.ISO_8859_1);
        int kind = random.nextInt(16);
        draft.body = switch (kind) {
            case 0 -> new byte[0];
            case 1 -> Arrays.copyOf(draft.body, random.nextInt(draft.body.length + 1));
            case 2, 3, 4 -> damaged(draft.body, random);
            case 5 -> twice(draft.body, draft.body);
            case 6 -> new String(draft.body, StandardCharsets.UTF_8).getBytes(StandardCharsets.UTF_16);
            case 7 -> latin(text.replace(";", ",").replace("\r\n", "\r"));
            case 8 -> latin(text.replace(";", ";" + ";".repeat(300)));
            case 9 -> latin(text.replaceFirst(";", ";\""));
            case 10 -> latin(text.replaceFirst("NIK", "x".repeat(70_000)));
            case 11 ->
                latin(text.replace(
                        "name=\"file\"",
                        "name=\"" + any(List.of("segment", "", "unknown", "file\"; name=\"x", "../x"), random) + "\""));
            case 12 ->
                latin(text.replaceFirst(
                        "filename=\"[^\"]*\"", Matcher.quoteReplacement("filename=\"../../\u0001${x}{0}.csv\"")));
            case 13 ->
                latin(text.replaceFirst("Content-Type: ", "X-Long: " + "x".repeat(20_000) + "\r\nContent-Type: "));
            case 14 -> twice("PK\u0003\u0004".getBytes(StandardCharsets.ISO_8859_1), draft.body);
            default -> Draft.bytes(Oddities.text(random));
        };
        draft.faults.add("list " + kind);
    }

    private void path(Draft draft, Random random) {
        var name = any(List.copyOf(draft.variables.keySet()), random);
        if (random.nextInt(3) == 0) {
            var marked = draft.variables.put(name, "@here@");
            draft.path = Optional.of(draft.filled().replace("@here@", any(BROKEN_ENCODINGS, random)));
            draft.variables.put(name, marked);
        } else {
            draft.variables.put(
                    name,
                    switch (random.nextInt(4)) {
                        case 0 -> World.one(world.niks, random).orElse("1601074507849999");
                        case 1 -> draft.variables.get(name).toUpperCase(java.util.Locale.ROOT) + " ";
                        default -> Oddities.text(random);
                    });
        }
        draft.faults.add("path " + name);
    }

    private void query(Draft draft, Random random) {
        var described = draft.operation.parameters("query");
        if (random.nextInt(3) == 0 || described.isEmpty()) {
            draft.rawQuery = any(RAW_QUERIES, random);
            draft.faults.add("query");
            return;
        }
        var name = any(described, random).name();
        draft.query.removeIf(one -> one.name().equals(name) && random.nextInt(5) > 0);
        draft.query.add(new Draft.Field(
                name,
                name.equals("cursor")
                        ? cursor(draft, random)
                        : switch (random.nextInt(8)) {
                            case 0 -> "";
                            case 1 -> null;
                            case 2 -> World.one(world.niks, random).orElse("x");
                            default -> notLongWaiting(name, Oddities.text(random));
                        }));
        if (random.nextInt(8) == 0) {
            draft.query.add(new Draft.Field(random.nextBoolean() ? Oddities.text(random) : "unknown", "1"));
        }
        draft.faults.add("parameter " + name);
    }

    /** A wait that is allowed would only take time. */
    private static String notLongWaiting(String name, String text) {
        return name.equals("wait") && text.matches("1[6-9]") ? "31" : text;
    }

    private String cursor(Draft draft, Random random) {
        var other = World.one(world.continuations, random)
                .map(one -> one.query().getLast().value())
                .orElse("x");
        return switch (random.nextInt(8)) {
            case 0 -> other;
            case 1 -> other.substring(0, random.nextInt(other.length() + 1));
            case 2 -> other + "A";
            case 3 -> "A".repeat(3000);
            case 4 -> Base64.getUrlEncoder().encodeToString(Draft.bytes(Oddities.text(random)));
            case 5 ->
                new String(damaged(other.getBytes(StandardCharsets.ISO_8859_1), random), StandardCharsets.ISO_8859_1);
            case 6 -> reworded(other, random);
            default -> Oddities.text(random);
        };
    }

    /** Its beginning, which tells the query, and then something else. */
    private static String reworded(String cursor, Random random) {
        try {
            var text = new String(Base64.getUrlDecoder().decode(cursor), StandardCharsets.UTF_8);
            var begin = text.substring(0, Math.min(text.length(), 8));
            var rest = text.substring(begin.length());
            var other = random.nextBoolean() ? Oddities.text(random) : rest + Oddities.text(random);
            return Base64.getUrlEncoder().withoutPadding().encodeToString(Draft.bytes(begin + other));
        } catch (IllegalArgumentException e) {
            return cursor;
        }
    }

    private static void header(Draft draft, Random random) {
        int kind = random.nextInt(16);
        switch (kind) {
            case 0, 1 -> draft.header("Accept-Language", any(LANGUAGES, random));
            case 2, 3 -> draft.header("Accept", any(ACCEPTS, random));
            case 4, 5 -> draft.header("Content-Type", any(CONTENT_TYPES, random));
            case 6, 7, 8 -> draft.header("If-Match", any(TAGS, random));
            case 9 -> draft.headers.removeIf(one -> one.name().equals("If-Match"));
            case 10, 11 -> draft.header("Idempotency-Key", any(KEYS, random));
            case 12 -> draft.header("Authorization", any(AUTHORIZATIONS, random));
            default -> {
                var one = any(OTHERS, random);
                draft.header(one.name(), one.value());
            }
        }
        if (!draft.headers.isEmpty() && random.nextInt(10) == 0) {
            var one = any(draft.headers, random);
            draft.headers.add(one.name().equals("Host") ? new Draft.Field("X-Again", "x") : one);
        }
        draft.faults.add("header " + kind);
    }

    /** What a client would refuse to send. */
    private static void wire(Draft draft, Random random) {
        draft.fix(true);
        int kind = random.nextInt(24);
        int length = draft.body.length;
        draft.broken = true;
        switch (kind) {
            case 0 -> draft.framing = Optional.of("Content-Length: " + length + "\r\nTransfer-Encoding: chunked\r\n");
            case 1 ->
                draft.framing =
                        Optional.of("Content-Length: " + length + "\r\nContent-Length: " + (length + 1) + "\r\n");
            case 2 -> draft.framing = Optional.of("Content-Length: -1\r\n");
            case 3 -> draft.framing = Optional.of("Content-Length: 1e3\r\n");
            case 4 -> draft.framing = Optional.of("Content-Length: 99999999999999999999\r\n");
            case 5 -> chunked(draft, "chunked, identity", "0\r\n\r\n");
            case 6 -> chunked(draft, "identity, chunked", "0\r\n\r\n");
            case 7 -> chunked(draft, "chunked", "0\r\nX-Trailer: a\r\nX-Other: b\r\n\r\n");
            case 8 -> chunked(draft, "chunked", "ffffffffffffffff\r\n\r\n");
            case 9 -> chunked(draft, "gzip, chunked", "0\r\n\r\n");
            case 10 -> chunked(draft, "chunked", "zz\r\n\r\n");
            case 11 -> draft.headers.add(new Draft.Field("Host", "stranger.example\r\nHost: other.example"));
            case 12 -> draft.host = false;
            case 13 -> draft.version = "HTTP/1.0";
            case 14 -> draft.version = any(List.of("HTTP/0.9", "HTTP/1.2", "HTTP/x", "", "HTTP/1.1 x"), random);
            case 15 -> draft.headers.add(new Draft.Field("X-Folded", "a\r\n b"));
            case 16 -> draft.headers.add(new Draft.Field("X Spaced", "a"));
            case 17 -> draft.headers.add(new Draft.Field("X-Null", "a\u0000b"));
            case 18 -> draft.headers.add(new Draft.Field("X-Long", "x".repeat(100_000)));
            case 19 -> draft.rawQuery = "x".repeat(20_000);
            case 20 -> draft.path = Optional.of("http://stranger.example" + draft.filled());
            case 21 ->
                draft.path = Optional.of(any(
                        List.of(
                                "*",
                                "//",
                                "/..",
                                "/../q/health",
                                "/v1//participants",
                                "/v1/./areas",
                                "x",
                                "/\u00ff\u00fe",
                                "/v1/areas/",
                                "/v1/%61reas",
                                "/V1/areas",
                                "/q/../v1/areas",
                                ""),
                        random));
            case 22 -> draft.headers.add(new Draft.Field("Expect", "nonsense"));
            default -> {
                draft.framing = Optional.of("Content-Length: " + (length + 10) + "\r\n");
                draft.hangsUp = true;
            }
        }
        draft.faults.add("wire " + kind);
    }

    private static void chunked(Draft draft, String encoding, String end) {
        draft.framing = Optional.of("Transfer-Encoding: " + encoding + "\r\n");
        var begin = Integer.toHexString(draft.body.length) + "\r\n";
        draft.body = draft.body.length == 0 ? latin(end) : twice(twice(latin(begin), draft.body), latin("\r\n" + end));
    }

    private static byte[] damaged(byte[] bytes, Random random) {
        var damaged = bytes.clone();
        for (int i = 1 + random.nextInt(4); i > 0 && damaged.length > 0; i--) {
            damaged[random.nextInt(damaged.length)] = (byte) random.nextInt(256);
        }
        return damaged;
    }

    private static byte[] twice(byte[] one, byte[] other) {
        var both = Arrays.copyOf(one, one.length + other.length);
        System.arraycopy(other, 0, both, one.length, other.length);
        return both;
    }

    private static byte[] latin(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }

    private static <T> T any(List<T> list, Random random) {
        return list.get(random.nextInt(list.size()));
    }
}
