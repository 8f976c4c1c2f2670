package id.desaterlindungi.reporting.pages.download;

import com.fasterxml.jackson.annotation.JsonInclude;
import id.desaterlindungi.reporting.area.Level;
import id.desaterlindungi.reporting.http.table.Table;
import id.desaterlindungi.reporting.http.table.Table.Code;
import id.desaterlindungi.reporting.http.table.Tabular;
import id.desaterlindungi.reporting.pages.words.Words;
import id.desaterlindungi.reporting.progress.AreaProgress;
import id.desaterlindungi.reporting.progress.PageReader.Part;
import id.desaterlindungi.reporting.progress.PageReader.Place;
import id.desaterlindungi.reporting.progress.disclosure.PublicChanges;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** What the pages tell of all areas of a level, and of the figures themselves. What is kept back is absent. */
public record AreaList(String level, About about, List<Line> areas) implements Tabular {
    private static final String[] HEADER = {
        "code",
        "name",
        "within",
        "registerCovered",
        "covered",
        "target",
        "remaining",
        "change",
        "changeFrom",
        "changeTo",
        "withheld",
        "changeWithheld",
        "position",
        "at"
    };

    /**
     * @param at of the last event in the figures; null before the first
     * @param fields what the names of the figures mean
     * @param goalSource null where no goal is told
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record About(
            long position,
            @Nullable Instant at,
            LocalDate changeFrom,
            LocalDate changeTo,
            String fields,
            String source,
            @Nullable String goalSource,
            String licence,
            String keptBack) {}

    /**
     * An area.
     *
     * @param within name of the area next above; null for the province
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record Line(
            String code,
            String name,
            @Nullable String within,
            @Nullable Long registerCovered,
            @Nullable Long covered,
            @Nullable Long target,
            @Nullable Long remaining,
            @Nullable Long change,
            boolean withheld,
            boolean changeWithheld) {
        private static Line of(AreaProgress area, @Nullable String within, @Nullable Long change) {
            var covered = area.register().covered();
            var goal = area.goal();
            return new Line(
                    area.area().code(),
                    area.area().name(),
                    within,
                    covered,
                    area.covered(),
                    goal == null ? null : goal.target(),
                    area.remaining(),
                    change,
                    covered == null,
                    change == null);
        }
    }

    /** @param parts of the province at a level */
    public static AreaList of(Place province, Level level, List<Part> parts, Words words) {
        return new AreaList(
                level.label(),
                about(province, words),
                parts.stream()
                        .map(part -> Line.of(part.area(), part.parentName(), part.change()))
                        .toList());
    }

    public static AreaList of(Place province, Words words) {
        return new AreaList(
                province.level().label(),
                about(province, words),
                List.of(Line.of(province.area(), null, province.change())));
    }

    private static About about(Place province, Words words) {
        var goal = province.area().goal();
        return new About(
                province.asOf().position(),
                province.asOf().at(),
                PublicChanges.firstDay(province.changesUntil()),
                province.changesUntil(),
                words.downloadFields(),
                words.downloadSource(),
                goal == null ? null : goal.source(),
                words.aboutData(),
                words.downloadKeptBack());
    }

    @Override
    public Table table() {
        var table = Table.of("desa-terlindungi-" + level, HEADER);
        for (var area : areas) {
            table.row(
                    new Code(area.code()),
                    area.name(),
                    area.within(),
                    area.registerCovered(),
                    area.covered(),
                    area.target(),
                    area.remaining(),
                    area.change(),
                    about.changeFrom(),
                    about.changeTo(),
                    area.withheld(),
                    area.changeWithheld(),
                    about.position(),
                    about.at());
        }
        return table.note("position", String.valueOf(about.position()))
                .note("at", Objects.toString(about.at(), ""))
                .note("changeFrom", about.changeFrom().toString())
                .note("changeTo", about.changeTo().toString())
                .note("fields", about.fields())
                .note("source", about.source())
                .note("goalSource", Objects.requireNonNullElse(about.goalSource(), ""))
                .note("licence", about.licence())
                .note("keptBack", about.keptBack());
    }
}
