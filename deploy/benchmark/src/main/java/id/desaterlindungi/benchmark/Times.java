package id.desaterlindungi.benchmark;

import id.desaterlindungi.benchmark.report.Report;
import id.desaterlindungi.benchmark.report.Series;
import id.desaterlindungi.benchmark.report.Target;
import org.jspecify.annotations.Nullable;

/** How long calls of one kind took, round by round. */
record Times(Series p50, Series p99) {
    /** @param condition that they were measured under, or nothing: {@code " at 2,000/s"} */
    static Times of(String what, String condition) {
        return new Times(new Series(what + ": p50" + condition, "ms"), new Series(what + ": p99" + condition, "ms"));
    }

    void add(Load load) {
        p50.add(load.millis(50));
        p99.add(load.millis(99));
    }

    /** @param target of the longest that one of a hundred may take */
    void report(Report report, Times baseline, @Nullable Target target) {
        report.beside(p50, baseline.p50);
        report.beside(p99, baseline.p99, target);
    }
}
