package id.desaterlindungi.benchmark;

import id.desaterlindungi.benchmark.report.Report;
import id.desaterlindungi.benchmark.report.Series;
import id.desaterlindungi.benchmark.report.Target;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** Single enrollments beside what one would take instead: an API made from the table itself, without token, rules and events. */
final class Peer implements Scenario {
    private static final int INSTALLED_WITHIN_MINUTES = 5;
    private static final String DATABASE = "peer";

    /** Its table is its own, and so are the people in it. */
    private final AtomicInteger next = new AtomicInteger();

    private final Series theirs = new Series("an instant CRUD API on the same PostgreSQL", "people/s");
    private final Series ours = new Series("one by one over HTTP, 32 connections, warm", "people/s");
    private final Series theirP99 = new Series("an instant CRUD API", "ms");
    private final Series ourP99 = new Series("one of them, p99", "ms");

    @Override
    public String name() {
        return "peer";
    }

    @Override
    public String title() {
        return "Single enrollments beside an instant CRUD API";
    }

    @Override
    public void measure(Workbench workbench, Report report) throws Exception {
        var scale = workbench.scale();
        var bed = workbench.empty();
        var folder = workbench.data().resolve("peer");
        if (!install(folder, scale)) {
            report.note("Skipped: the packages of the other API are not installed here, and npm did not install them.");
            return;
        }
        report.beside(ours, theirs, Target.atLeastOfBaseline(1));
        report.beside(ourP99, theirP99);
        create(bed);
        var port = freePort();
        var process = start(bed, folder, port);
        try {
            Bed.await("the other API is ready", () -> answers(port));
            var register = bed.register();
            var api = Caller.anybody(port);
            for (var round = 0; round <= scale.rounds(); round++) {
                var length = scale.seconds(round == 0 ? 60 : 20); // The first warms both.
                var their = Load.closed(Singles.CALLERS, length, _ -> api.post("/participants", row(bed)))
                        .requireGood();
                var our = Load.closed(Singles.CALLERS, length, _ -> Enrollment.one(register, bed))
                        .requireGood();
                if (round > 0) {
                    theirs.add(their.perSecond());
                    theirP99.add(their.millis(99));
                    ours.add(our.perSecond());
                    ourP99.add(our.millis(99));
                }
            }
        } finally {
            process.destroy();
            process.waitFor();
        }
        report.note(
                "The other inserts a row of the same columns into a table with two indexes, and nothing else: no token, no rules, no event, nothing sealed. It is @platformatic/db, one process of Node.js, 32 connections.");
    }

    /** Only a full run fetches what is not there. */
    private static boolean install(Path folder, Scale scale) throws Exception {
        if (Files.exists(folder.resolve("node_modules/@platformatic/db"))) {
            return true;
        }
        if (scale == Scale.QUICK) {
            return false;
        }
        Files.createDirectories(folder);
        for (var file : List.of("package.json", "server.js")) {
            try (var from = Objects.requireNonNull(Peer.class.getResourceAsStream("/peer/" + file))) {
                Files.write(folder.resolve(file), from.readAllBytes());
            }
        }
        try {
            var npm = new ProcessBuilder("npm", "install", "--no-audit", "--no-fund", "--omit=dev", "--ignore-scripts")
                    .directory(folder.toFile())
                    .redirectErrorStream(true)
                    .redirectOutput(folder.resolve("npm.log").toFile())
                    .start();
            if (npm.waitFor(INSTALLED_WITHIN_MINUTES, TimeUnit.MINUTES)) {
                return npm.exitValue() == 0;
            }
            npm.destroyForcibly();
            return false;
        } catch (IOException e) {
            return false; // There is no npm.
        }
    }

    private static void create(Bed bed) throws Exception {
        try (var connection = bed.connect("postgres", "postgres");
                var statement = connection.createStatement()) {
            statement.execute("drop database if exists %s with (force)".formatted(DATABASE));
            statement.execute("create database " + DATABASE);
        }
        try (var connection = bed.connect(DATABASE, "postgres");
                var statement = connection.createStatement()) {
            statement.execute("""
                    create table participants (
                        id uuid primary key default uuidv7(),
                        nik text not null unique,
                        name text not null,
                        birth_date date not null,
                        sex text not null,
                        village_code text not null,
                        segment text not null,
                        occupation text not null,
                        funding_source text not null,
                        programmes text not null,
                        enrolled_on date not null,
                        backdating_reason text)
                    """);
        }
    }

    private static Process start(Bed bed, Path folder, int port) throws IOException {
        var address = "postgres://postgres:local@localhost:%d/%s"
                .formatted(bed.stack().settings().postgresPort(), DATABASE);
        return new ProcessBuilder("node", "server.js", address, Integer.toString(port))
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("server.log").toFile())
                .start();
    }

    private String row(Bed bed) {
        var person = new HashMap<>(bed.population().person(next.getAndIncrement()));
        person.put("programmes", "JKK+JKM");
        return Bed.json(person);
    }

    private static int freePort() {
        try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static boolean answers(int port) {
        try (var _ = new Socket(InetAddress.getLoopbackAddress(), port)) {
            return true;
        } catch (IOException e) {
            return false;
        }
    }
}
