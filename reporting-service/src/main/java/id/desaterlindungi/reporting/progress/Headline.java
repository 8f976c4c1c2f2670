package id.desaterlindungi.reporting.progress;

import com.fasterxml.jackson.annotation.JsonInclude;
import id.desaterlindungi.reporting.http.table.Table;
import id.desaterlindungi.reporting.http.table.Tabular;
import id.desaterlindungi.reporting.progress.AreaProgress.AreaName;
import id.desaterlindungi.reporting.progress.AreaProgress.CoverageFigures;
import id.desaterlindungi.reporting.progress.AreaProgress.GoalFigures;
import id.desaterlindungi.reporting.progress.AreaProgress.RegisterFigures;
import id.desaterlindungi.reporting.progress.AreaProgress.VillageFigures;
import id.desaterlindungi.reporting.progress.snapshot.AsOf;
import id.desaterlindungi.reporting.progress.snapshot.Dated;
import java.math.BigDecimal;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** One area's figures, and as of which moment they are true. */
@Schema(description = """
        The figures of one area at one position. `goal`, `covered`, `remaining`, `percentOfGoal` and `coverage` are there \
        only for an area that has a goal.""")
record Headline(
        @Schema(required = true) AreaName area,
        @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable GoalFigures goal,

        @JsonInclude(JsonInclude.Include.NON_NULL)
        @Schema(description = "Covered in all: (baseline - carriedOver) + register.covered.", examples = "1102000")
        @Nullable
        Long covered,

        @JsonInclude(JsonInclude.Include.NON_NULL)
        @Schema(description = "Workers short of the goal; 0 once it is reached.", examples = "383000")
        @Nullable
        Long remaining,

        @JsonInclude(JsonInclude.Include.NON_NULL)
        @Schema(description = "covered / target, in percent, two decimals.", examples = "74.21")
        @Nullable
        BigDecimal percentOfGoal,

        @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable CoverageFigures coverage,
        @Schema(required = true) RegisterFigures register,

        @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable VillageFigures village,

        @JsonInclude(JsonInclude.Include.NON_NULL) @Schema(description = """
                Only in figures for the public: true where fewer than 5 people are covered here, or in an area beside or above \
                it from which the number could be worked out.""") @Nullable
        Boolean withheld,

        @Schema(required = true) AsOf asOf)
        implements Dated<Headline>, Tabular {

    static Headline of(AreaProgress progress, AsOf asOf) {
        return new Headline(
                progress.area(),
                progress.goal(),
                progress.covered(),
                progress.remaining(),
                progress.percentOfGoal(),
                progress.coverage(),
                progress.register(),
                progress.village(),
                progress.withheld(),
                asOf);
    }

    @Override
    public Headline with(AsOf confirmed) {
        return new Headline(
                area, goal, covered, remaining, percentOfGoal, coverage, register, village, withheld, confirmed);
    }

    @Override
    public Table table() {
        var progress = new AreaProgress(
                area, goal, covered, remaining, percentOfGoal, coverage, register, null, village, withheld);
        return AreaProgress.table("progress", List.of(progress), asOf);
    }
}
