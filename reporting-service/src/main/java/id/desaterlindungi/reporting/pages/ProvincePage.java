package id.desaterlindungi.reporting.pages;

import id.desaterlindungi.reporting.area.Level;
import id.desaterlindungi.reporting.pages.drawing.Bar;
import id.desaterlindungi.reporting.pages.drawing.Borders;
import id.desaterlindungi.reporting.pages.drawing.HistoryChart;
import id.desaterlindungi.reporting.pages.figures.OfficeFigures;
import id.desaterlindungi.reporting.pages.figures.Pace;
import id.desaterlindungi.reporting.pages.figures.People;
import id.desaterlindungi.reporting.pages.words.Formats;
import id.desaterlindungi.reporting.pages.words.Words;
import id.desaterlindungi.reporting.progress.PageReader.Province;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.temporal.ChronoUnit;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What the page of the province shows, in words and lengths. Texts that have nothing to say are empty. */
record ProvincePage(
        String name,
        boolean hasGoal,
        boolean hasRegister,
        String covered,
        String register,
        String baseline,
        String target,
        String remaining,
        String percent,
        String at,
        String coveredLength,
        String baselineLength,
        boolean overdue,
        String due,
        String overdueDays,
        String coverage,
        String workforce,
        String stated,
        String source,
        List<HistoryChart> charts,
        List<Week> weeks,
        String pace,
        String outlook,
        boolean isWithheld,
        String leaders,
        String changes,
        String changeHead,
        TileMap map,
        BorderMap borders,
        String bordersSource,
        List<PartRow> parts,
        List<SortLink> sorts,
        FileLinks files,
        List<People> people,
        boolean inFull,
        Money money,
        Moment moment) {
    private static final int BAR = 1_000;
    private static final int WEEKS_SHOWN = 53;
    private static final BigDecimal HUNDRED_THOUSAND = BigDecimal.valueOf(100_000);

    /** The end of a week. */
    record Week(String name, String value) {}

    /**
     * @param borders null where tiles are drawn
     * @param bordersSource where they come from, as somebody has set it; empty where nobody has
     */
    static ProvincePage of(
            Province province,
            PartOrder order,
            long extra,
            @Nullable Borders borders,
            String bordersSource,
            Visit visit,
            Words words) {
        var formats = visit.formats();
        var place = province.place();
        var area = place.area();
        var goal = area.goal();
        var covered = area.covered();
        var register = area.register().covered();
        var hasGoal = goal != null && covered != null && register != null;
        var target = goal == null ? 0 : goal.target();
        var reached = covered == null ? 0 : covered;
        var inRegister = register == null ? 0 : register;
        var coverage = area.coverage();
        var points = province.weeks();
        var history = points.size() > 1;
        var moment = Moment.of(place, formats);
        return new ProvincePage(
                area.area().name(),
                hasGoal,
                register != null,
                formats.number(reached),
                formats.number(inRegister),
                formats.number(reached - inRegister),
                formats.number(target),
                formats.number(area.remaining() == null ? 0 : area.remaining()),
                area.percentOfGoal() == null ? "" : formats.percent(area.percentOfGoal()),
                moment.at(),
                Bar.length(reached, target, BAR),
                Bar.length(reached - inRegister, target, BAR),
                goal != null && goal.overdue(),
                goal == null ? "" : formats.day(goal.dueOn()),
                goal == null ? "" : formats.number(ChronoUnit.DAYS.between(goal.dueOn(), place.today())),
                coverage == null ? "" : formats.percent(coverage.percent()),
                coverage == null ? "" : workforce(coverage.workforce(), formats, words),
                goal == null ? "" : formats.day(goal.statedOn()),
                goal == null ? "" : goal.source(),
                history
                        ? List.of(
                                HistoryChart.of(points, target, province.forecast(), formats, 760, 320),
                                HistoryChart.of(points, target, province.forecast(), formats, 320, 280))
                        : List.of(),
                points.reversed().stream()
                        .limit(WEEKS_SHOWN)
                        .map(point -> new Week(formats.day(point.day()), formats.number(point.covered())))
                        .toList(),
                Pace.told(province.forecast(), formats, words),
                Pace.outlook(province.forecast(), formats, words),
                province.parts().stream().anyMatch(part -> part.covered() == null),
                PartRow.leaders(province.parts(), formats, words),
                PartRow.changes(province.parts(), place.changesUntil(), formats, words),
                words.changeHead(formats.shortDay(place.changesUntil())),
                TileMap.of(province.parts(), visit),
                BorderMap.of(borders, province.parts(), visit),
                bordersSource,
                PartRow.of(province.parts(), order, visit, words),
                order.links(visit, words),
                FileLinks.of(Level.REGENCY, visit, words),
                province.inFull()
                        .map(inFull -> OfficeFigures.people(inFull, place.today(), formats, words))
                        .orElseGet(() -> province.people().stream()
                                .map(breakdown -> People.of(breakdown, formats, words))
                                .toList()),
                province.inFull().isPresent(),
                Money.of(place, extra, visit, words),
                moment);
    }

    public boolean hasHistory() {
        return !charts.isEmpty();
    }

    public boolean hasBorders() {
        return !borders.shapes().isEmpty();
    }

    public boolean hasPeople() {
        return !people.isEmpty();
    }

    public boolean hasWorkforce() {
        return !workforce.isEmpty();
    }

    /** Derived numbers are told as no more exact than they are: about 3.0 million. */
    private static String workforce(long workers, Formats formats, Words words) {
        var rounded = BigDecimal.valueOf(workers)
                .divide(HUNDRED_THOUSAND, 0, RoundingMode.HALF_UP)
                .multiply(HUNDRED_THOUSAND)
                .longValue();
        return words.about(formats.number(rounded));
    }
}
