package id.desaterlindungi.reporting.progress;

import id.desaterlindungi.reporting.coverage.Programme;
import id.desaterlindungi.reporting.http.parameter.Misfit;
import java.util.Arrays;
import java.util.stream.Collectors;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * A person's set of programmes, as a parameter gives it: {@code JKK,JKM} in any order.
 *
 * @param spelling as in the cells: {@code JKK+JKM}
 */
@Schema(name = "Programmes", type = SchemaType.STRING)
record Programmes(String spelling) {
    /** @throws Misfit for an unknown programme */
    public static Programmes fromString(String text) {
        return new Programmes(Programme.canonical(
                Arrays.stream(text.split(",", -1)).map(Programmes::programme).toList()));
    }

    private static Programme programme(String code) {
        return Arrays.stream(Programme.values())
                .filter(programme -> programme.name().equals(code))
                .findAny()
                .orElseThrow(() -> new Misfit(
                        "code-unknown",
                        Arrays.stream(Programme.values()).map(Programme::name).collect(Collectors.joining(", "))));
    }

    @Override
    public String toString() {
        return spelling;
    }
}
