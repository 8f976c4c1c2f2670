package id.desaterlindungi.reporting.progress;

import id.desaterlindungi.reporting.http.parameter.Misfit;
import java.util.Arrays;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * The facets of a breakdown, as its parameter gives them: {@code occupation,sex}.
 *
 * @param facets one or two different ones
 */
@Schema(name = "Facets", type = SchemaType.STRING)
record Facets(List<Facet> facets) {
    /** @throws Misfit for an unknown facet, for one given twice, and for more than two */
    public static Facets fromString(String text) {
        var facets = Arrays.stream(text.split(",", -1)).map(Facets::facet).toList();
        if (facets.size() > 2 || facets.stream().distinct().count() < facets.size()) {
            throw new Misfit("facets-one-or-two");
        }
        return new Facets(facets);
    }

    private static Facet facet(String label) {
        return Arrays.stream(Facet.values())
                .filter(facet -> facet.label().equals(label))
                .findAny()
                .orElseThrow(() -> new Misfit("code-unknown", Facet.labels()));
    }
}
