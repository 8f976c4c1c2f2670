package id.desaterlindungi.e2e.fuzz;

import java.util.ArrayList;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A path as servers understand it, so that an operation and an id are seen in it however it was written. */
final class Address {
    private static final Pattern ORIGIN = Pattern.compile("^https?://[^/]*");

    /** Of a step: {@code ;a=b}. */
    private static final Pattern PARAMETERS = Pattern.compile(";.*");

    /** A slash that is written like this does not part two steps. */
    private static final Pattern ENCODED = Pattern.compile("%(?!2[Ff])([2-7][0-9A-Fa-f])");

    private Address() {}

    /** @param path as it goes over the wire */
    static String of(String path) {
        var steps = new ArrayList<String>();
        for (var sent : ORIGIN.matcher(path).replaceFirst("").split("/")) {
            var step = decoded(PARAMETERS.matcher(sent).replaceFirst(""));
            if (step.equals("..") && !steps.isEmpty()) {
                steps.removeLast();
            } else if (!step.matches("\\.{0,2}")) {
                steps.add(step);
            }
        }
        return "/" + String.join("/", steps);
    }

    private static String decoded(String step) {
        return ENCODED.matcher(step)
                .replaceAll(one -> Matcher.quoteReplacement(String.valueOf((char) Integer.parseInt(one.group(1), 16))));
    }
}
