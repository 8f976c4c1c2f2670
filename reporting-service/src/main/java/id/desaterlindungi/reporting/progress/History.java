package id.desaterlindungi.reporting.progress;

import com.fasterxml.jackson.annotation.JsonInclude;
import id.desaterlindungi.reporting.coverage.FlowKind;
import id.desaterlindungi.reporting.http.table.Table;
import id.desaterlindungi.reporting.http.table.Table.Code;
import id.desaterlindungi.reporting.http.table.Tabular;
import id.desaterlindungi.reporting.progress.AreaProgress.AreaName;
import id.desaterlindungi.reporting.progress.snapshot.AsOf;
import id.desaterlindungi.reporting.progress.snapshot.Dated;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** How an area's figures grew. */
@Schema(description = """
        What happened in an area, step by step, as it is known at the position: what is reported later for an earlier day moves \
        that day. With `later` added, the last step's figures are the headline's.""")
record History(
        @Schema(required = true) AreaName area,

        @Schema(required = true, examples = "month") String interval,

        @Schema(required = true) List<Step> steps,

        @Schema(required = true, description = "Changes that are dated after the last step.")
        Net later,

        @Schema(required = true) AsOf asOf)
        implements Dated<History>, Tabular {

    @JsonInclude(JsonInclude.Include.NON_NULL)
    @Schema(
            name = "HistoryStep",
            description = "One interval; the first and the last end with the range that was asked for.")
    record Step(
            @Schema(required = true) LocalDate from,
            @Schema(required = true) LocalDate to,

            @Schema(
                    description =
                            "Covered in all at the end of the last day: (baseline - carriedOver) + registerCovered, "
                                    + "with the baseline of today's goal. Only for an area with a goal.",
                    examples = "1102000")
            @Nullable
            Long covered,

            @Schema(
                    required = true,
                    description = "People with status ACTIVE or GRACE at the end of the last day.",
                    examples = "2000")
            long registerCovered,

            @Schema(required = true, description = "What the interval changed.")
            Net net,

            @Schema(required = true, description = "What happened in it; a kind that did not happen is absent.")
            Map<FlowKind, Flow> flows) {}

    @Schema(name = "HistoryNet", description = "Net change.")
    record Net(
            @Schema(required = true, description = "Of the people with status ACTIVE or GRACE.", examples = "118")
            long covered,

            @Schema(
                    required = true,
                    description = "Of the people in the register who were covered before it existed.",
                    examples = "0")
            long carriedOver) {

        Net plus(Net other) {
            return new Net(covered + other.covered, carriedOver + other.carriedOver);
        }
    }

    @Schema(name = "HistoryFlow", description = "What happened of one kind.")
    record Flow(
            @Schema(required = true, description = "How many times.", examples = "118")
            long people,

            @Schema(
                    required = true,
                    description = "Net change of the people with status ACTIVE or GRACE.",
                    examples = "118")
            long covered) {

        Flow plus(Flow other) {
            return new Flow(people + other.people, covered + other.covered);
        }
    }

    @Override
    public History with(AsOf confirmed) {
        return new History(area, interval, steps, later, confirmed);
    }

    @Override
    public int size() {
        return steps.size();
    }

    @Override
    public Table table() {
        var header = new ArrayList<String>(
                List.of("code", "name", "from", "to", "covered", "registerCovered", "netCovered", "netCarriedOver"));
        for (var kind : FlowKind.values()) {
            header.add(kind.name());
        }
        header.addAll(List.of("position", "at"));
        var table = Table.of("progress-history", header.toArray(String[]::new));
        for (var step : steps) {
            var cells = new ArrayList<@Nullable Object>(Arrays.<@Nullable Object>asList(
                    new Code(area.code()),
                    area.name(),
                    step.from(),
                    step.to(),
                    step.covered(),
                    step.registerCovered(),
                    step.net().covered(),
                    step.net().carriedOver()));
            for (var kind : FlowKind.values()) {
                var flow = step.flows().get(kind);
                cells.add(flow == null ? 0L : flow.people());
            }
            cells.add(asOf.position());
            cells.add(asOf.at());
            table.row(cells.toArray());
        }
        return table;
    }
}
