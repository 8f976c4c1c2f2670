package id.desaterlindungi.e2e;

import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** Values as they stand in a JSON text: the edges of what a field may hold, one step beyond, and what is no such value at all. */
final class Edges {
    private static final List<String> NOT_A_VALUE = List.of("null", "\"\"", "\" \"", "true", "[]", "{}", "\"\\u0000\"");

    private final Random random;

    Edges(Random random) {
        this.random = random;
    }

    boolean chance(int of) {
        return random.nextInt(of) == 0;
    }

    <T> T pick(List<T> from) {
        return from.get(random.nextInt(from.size()));
    }

    int below(int bound) {
        return random.nextInt(bound);
    }

    private String orNone(String value) {
        return chance(6) ? pick(NOT_A_VALUE) : value;
    }

    static LocalDate today() {
        return LocalDate.now(ZoneId.of("Asia/Jakarta"));
    }

    /** Without quotes, as in a list. */
    String plainDay() {
        var today = today();
        return pick(List.of(
                "0000-01-01",
                "0000-12-31",
                "0001-01-01",
                "-0001-01-01",
                "1899-12-31",
                "1900-01-01",
                "1984-02-29",
                "1984-02-30",
                "31/04/1984",
                "2013-12-31",
                "2014-01-01",
                "2015-01-01",
                today.minusDays(91).toString(),
                today.minusDays(90).toString(),
                today.minusDays(1).toString(),
                today.toString(),
                today.plusDays(1).toString(),
                today.plusDays(100).toString(),
                today.plusMonths(12).toString(),
                today.plusMonths(12).plusDays(1).toString(),
                "2100-12-31",
                "2101-01-01",
                "9999-12-31",
                "10000-01-01",
                "+10000-01-01",
                "2026-11-22T00:00:00Z",
                "20261122",
                LocalDate.of(1890, 1, 1).plusDays(random.nextInt(80_000)).toString()));
    }

    String day() {
        return orNone(chance(12) ? "20261122" : "\"" + plainDay() + "\"");
    }

    String number(long least, long most) {
        return orNone(pick(List.of(
                Long.toString(least - 1),
                Long.toString(least),
                Long.toString(most),
                Long.toString(most + 1),
                Long.toString(random.nextLong(least, most + 1)),
                least + ".0",
                most + "e0",
                least + ".5",
                "\"" + least + "\"",
                "9007199254740993",
                "9223372036854775807",
                "9223372036854775808",
                "-9223372036854775809",
                "1e400",
                "1e-400",
                "1e999999999")));
    }

    /** Of people and places: some letters, at one of the lengths around the longest. */
    String text(int longest) {
        var letter = pick(List.of("a", "\\u00e9", "\\ud840\\udc00", "a", "a"));
        var texts = new ArrayList<>(List.of(
                letter,
                letter.repeat(longest - 1),
                letter.repeat(longest),
                letter.repeat(longest + 1),
                letter.repeat(5_000),
                "Uji  Ganda",
                " Uji Tepi ",
                "12",
                "O'Uji-Ba.ris",
                "=1+1"));
        texts.addAll(List.of(
                "Uji\\nBaris",
                "Uji\\u0000Nol",
                "Uji\\ud800Separuh",
                "\\udc00Uji",
                "Uji\\u202eArah",
                "Uji\\u2028Garis",
                "Uji\\ufeffBom",
                "Uji\\uffffAkhir",
                "Uji\\u200bTakTampak",
                "\\uff11\\uff12"));
        return orNone("\"" + pick(texts) + "\"");
    }

    String code(List<String> known) {
        var one = pick(known);
        return orNone(
                chance(3) ? pick(List.of("\"" + one.toLowerCase() + "\"", "\"TIDAK_ADA\"", "7")) : "\"" + one + "\"");
    }

    String village(List<String> known) {
        var one = pick(known);
        return orNone(
                chance(3)
                        ? pick(List.of(
                                "\" " + one + " \"",
                                "\"16.99.99.2001\"",
                                "\"16.01.07\"",
                                "\"\\u0661\\u0666.01.07.2001\"",
                                "\"" + one + "\\n\""))
                        : "\"" + one + "\"");
    }
}
