package id.desaterlindungi.e2e.fuzz;

import java.util.HashSet;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Personal data that was sent: NIKs, the words of names, phones. Finds them again in a text, whatever separators and case. */
public final class Secrets {
    private static final Pattern WORD = Pattern.compile("\\p{L}+");
    private static final Pattern NUMBER = Pattern.compile("[0-9](?:[-. ]?[0-9]){9,}");
    private static final int NIK = 16;

    /** Without what stands before it, which is written 0, 62 or +62. */
    private static final int PHONE = 11;

    private final Set<String> words = new HashSet<>();
    private final Set<String> numbers = new HashSet<>();

    /** @param phone empty for nobody's */
    public void add(String nik, String name, String phone) {
        numbers.add(nik);
        words(name).forEach(words::add);
        if (!phone.isEmpty()) {
            numbers.add(lastDigits(phone));
        }
    }

    /** What of them stands in the text. */
    public Set<String> in(String text) {
        var found = words(text).filter(words::contains).collect(Collectors.toSet());
        found.addAll(numbersIn(text));
        return found;
    }

    /** Whole NIKs and phones that stand in the text. */
    Set<String> numbersIn(String text) {
        var found = new HashSet<String>();
        NUMBER.matcher(text)
                .results()
                .map(match -> match.group().replaceAll("\\D", ""))
                .forEach(number -> {
                    for (var length : new int[] {NIK, PHONE}) {
                        for (var i = 0; i + length <= number.length(); i++) {
                            var part = number.substring(i, i + length);
                            if (numbers.contains(part)) {
                                found.add(part);
                            }
                        }
                    }
                });
        return found;
    }

    /** Whole NIKs that stand in the text. */
    Set<String> niksIn(String text) {
        return numbersIn(text).stream().filter(number -> number.length() == NIK).collect(Collectors.toSet());
    }

    private static Stream<String> words(String text) {
        return WORD.matcher(text).results().map(match -> match.group().toLowerCase(Locale.ROOT));
    }

    private static String lastDigits(String text) {
        var digits = text.replaceAll("\\D", "");
        return digits.substring(Math.max(0, digits.length() - PHONE));
    }
}
