package id.desaterlindungi.benchmark;

import id.desaterlindungi.benchmark.report.Report;
import id.desaterlindungi.benchmark.report.Series;
import id.desaterlindungi.benchmark.report.Target;
import java.util.List;
import java.util.function.IntFunction;

/** Totals of a full register, asked for at a rate and as fast as they are answered, beside a constant answer to whoever has a token. */
final class TotalReads implements Scenario {
    private static final int RATE = 2_000;
    private static final int CALLERS = 32;
    /** Asks nothing but who is asking: a list of two codes that never changes. */
    private static final String CONSTANT = "/v1/reference/segments";

    private record Read(String what, IntFunction<String> path) {}

    @Override
    public String name() {
        return "totals";
    }

    @Override
    public String title() {
        return "Reads of totals";
    }

    @Override
    public void measure(Workbench workbench, Report report) throws Exception {
        var scale = workbench.scale();
        var rate = scale.of(RATE, 200);
        var bed = workbench.full();
        var villages = bed.population().villages();
        var reads = List.of(
                new Read("headline of the province", _ -> "/v1/progress"),
                new Read("headline of a village", i -> "/v1/progress?within=" + RegisterRead.pick(i, villages)),
                new Read("regencies of the province", _ -> "/v1/progress/areas?level=regency"),
                new Read(
                        "breakdown of a regency by two facets",
                        i -> "/v1/progress/breakdown?by=occupation,fundingSource&within="
                                + RegisterRead.pick(i, villages).substring(0, 5)));
        var totals = bed.totals();
        var register = bed.register();
        bed.awaitCounted(totals, bed.events());
        warmUp(i -> register.get(CONSTANT), rate, scale);
        for (var read : reads) {
            IntFunction<Wire.Answer> call = i -> totals.get(read.path().apply(i));
            IntFunction<Wire.Answer> constant = i -> register.get(CONSTANT);
            var figures = new Figures(read.what(), rate);
            var bare = new Figures("a constant answer", rate);
            figures.times.report(report, bare.times, Target.atMost(5));
            report.beside(figures.most, bare.most, Target.atLeastOfBaseline(0.6));
            warmUp(call, rate, scale);
            for (var round = 0; round < scale.rounds(); round++) {
                bare.measure(constant, rate, scale);
                figures.measure(call, rate, scale);
            }
        }
        report.note(
                "Totals of %,d people, %d callers at once where as many are asked for as are answered. The constant answer is `GET %s` of the register's service: the token is checked, and nothing else happens."
                        .formatted(scale.people(), CALLERS, CONSTANT));
    }

    private static void warmUp(IntFunction<Wire.Answer> call, int rate, Scale scale) {
        Load.open(rate, scale.seconds(8), call);
    }

    private record Figures(Times times, Series most) {
        Figures(String what, int rate) {
            this(Times.of(what, " at %,d/s".formatted(rate)), new Series(what + ", at most", "reads/s"));
        }

        void measure(IntFunction<Wire.Answer> call, int rate, Scale scale) throws Exception {
            var load = Load.open(rate, scale.seconds(5), call).requireGood();
            times.add(load);
            most.add(Load.closed(CALLERS, scale.seconds(4), call).requireGood().perSecond());
        }
    }
}
