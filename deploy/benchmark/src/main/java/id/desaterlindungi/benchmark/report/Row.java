package id.desaterlindungi.benchmark.report;

import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** A figure beside its baseline. */
record Row(
        Series measured,
        @Nullable Series baseline,
        @Nullable Target target) {
    /** The measured as a share of its baseline: round by round where both were measured in the same rounds. NaN without one. */
    double ratio() {
        if (baseline == null) {
            return Double.NaN;
        }
        var own = measured.rounds();
        var other = baseline.rounds();
        if (own.size() != other.size()) {
            return measured.median() / baseline.median();
        }
        return Series.median(IntStream.range(0, own.size())
                .mapToObj(round -> own.get(round) / other.get(round))
                .toList());
    }

    boolean isMet(Target aim) {
        return aim.isMetBy(aim.ofBaseline() ? ratio() : measured.median());
    }
}
