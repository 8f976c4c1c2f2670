package id.desaterlindungi.benchmark;

import id.desaterlindungi.benchmark.report.Report;
import id.desaterlindungi.benchmark.report.Series;
import java.util.List;
import java.util.function.IntFunction;

/** The pages that everybody sees, as a browser gets them: packed, and another village each time. */
final class Pages implements Scenario {
    private static final int RATE = 200;
    private static final String FILE = "/assets/pages.css";

    private record Page(String what, IntFunction<String> path) {}

    @Override
    public String name() {
        return "pages";
    }

    @Override
    public String title() {
        return "Pages for everybody";
    }

    @Override
    public void measure(Workbench workbench, Report report) throws Exception {
        var scale = workbench.scale();
        var bed = workbench.full();
        var villages = bed.population().villages();
        var pages = List.of(
                new Page("the province", _ -> "/"),
                new Page(
                        "a regency",
                        i -> "/areas/" + RegisterRead.pick(i, villages).substring(0, 5)),
                new Page("a village", i -> "/areas/" + RegisterRead.pick(i, villages)),
                new Page("a village, to print", i -> "/print/" + RegisterRead.pick(i, villages)),
                new Page("where figures come from", _ -> "/about"));
        bed.awaitCounted(bed.totals(), bed.events());
        var browser = Caller.anybody(bed.reporting().port());
        for (var page : pages) {
            var file = new Figures("a file of the same service");
            var shown = new Figures(page.what());
            shown.report(report, file);
            Load.open(RATE, scale.seconds(2), i -> browser.get(FILE)).requireGood();
            Load.open(RATE, scale.seconds(2), i -> browser.get(page.path().apply(i)));
            for (var round = 0; round < scale.rounds(); round++) {
                file.measure(scale, i -> browser.get(FILE));
                shown.measure(scale, i -> browser.get(page.path().apply(i)));
            }
            shown.bytes.add(browser.get(page.path().apply(0)).bytes());
        }
        report.note(
                "%d requests a second, without a token, of %,d people. The file is `%s`; bytes are those on the wire, packed, with the answer's head and without what pages share."
                        .formatted(RATE, scale.people(), FILE));
    }

    private record Figures(Series firstByte, Times whole, Series bytes) {
        Figures(String what) {
            this(
                    new Series(what + ": first byte, p99", "ms"),
                    Times.of(what, ""),
                    new Series(what + ": on the wire", "bytes"));
        }

        void report(Report report, Figures baseline) {
            report.beside(firstByte, baseline.firstByte);
            whole.report(report, baseline.whole, null);
            report.beside(bytes, null, null);
        }

        void measure(Scale scale, IntFunction<Wire.Answer> call) {
            var load = Load.open(RATE, scale.seconds(5), call).requireGood();
            firstByte.add(load.firstByteMillis(99));
            whole.add(load);
        }
    }
}
