package id.desaterlindungi.reporting.progress;

import com.fasterxml.jackson.annotation.JsonInclude;
import id.desaterlindungi.reporting.http.table.Table;
import id.desaterlindungi.reporting.http.table.Table.Code;
import id.desaterlindungi.reporting.http.table.Tabular;
import id.desaterlindungi.reporting.progress.AreaProgress.AreaName;
import id.desaterlindungi.reporting.progress.snapshot.AsOf;
import id.desaterlindungi.reporting.progress.snapshot.Dated;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** The people of an area, counted by one or two facets. */
@JsonInclude(JsonInclude.Include.NON_NULL)
@Schema(
        description =
                "The register's people of one area, by one facet or by two crossed. The items add up to the total.")
public record Breakdown(
        @Schema(required = true) AreaName area,

        @Schema(
                required = true,
                description = "The facets, in the order asked for.",
                examples = "[\"occupation\",\"sex\"]")
        List<String> by,

        @Schema(required = true, description = "The filters that were applied.", examples = "{\"status\":\"ACTIVE\"}")
        Map<String, String> filters,

        @Schema(
                required = true,
                description = "One item for each combination of values that somebody has, in the order of the values.")
        List<Item> items,

        @Schema(required = true) Count total,

        @Schema(description = "Only in figures for the public: true where an item would tell of fewer than 5 people.")
        @Nullable
        Boolean withheld,

        @Schema(required = true) AsOf asOf)
        implements Dated<Breakdown>, Tabular {

    @JsonInclude(JsonInclude.Include.NON_NULL)
    @Schema(name = "BreakdownItem", description = "People with the same values of the facets asked for.")
    public record Item(
            @Schema(
                    required = true,
                    description =
                            "A value for each facet of `by`. Programmes are joined by +, in the order JKK, JKM, JHT, JP, JKP.",
                    examples = "{\"occupation\":\"PETANI\",\"sex\":\"F\"}")
            Map<String, String> values,

            @Schema(description = "Of any status. Not in figures for the public.", examples = "12") @Nullable
            Long people,

            @Schema(required = true, description = "Of these with status ACTIVE or GRACE.", examples = "11")
            long covered) {}

    @JsonInclude(JsonInclude.Include.NON_NULL)
    @Schema(name = "BreakdownTotal", description = "All of the items. Empty where it is withheld from the public.")
    public record Count(@Nullable Long people, @Nullable Long covered) {}

    @Override
    public Breakdown with(AsOf confirmed) {
        return new Breakdown(area, by, filters, items, total, withheld, confirmed);
    }

    @Override
    public int size() {
        return items.size();
    }

    @Override
    public Table table() {
        var header = Stream.of(Stream.of("code", "name"), by.stream(), Stream.of("people", "covered", "position", "at"))
                .flatMap(columns -> columns)
                .toArray(String[]::new);
        var table = Table.of("progress-breakdown", header);
        for (var item : items) {
            var cells = new ArrayList<@Nullable Object>();
            cells.add(new Code(area.code()));
            cells.add(area.name());
            by.forEach(facet -> cells.add(item.values().get(facet)));
            cells.add(item.people());
            cells.add(item.covered());
            cells.add(asOf.position());
            cells.add(asOf.at());
            table.row(cells.toArray());
        }
        return table;
    }
}
