package id.desaterlindungi.reporting.pages.figures;

import id.desaterlindungi.reporting.pages.drawing.HistoryChart;
import id.desaterlindungi.reporting.pages.words.Formats;
import id.desaterlindungi.reporting.pages.words.Words;
import id.desaterlindungi.reporting.progress.PageReader.InFull;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What an office sees of an area below the province beside what anybody sees.
 *
 * @param pace empty, as the outlook is, where nothing can be said
 */
public record OfficeFigures(List<People> people, Optional<Goal> goal, String pace, String outlook, List<Week> weeks) {
    private static final int WEEKS_SHOWN = 53;

    /** The end of a week. */
    public record Week(String name, String value) {}

    /**
     * That of the area itself, in sentences.
     *
     * @param charts of the weeks toward it, for broad and narrow screens; none before there are two
     */
    public record Goal(String reached, String due, String source, List<HistoryChart> charts) {}

    /** @param at the moment that the figures are of, in words */
    public static OfficeFigures of(InFull inFull, LocalDate today, String at, Formats formats, Words words) {
        return new OfficeFigures(
                people(inFull, today, formats, words),
                goal(inFull, today, at, formats, words),
                Pace.told(inFull.forecast(), formats, words),
                Pace.outlook(inFull.forecast(), formats, words),
                inFull.weeks().reversed().stream()
                        .limit(WEEKS_SHOWN)
                        .map(point -> new Week(formats.day(point.day()), formats.number(point.covered())))
                        .toList());
    }

    private static Optional<Goal> goal(InFull inFull, LocalDate today, String at, Formats formats, Words words) {
        var area = inFull.area();
        var goal = area.goal();
        var covered = area.covered();
        var percent = area.percentOfGoal();
        if (goal == null || covered == null || percent == null) {
            return Optional.empty();
        }
        var remaining = area.remaining() == null ? 0 : area.remaining();
        var due = formats.day(goal.dueOn());
        var weeks = inFull.weeks();
        return Optional.of(new Goal(
                words.sentence(
                        formats.number(covered),
                        area.area().name(),
                        formats.percent(percent),
                        formats.number(goal.target()),
                        formats.number(remaining),
                        at),
                goal.overdue()
                        ? words.overdue(due, formats.number(ChronoUnit.DAYS.between(goal.dueOn(), today)))
                        : words.due(due),
                words.goalSource(formats.day(goal.statedOn())) + " " + goal.source() + ".",
                weeks.size() > 1
                        ? List.of(
                                HistoryChart.of(weeks, goal.target(), inFull.forecast(), formats, 760, 320),
                                HistoryChart.of(weeks, goal.target(), inFull.forecast(), formats, 320, 280))
                        : List.of()));
    }

    /** How cover stands, and who the covered are. */
    public static List<People> people(InFull inFull, LocalDate today, Formats formats, Words words) {
        var byStatus = inFull.area().register().byStatus();
        return Stream.of(
                        byStatus == null
                                ? Stream.<People>empty()
                                : Stream.of(People.byStatus(byStatus, formats, words)),
                        Stream.of(People.byAge(inFull.ages(), today.getYear(), formats, words)),
                        inFull.people().stream().map(breakdown -> People.of(breakdown, formats, words)))
                .flatMap(all -> all)
                .filter(people -> !people.items().isEmpty())
                .toList();
    }

    public boolean hasGoal() {
        return goal.isPresent();
    }

    public boolean hasPeople() {
        return !people.isEmpty();
    }

    public boolean hasWay() {
        return !weeks.isEmpty();
    }
}
