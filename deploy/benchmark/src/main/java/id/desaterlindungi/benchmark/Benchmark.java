package id.desaterlindungi.benchmark;

import id.desaterlindungi.benchmark.report.Report;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** Runs scenarios, all of them unless some are named. {@code run} beside this module's pom starts it. */
public final class Benchmark {
    private static final String QUICK = "--quick";

    private Benchmark() {}

    private static List<Scenario> scenarios() {
        return List.of(
                new Folding(),
                new Policies(),
                new Pages(),
                new TotalReads(),
                new Freshness(),
                new Starts(),
                new Singles(),
                new Peer(),
                new Batches(),
                new Lists(),
                new Publishing(),
                new Storage(),
                new Growth());
    }

    /** @param arguments the source tree, then {@code --quick} and names */
    public static void main(String[] arguments) throws Exception {
        var wanted = new ArrayList<>(List.of(arguments));
        var root = Path.of(wanted.removeFirst());
        var scale = wanted.remove(QUICK) ? Scale.QUICK : Scale.FULL;
        run(root, root.resolve("deploy/benchmark/.data"), scale, Set.copyOf(wanted));
    }

    /** @param names of scenarios; none for all that there are */
    static void run(Path root, Path data, Scale scale, Set<String> names) throws Exception {
        var all = scenarios();
        var known = all.stream().map(Scenario::name).toList();
        if (!known.containsAll(names)) {
            throw new IllegalArgumentException("There are " + String.join(", ", known));
        }
        try (var workbench = new Workbench(root, data, scale, Population.of(root))) {
            for (var scenario : all) {
                if (names.isEmpty() || names.contains(scenario.name())) {
                    run(scenario, workbench, root);
                }
            }
        }
    }

    private static void run(Scenario scenario, Workbench workbench, Path root) throws Exception {
        System.out.printf("%s: %s%n", scenario.name(), scenario.title());
        var begin = System.nanoTime();
        var report = new Report(scenario.name(), scenario.title());
        scenario.measure(workbench, report);
        report.ranOn(workbench.postgresVersion());
        if (workbench.scale() == Scale.FULL) {
            report.keep(root);
        }
        System.out.printf("%s took %.0f s%n", scenario.name(), Bed.seconds(begin));
    }
}
