package id.desaterlindungi.e2e.fuzz;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.util.RawValue;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

/** Values that have broken some program somewhere. */
final class Oddities {
    private static final List<String> TEXTS = List.of(
            // Little or nothing.
            "",
            " ",
            "\t",
            "\n",
            "\u00a0",
            "\u3000",
            "-",
            "'",
            "\"",
            "\\",
            // What is not seen: controls, directions, joiners, halves of pairs, non-characters.
            "a\u0000b",
            "\u0000",
            "a\u0001\u0007\u001bb",
            "a\u007fb",
            "a\u0085b",
            "a\u2028b\u2029c",
            "a\r\nb",
            "\u202eabc",
            "abc\u2066\u2069",
            "\u200f\u200e",
            "a\u200bb\u200c\u200d",
            "\ufeffabc",
            "so\u00adft",
            "\ud800",
            "abc\udc00",
            "\udc00\ud800",
            "\uffff\ufffe",
            // What looks alike, or grows when it is folded.
            "e\u0301",
            "\u00e9",
            "\ufb01\uff21\u2460",
            "\u0130\u0131",
            "\u00df\u1e9e",
            "\u0390\u03b0",
            "\ufdfa\ufdfa\ufdfa",
            "\ud835\udc9c\ud83d\ude00",
            "\ud83d\udc68\u200d\ud83d\udc69\u200d\ud83d\udc67",
            "\u0627\u0644\u0639\u0631\u0628\u064a\u0629",
            "Z" + "\u0335\u0321".repeat(80),
            // Long.
            "x".repeat(151),
            "x".repeat(301),
            "x".repeat(2001),
            "\ud83d\ude00".repeat(150),
            "x".repeat(20_000),
            // For a database.
            "' OR '1'='1",
            "'; drop table participant; --",
            "\\'; select pg_sleep(20) --",
            "%",
            "_",
            "%' escape '",
            "$1 :name ? ::text",
            "$$ || $tag$",
            "(select current_user)",
            // For a path, a header, an address.
            "../../etc/passwd",
            "..",
            ".",
            "/",
            "a/b",
            "a;b=c",
            "a?b=c#d",
            "%00",
            "%2e%2e%2f",
            "\\\\host\\share",
            "x\r\nX-Injected: 1",
            "x\nSet-Cookie: a=b",
            "http://localhost:1/",
            "file:///etc/passwd",
            // For a template, a logger, a formatter.
            "${jndi:ldap://localhost:1/a}",
            "${quarkus.datasource.password}",
            "#{7*7}",
            "{{7*7}}",
            "<%= 7*7 %>",
            "{0}",
            "{",
            "'{0",
            "{0,choice,1#a}",
            "%s%n%x%d",
            // For XML, HTML, a spreadsheet.
            "<script>alert(1)</script>",
            "<!DOCTYPE a [<!ENTITY x SYSTEM \"file:///etc/passwd\">]><a>&x;</a>",
            "]]>",
            "&amp;&#0;",
            "=1+1",
            "+1",
            "-1",
            "@SUM(A1)",
            "=cmd|' /C calc'!A0",
            "\t=1+1",
            "a;b\"c\nd",
            "#N/A",
            "1.60107E+15",
            // Numbers, days and codes, or almost.
            "0",
            "-0",
            "1e3",
            "00",
            "1_000",
            "1,5",
            "0x10",
            "NaN",
            "Infinity",
            "2147483648",
            "9223372036854775808",
            "9".repeat(400),
            "\u0661\u0669",
            "\uff11\uff16",
            "0000-01-01",
            "-0001-01-01",
            "0001-01-01",
            "1582-10-10",
            "1899-12-31",
            "1900-01-01",
            "2100-12-31",
            "2101-01-01",
            "9999-12-31",
            "+10000-01-01",
            "+999999999-12-31",
            "2026-02-30",
            "1985-02-29",
            "31/04/1984",
            "2026-W01",
            "20260101",
            "2026-01-01T00:00:00Z",
            "2026-11",
            "16",
            "16.01",
            "16.01.07",
            "16.01.07.9999",
            "16.99",
            "16.",
            "16.01.07.2001\n",
            "true",
            "null",
            "undefined",
            "[]",
            "{}",
            "*",
            "00000000-0000-0000-0000-000000000000",
            "FFFFFFFF-FFFF-FFFF-FFFF-FFFFFFFFFFFF",
            "active",
            "ACTIVE ",
            "JKK,JKM,JKK",
            "JKK+JKM");

    /** As they stand in a body; the last are no JSON. */
    private static final List<String> NUMBERS = List.of(
            "0",
            "-0",
            "-1",
            "1",
            "1.5",
            "0.1",
            "-0.0",
            "1E5",
            "1.0",
            "2147483647",
            "2147483648",
            "-2147483649",
            "9223372036854775807",
            "9223372036854775808",
            "1e30",
            "1e400",
            "1e-400",
            "1e2147483647",
            "1e99999999999",
            "7".repeat(1001),
            "0." + "3".repeat(400),
            "NaN",
            "-Infinity",
            "01",
            "+1",
            "0x10",
            ".5",
            "1.",
            "1_0",
            "\u0661");

    private static final List<String> OTHERS =
            List.of("null", "true", "false", "[]", "{}", "[null]", "[[]]", "{\"\":\"\"}", "\"x\"", "[\"x\",1,null]");

    private static final List<Integer> DEPTHS = List.of(30, 600, 20_000);

    private Oddities() {}

    static String text(Random random) {
        return TEXTS.get(random.nextInt(TEXTS.size()));
    }

    /** A text or a number, or something of another type, or far too deep. */
    static JsonNode json(Random random) {
        int chance = random.nextInt(100);
        if (chance < 50) {
            return JsonNodeFactory.instance.textNode(text(random));
        }
        if (chance < 75) {
            return raw(NUMBERS.get(random.nextInt(NUMBERS.size())));
        }
        return chance < 97 ? raw(OTHERS.get(random.nextInt(OTHERS.size()))) : deep(random);
    }

    static JsonNode number(Random random) {
        return raw(NUMBERS.get(random.nextInt(NUMBERS.size())));
    }

    static JsonNode deep(Random random) {
        int depth = DEPTHS.get(random.nextInt(DEPTHS.size()));
        return random.nextBoolean()
                ? raw("[".repeat(depth) + "]".repeat(depth))
                : raw("{\"a\":".repeat(depth) + "1" + "}".repeat(depth));
    }

    /** Stands in the body as it is. */
    static JsonNode raw(String text) {
        return JsonNodeFactory.instance.rawValueNode(new RawValue(text));
    }

    static byte[] twice(byte[] one, byte[] other) {
        var both = Arrays.copyOf(one, one.length + other.length);
        System.arraycopy(other, 0, both, one.length, other.length);
        return both;
    }

    static byte[] latin(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }

    static <T> T any(List<T> list, Random random) {
        return list.get(random.nextInt(list.size()));
    }
}
