package id.desaterlindungi.enrollment.audit;

import id.desaterlindungi.enrollment.BusinessClock;
import id.desaterlindungi.enrollment.background.Figures;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.Startup;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;

/**
 * How many callers got far more today than they usually do, and for how many months the record has a place. Who they are is in the
 * record, and in no metric. The numbers come from the database, so that every replica shows the same; they are NaN while it does not
 * answer.
 */
@ApplicationScoped
@Startup
class AuditMetrics {
    private static final Duration FRESH = Duration.ofSeconds(30);

    private final Jdbi jdbi;
    private final AuditSettings settings;
    private final Clock clock;

    AuditMetrics(Jdbi jdbi, AuditSettings settings, Clock clock, MeterRegistry metrics) {
        this.jdbi = jdbi;
        this.settings = settings;
        this.clock = clock;
        var figures = new Figures<>(FRESH, () -> new Reading(query(), months()));
        for (var kind : List.of("DISCLOSED", "ELSEWHERE", "SHOWN")) {
            Gauge.builder(
                            "enrollment.access.unusual.callers",
                            figures.shown(read -> read.callers.getOrDefault(kind, 0L)))
                    .tag("kind", kind)
                    .description("Callers who got far more today than in the days before")
                    .register(metrics);
        }
        Gauge.builder("enrollment.access.months", figures.shown(Reading::months))
                .description(
                        "Months after this one for which the access record has a place, up to the first that has none")
                .register(metrics);
    }

    private record Reading(Map<String, Long> callers, long months) {}

    long months() {
        return jdbi.withHandle(handle -> months(handle));
    }

    /** Up to the first gap, which this month may be: what comes after it helps nobody before. */
    static long months(Handle handle) {
        return handle.createQuery("""
                        with here as (
                            select relname, row_number() over (order by relname) - 1 as place
                            from pg_inherits join pg_class on pg_class.oid = inhrelid
                            where inhparent = 'access_record'::regclass
                              and relname >= 'access_record_' || to_char(now() at time zone 'UTC', 'YYYYMM')
                        )
                        select greatest(count(*) - 1, 0) from here
                        where relname = 'access_record_'
                            || to_char(date_trunc('month', now() at time zone 'UTC') + place * interval '1 month', 'YYYYMM')
                        """).mapTo(Long.class).one();
    }

    Map<String, Long> query() {
        return jdbi.withHandle(handle -> handle.createQuery("""
                        select kind, count(*) as callers
                        from telling today
                        where day = :today
                          and told > case kind when 'DISCLOSED' then :disclosed when 'ELSEWHERE' then :elsewhere else :shown end
                          and told > :times * coalesce((
                              select avg(told) from telling before
                              where before.kind = today.kind and before.actor = today.actor and before.day < today.day), 0)
                        group by kind
                        """)
                .bind("today", BusinessClock.today(clock))
                .bind("disclosed", settings.unusualDisclosures())
                .bind("elsewhere", settings.unusualElsewhere())
                .bind("shown", settings.unusualPeople())
                .bind("times", settings.unusualTimes())
                .reduceRows(new HashMap<>(), (callers, row) -> {
                    callers.put(row.getColumn("kind", String.class), row.getColumn("callers", Long.class));
                    return callers;
                }));
    }
}
