package id.desaterlindungi.local;

import com.fasterxml.jackson.databind.JsonNode;
import id.desaterlindungi.local.sample.SampleUpload;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import org.postgresql.PGConnection;

/**
 * What has to work on the worst day, done on a system of its own: everything is lost but the backup; Kafka alone is lost; the
 * database of the totals alone is lost. After each, the register's census and the totals have to agree. {@code drill} beside this
 * module's pom starts it. Ends with an exception where anything is not as it has to be.
 */
public final class Drill {
    private static final String VILLAGE = "16.01.07.2001";
    private static final long TARGET = 41_000;
    private static final String GOAL =
            "{\"target\":41000,\"baseline\":30500,\"statedOn\":\"2026-03-02\",\"dueOn\":\"2027-12-31\",\"source\":\"Drill\"}";

    private final Path root;
    private final LocalStack stack;
    private final Path backup;
    private final ServiceLaunch enrollmentLaunch;
    private final ServiceLaunch reportingLaunch;
    private final ServiceClient services;
    private Instant began = Instant.now();

    private Drill(Path root, LocalStack stack) {
        this.root = root;
        this.stack = stack;
        this.backup = stack.settings().data().resolve("backup");
        this.enrollmentLaunch = ServiceLaunch.enrollment(stack, root);
        this.reportingLaunch = ServiceLaunch.reporting(stack, root, enrollmentLaunch.url());
        this.services = new ServiceClient(enrollmentLaunch.url(), reportingLaunch.url(), stack.token("service", "16"));
    }

    /** @param arguments the source tree */
    public static void main(String[] arguments) throws IOException, InterruptedException, SQLException {
        var data = Files.createTempDirectory("drill");
        try {
            try (var stack = LocalStack.startFresh(StackSettings.onFreePorts(data))) {
                new Drill(Path.of(arguments[0]), stack).run();
            }
        } finally {
            Directories.delete(data);
        }
    }

    private void run() throws IOException, InterruptedException, SQLException {
        var enrollment = ServiceProcess.start(enrollmentLaunch);
        var reporting = ServiceProcess.start(reportingLaunch);
        new SampleUpload(enrollmentLaunch.url(), stack.token("branch", "16"))
                .upload(root.resolve("deploy/local/sample/participants.csv"));
        services.awaitTotals();
        services.put(reportingLaunch.url().resolve("/v1/goals/16.01"), GOAL, stack.token("province", "16"));
        var before = census();
        done("A register of " + before.path("people").asLong() + " people, its census and the totals agree");

        takeBackup();
        done("Backup: the register's database (a cluster of " + megabytes(backup)
                + " MB), the keysets, the stated goals");
        importList();
        var after = census();
        if (after.path("people").asLong() <= before.path("people").asLong()) {
            throw new IllegalStateException("The list has enrolled nobody");
        }
        done("A list is enrolled after it: " + after.path("people").asLong() + " people");

        reporting.kill();
        enrollment.kill();
        loseEverything();
        done("EVERYTHING IS LOST: services, databases, topic, keysets");
        restoreRegister();
        done("The register's database and the keysets are restored; topic and totals' database are empty");
        sendAllAgain();
        enrollment = ServiceProcess.start(enrollmentLaunch);
        reporting = ServiceProcess.start(reportingLaunch);
        restoreGoals();
        done("Both services are ready");
        services.awaitTotals();
        expect(before, census());
        findByNik();
        findGoal();
        done("Topic and totals are made anew; they agree with the census, as of the backup; a person is found by NIK");
        importList();
        expect(after, census());
        done("The list that came after the backup is sent once more; nothing else was lost");

        stack.kafka().stop();
        Directories.delete(stack.settings().data().resolve("kafka"));
        stack.kafka().start();
        done("KAFKA IS LOST, and a new one is empty");
        sendAllAgain();
        expect(after, census());
        awaitPublished();
        done("All events are on the topic again; totals and census agree, nothing was counted twice");

        reporting.stop();
        stack.postgres().recreate("reporting");
        done("THE TOTALS' DATABASE IS LOST, and a new one is empty");
        reporting = ServiceProcess.start(reportingLaunch);
        restoreGoals();
        services.awaitTotals();
        expect(after, census());
        findGoal();
        done("The totals are folded anew from the topic; they agree with the census");
        reporting.stop();
        enrollment.stop();
    }

    private void takeBackup() throws IOException, SQLException {
        var data = stack.settings().data();
        Files.createDirectories(backup);
        try (var superuser = stack.postgres().connect("postgres", "postgres")) {
            BaseBackup.take(superuser, data.resolve("postgres"), backup.resolve("postgres"));
        }
        BaseBackup.restore(data.resolve("keys"), backup.resolve("keys"));
        try (var owner = stack.postgres().connect("reporting", "reporting_owner");
                var goals = Files.newOutputStream(backup.resolve("goals"))) {
            owner.unwrap(PGConnection.class).getCopyAPI().copyOut("copy goal to stdout", goals);
        }
    }

