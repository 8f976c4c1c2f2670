package id.desaterlindungi.benchmark;

import id.desaterlindungi.benchmark.report.Report;
import id.desaterlindungi.benchmark.report.Series;
import java.sql.SQLException;
import java.util.stream.Stream;

/** Reads of a full register as they are, beside the same with the policies switched off that hold rows to areas. */
final class Policies implements Scenario {
    private static final int RATE = 100;
    private static final String OFFICE = "16.01";

    @Override
    public String name() {
        return "policies";
    }

    @Override
    public String title() {
        return "Reads of a full register, with and without row level security";
    }

    @Override
    public void measure(Workbench workbench, Report report) throws Exception {
        var scale = workbench.scale();
        var bed = workbench.full();
        var branch = bed.register();
        var office = Caller.withRole(bed.stack(), bed.enrollment(), "regency", OFFICE);
        var reads = Stream.concat(
                        RegisterRead.all(branch, bed.population(), scale.people()).stream(),
                        Stream.of(new RegisterRead(
                                "a regency's office: list of all that it may see, by day of enrollment",
                                i -> RegisterRead.list(
                                        office, "sort=enrolledOn&enrolledFrom=2026-0" + (1 + i % 9) + "-10"))))
                .toList();
        try {
            for (var read : reads) {
                var with = new Figures(read.what());
                var without = new Figures("without policies");
                with.report(report, without);
                Load.open(RATE, scale.seconds(3), read.call()).requireGood();
                for (var round = 0; round < scale.rounds(); round++) {
                    // Whoever is second finds more in memory: they take turns in that too.
                    measure(read, round % 2 == 0 ? without : with, round % 2 == 1, bed, scale);
                    measure(read, round % 2 == 0 ? with : without, round % 2 == 0, bed, scale);
                }
            }
        } finally {
            hold(bed, true);
        }
        report.note(
                "%,d people, %d requests a second, in each round once with policies and once without; the processor time is that of one request. Both send the settings from which policies know a caller's areas."
                        .formatted(scale.people(), RATE));
    }

    private record Figures(Times times, Series service, Series postgres) {
        Figures(String what) {
            this(
                    Times.of(what, ""),
                    new Series(what + ": processor time of the service", "ms"),
                    new Series(what + ": processor time of PostgreSQL", "ms"));
        }

        void report(Report report, Figures without) {
            times.report(report, without.times, null);
            report.beside(service, without.service);
            report.beside(postgres, without.postgres);
        }
    }

    private static void measure(RegisterRead read, Figures figures, boolean held, Bed bed, Scale scale)
            throws Exception {
        hold(bed, held);
        Load.open(RATE, scale.seconds(1), read.call());
        var before = ProcessorTime.of(bed.enrollment(), bed);
        var load = Load.open(RATE, scale.seconds(5), read.call()).requireGood();
        var taken = ProcessorTime.of(bed.enrollment(), bed).since(before);
        figures.times.add(load);
        figures.service.add(taken.service() / load.calls());
        figures.postgres.add(taken.postgres() / load.calls());
    }

    /** In the benchmark's own database alone. Tables keep their policies, whether or not these are asked. */
    private static void hold(Bed bed, boolean held) throws SQLException {
        try (var connection = bed.owner("enrollment");
                var statement = connection.createStatement()) {
            statement.execute("""
                    do $$
                    declare held regclass;
                    begin
                        set local lock_timeout = '10s';
                        for held in select distinct polrelid::regclass from pg_policy loop
                            execute format('alter table %%s %s row level security', held);
                        end loop;
                    end $$
                    """.formatted(held ? "enable" : "disable"));
        }
    }
}
