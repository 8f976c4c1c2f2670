package id.desaterlindungi.reporting.progress;

import id.desaterlindungi.reporting.coverage.FlowKind;
import id.desaterlindungi.reporting.progress.History.Flow;
import id.desaterlindungi.reporting.progress.History.Net;
import id.desaterlindungi.reporting.progress.History.Step;
import id.desaterlindungi.reporting.progress.snapshot.AsOf;
import id.desaterlindungi.reporting.progress.snapshot.KeptAnswers;
import id.desaterlindungi.reporting.progress.snapshot.KeptAnswers.Told;
import id.desaterlindungi.reporting.progress.snapshot.Snapshots.Snapshot;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Starts from the present figures and goes back by what happened since. */
@ApplicationScoped
class HistoryReader {
    private final KeptAnswers answers;

    HistoryReader(KeptAnswers answers) {
        this.answers = answers;
    }

    /** What happened on one day, of one kind. */
    record Happened(LocalDate day, FlowKind kind, Flow flow, long carriedOver) {}

    /** @param to null for today in Asia/Jakarta */
    Optional<Told<History>> history(
            String within, @Nullable LocalDate from, @Nullable LocalDate to, Interval interval) {
        var request = List.<Object>of("history", within, Optional.ofNullable(from), Optional.ofNullable(to), interval);
        return answers.answer(
                request,
                snapshot -> ProgressReader.area(snapshot.requireFlows(), within).map(area -> {
                    LocalDate last = to == null ? snapshot.today() : to;
                    LocalDate first = from == null ? last.minusYears(1).plusDays(1) : from;
                    return of(area, first, last, interval, since(snapshot, within, first), snapshot.asOf());
                }));
    }

    static List<Happened> since(Snapshot snapshot, String within, LocalDate first) {
        return snapshot.query("""
                        select day, kind, people, covered, carried_over
                          from flow
                         where generation = :generation and area_code = :within and day >= :first
                         order by day
                        """)
                .bind("within", within)
                .bind("first", first)
                .map((row, _) -> new Happened(
                        row.getObject("day", LocalDate.class),
                        FlowKind.valueOf(row.getString("kind")),
                        new Flow(row.getLong("people"), row.getLong("covered")),
                        row.getLong("carried_over")))
                .list();
    }

    /** @param since everything that happened from the first day on, also after the last day */
    static History of(
            AreaProgress area, LocalDate first, LocalDate last, Interval interval, List<Happened> since, AsOf asOf) {
        var tallies = new TreeMap<LocalDate, Tally>();
        for (var day = first; !day.isAfter(last); day = interval.endOf(day).plusDays(1)) {
            tallies.put(day, new Tally());
        }
        var later = new Tally();
        for (var one : since) {
            var step = one.day().isAfter(last) ? null : tallies.floorEntry(one.day());
            (step == null ? later : step.getValue()).add(one);
        }
        var after = later.net;
        var steps = new ArrayList<Step>();
        for (var step : tallies.descendingMap().entrySet()) {
            var end = interval.endOf(step.getKey());
            var tally = step.getValue();
            steps.addFirst(new Step(
                    step.getKey(),
                    end.isAfter(last) ? last : end,
                    area.covered() == null ? null : area.covered() - after.covered() + after.carriedOver(),
                    registerCovered(area) - after.covered(),
                    tally.net,
                    tally.flows));
            after = after.plus(tally.net);
        }
        return new History(area.area(), interval.label(), List.copyOf(steps), later.net, asOf);
    }

    private static final class Tally {
        private final Map<FlowKind, Flow> flows = new EnumMap<>(FlowKind.class);
        private Net net = new Net(0, 0);

        void add(Happened one) {
            net = net.plus(new Net(one.flow().covered(), one.carriedOver()));
            flows.merge(one.kind(), one.flow(), Flow::plus);
        }
    }

    private static long registerCovered(AreaProgress area) {
        var covered = area.register().covered();
        return covered == null ? 0 : covered;
    }
}