    /** The one thing in the totals' database that does not come from the register. Migrations state the province's. */
    private void restoreGoals() throws IOException, SQLException {
        try (var owner = stack.postgres().connect("reporting", "reporting_owner");
                var statement = owner.createStatement();
                var goals = Files.newInputStream(backup.resolve("goals"))) {
            owner.setAutoCommit(false);
            statement.execute("delete from goal");
            owner.unwrap(PGConnection.class).getCopyAPI().copyIn("copy goal from stdin", goals);
            owner.commit();
        }
    }

    private void findGoal() throws IOException, InterruptedException {
        var goal = services.get(reportingLaunch.url().resolve("/v1/goals/16.01"));
        if (goal.path("target").asLong() != TARGET) {
            throw new IllegalStateException("The stated goal is not there: " + goal);
        }
    }

    private void loseEverything() throws IOException {
        stack.kafka().stop();
        stack.postgres().stop();
        for (var lost : new String[] {"postgres", "kafka", "keys"}) {
            Directories.delete(stack.settings().data().resolve(lost));
        }
    }

    /** The totals' database came with the same cluster here. In a cluster of its own it would have been lost, so it is here. */
    private void restoreRegister() throws IOException, SQLException {
        var data = stack.settings().data();
        BaseBackup.restore(backup.resolve("postgres"), data.resolve("postgres"));
        BaseBackup.restore(backup.resolve("keys"), data.resolve("keys"));
        stack.postgres().start();
        stack.postgres().recreate("reporting");
        stack.kafka().start();
    }

    /** The publisher goes by its cursor in the register's database: set back, it sends the whole log in order. */
    private void sendAllAgain() throws SQLException {
        try (var owner = stack.postgres().connect("enrollment", "enrollment_owner");
                var statement = owner.createStatement()) {
            statement.execute("update event_cursor set position = 0 where stage = 'published'");
        }
    }

    private void awaitPublished() throws SQLException, InterruptedException {
        var deadline = System.nanoTime() + Duration.ofMinutes(2).toNanos();
        try (var owner = stack.postgres().connect("enrollment", "enrollment_owner");
                var statement = owner.createStatement()) {
            while (true) {
                try (var behind = statement.executeQuery("select count(distinct position) from event_cursor")) {
                    behind.next();
                    if (behind.getInt(1) == 1) {
                        return;
                    }
                }
                if (System.nanoTime() > deadline) {
                    throw new IllegalStateException("The log is not published");
                }
                Thread.sleep(50);
            }
        }
    }

    private void importList() throws IOException, InterruptedException {
        services.importList(
                root.resolve("deploy/local/sample/list.csv"),
                "villageCode=" + VILLAGE + "&segment=BPU&fundingSource=ADD&programmes=JKK%2BJKM");
        services.awaitTotals();
    }

    /** Takes one, and returns what the totals made of it. @throws IllegalStateException where they differ */
    private JsonNode census() throws IOException, InterruptedException {
        var operator = stack.token("operator", null);
        var position = services.post(enrollmentLaunch.url().resolve("/v1/census"), "", operator)
                .path("position")
                .asLong();
        var deadline = System.nanoTime() + Duration.ofMinutes(2).toNanos();
        while (true) {
            var last = services.get(reportingLaunch.url().resolve("/v1/reconciliations?limit=1"))
                    .path("items")
                    .path(0);
            if (last.path("position").asLong() >= position) {
                if (!last.path("matched").asBoolean()) {
                    throw new IllegalStateException("The totals differ from the register: " + last);
                }
                return last;
            }
            if (System.nanoTime() > deadline) {
                throw new IllegalStateException("The census of position " + position + " was not compared");
            }
            Thread.sleep(50);
        }
    }

    private static void expect(JsonNode before, JsonNode now) {
        if (before.path("people").asLong() != now.path("people").asLong()) {
            throw new IllegalStateException(
                    "There were " + before.path("people") + " people, and there are " + now.path("people"));
        }
    }

    /** With other keysets nobody would be found. */
    private void findByNik() throws IOException, InterruptedException {
        var nik = Files.readAllLines(root.resolve("deploy/local/sample/participants.csv"))
                .get(1)
                .split(",", 2)[0];
        var found = services.post(
                enrollmentLaunch.url().resolve("/v1/participants/search"),
                "{\"nik\":\"" + nik + "\"}",
                stack.token("branch", "16"));
        if (found.path("items").size() != 1) {
            throw new IllegalStateException("The first person of the sample is not found");
        }
    }

    private static long megabytes(Path directory) throws IOException {
        try (var files = Files.walk(directory)) {
            return files.filter(Files::isRegularFile)
                            .mapToLong(file -> file.toFile().length())
                            .sum()
                    / 1_000_000;
        }
    }

    private void done(String what) {
        var now = Instant.now();
        System.out.printf("%6.1f s  %s%n", Duration.between(began, now).toMillis() / 1000.0, what);
        began = Instant.now();
    }
}
