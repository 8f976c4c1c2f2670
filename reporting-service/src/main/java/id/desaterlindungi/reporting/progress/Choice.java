package id.desaterlindungi.reporting.progress;

import id.desaterlindungi.reporting.problem.Finding;
import id.desaterlindungi.reporting.problem.ProblemException;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;

/** One of a closed set of values that a query parameter can have. */
final class Choice {

    private Choice() {}

    static <T> T of(String parameter, String given, T[] choices, Function<T, String> label) {
        return of(parameter, given, Arrays.asList(choices), label);
    }

    /** @throws ProblemException 400 that names the choices */
    static <T> T of(String parameter, String given, List<T> choices, Function<T, String> label) {
        return choices.stream()
                .filter(choice -> label.apply(choice).equals(given))
                .findFirst()
                .orElseThrow(() -> ProblemException.parameters(Finding.at(
                        parameter, "code-unknown", choices.stream().map(label).collect(Collectors.joining(", ")))));
    }
}
