package id.desaterlindungi.reporting.progress;

import id.desaterlindungi.reporting.progress.snapshot.KeptAnswers;
import id.desaterlindungi.reporting.progress.snapshot.KeptAnswers.Told;
import id.desaterlindungi.reporting.progress.snapshot.Snapshots.Snapshot;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.LocalDate;
import java.util.List;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Reads the daily growth from which a forecast is made. */
@ApplicationScoped
class ForecastReader {
    private static final int DAYS = 90;

    private final KeptAnswers answers;

    ForecastReader(KeptAnswers answers) {
        this.answers = answers;
    }

    Optional<Told<Forecast>> forecast(String within) {
        return answers.answer(
                List.of("forecast", within),
                snapshot -> ProgressReader.area(snapshot.requireFlows(), within).map(area -> of(snapshot, area)));
    }

    static Forecast of(Snapshot snapshot, AreaProgress area) {
        var within = area.area().code();
        return Forecast.of(
                area, growth(snapshot, within), firstDay(snapshot, within), snapshot.today(), snapshot.asOf());
    }

    /** Net growth of the covered by day; a day on which nothing happened is absent. */
    private static NavigableMap<LocalDate, Long> growth(Snapshot snapshot, String within) {
        var growth = new TreeMap<LocalDate, Long>();
        snapshot.query("""
                        select day, sum(covered - carried_over) as growth
                          from flow
                         where generation = :generation and area_code = :within and day >= :first
                         group by day
                        """)
                .bind("within", within)
                .bind("first", snapshot.today().minusDays(DAYS))
                .map((row, _) -> growth.put(row.getObject("day", LocalDate.class), row.getLong("growth")))
                .list();
        return growth;
    }

    /**
     * The area's first day, but not before the register's first event. Enrollments can be dated back further, but what else happened
     * before the register began is not known.
     */
    private static @Nullable LocalDate firstDay(Snapshot snapshot, String within) {
        return snapshot.query("""
                        select greatest(min(day), cast(:first as date))
                          from flow
                         where generation = :generation and area_code = :within
                        having min(day) is not null
                        """)
                .bind("within", within)
                .bind("first", snapshot.firstDay())
                .mapTo(LocalDate.class)
                .findOne()
                .orElse(null);
    }
}
