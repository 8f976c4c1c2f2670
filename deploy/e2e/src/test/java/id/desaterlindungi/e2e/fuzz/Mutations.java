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
            HeaderFaults.apply(draft, random);
        } else if (chance < 95) {
            draft.method = Oddities.any(METHODS, random);
            draft.faults.add("method " + draft.method);
        } else {
            WireFaults.apply(draft, random);
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
        var place = Oddities.any(places, random);
        if (place instanceof ArrayNode array) {
            int index = random.nextInt(array.size());
            switch (random.nextInt(4)) {
                case 0 -> array.remove(index);
                case 1 -> {
                    var one = array.get(index).deepCopy();
                    for (var i = 0; i < 600; i++) {
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
        var name = Oddities.any(names, random);
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
            case 2 -> Draft.bytes(text + Oddities.any(List.of("}", " x", "null", ",", text, "\u0000", "//"), random));
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
            case 5 -> Oddities.twice(draft.body, draft.body);
            case 6 -> new String(draft.body, StandardCharsets.UTF_8).getBytes(StandardCharsets.UTF_16);
            case 7 -> Oddities.latin(text.replace(";", ",").replace("\r\n", "\r"));
            case 8 -> Oddities.latin(text.replace(";", ";" + ";".repeat(300)));
            case 9 -> Oddities.latin(text.replaceFirst(";", ";\""));
            case 10 -> Oddities.latin(text.replaceFirst("NIK", "x".repeat(70_000)));
            case 11 ->
                Oddities.latin(text.replace(
                        "name=\"file\"",
                        "name=\"" + Oddities.any(List.of("segment", "", "unknown", "file\"; name=\"x", "../x"), random)
                                + "\""));
            case 12 ->
                Oddities.latin(text.replaceFirst(
                        "filename=\"[^\"]*\"", Matcher.quoteReplacement("filename=\"../../\u0001${x}{0}.csv\"")));
            case 13 ->
                Oddities.latin(
                        text.replaceFirst("Content-Type: ", "X-Long: " + "x".repeat(20_000) + "\r\nContent-Type: "));
            case 14 -> Oddities.twice("PK\u0003\u0004".getBytes(StandardCharsets.ISO_8859_1), draft.body);
            default -> Draft.bytes(Oddities.text(random));
        };
        draft.faults.add("list " + kind);
    }

    private void path(Draft draft, Random random) {
        var name = Oddities.any(List.copyOf(draft.variables.keySet()), random);
        if (random.nextInt(3) == 0) {
            var marked = draft.variables.put(name, "@here@");
            draft.path = Optional.of(draft.filled().replace("@here@", Oddities.any(BROKEN_ENCODINGS, random)));
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
            draft.rawQuery = Oddities.any(RAW_QUERIES, random);
            draft.faults.add("query");
            return;
        }
        var name = Oddities.any(described, random).name();
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

    private static byte[] damaged(byte[] bytes, Random random) {
        var damaged = bytes.clone();
        for (int i = 1 + random.nextInt(4); i > 0 && damaged.length > 0; i--) {
            damaged[random.nextInt(damaged.length)] = (byte) random.nextInt(256);
        }
        return damaged;
    }
}
