package id.desaterlindungi.benchmark;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import id.desaterlindungi.benchmark.Wire.Answer;
import id.desaterlindungi.local.LocalStack;
import id.desaterlindungi.local.ServiceLaunch;
import id.desaterlindungi.local.ServiceProcess;
import id.desaterlindungi.local.StackSettings;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/** The servers on one data folder, and the services that run on them: each is started when it is asked for. */
final class Bed implements AutoCloseable {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Duration PATIENCE = Duration.ofMinutes(30);
    private static final Duration LOOK = Duration.ofMillis(20);
    /** Without these a commit is a promise that nobody keeps, and its speed means nothing. */
    private static final List<String> DURABLE = List.of("fsync", "synchronous_commit", "full_page_writes");

    private static final int NUMBERS_AT_ONCE = 1_000;

    private final Path root;
    private final Path data;
    private final LocalStack stack;
    private final Population population;
    private final Scale scale;
    private @Nullable ServiceProcess enrollment;
    private @Nullable ServiceProcess reporting;
    private int next;
    private int nextReserved;

    private Bed(Path root, Path data, LocalStack stack, Population population, Scale scale) throws SQLException {
        this.root = root;
        this.data = data;
        this.stack = stack;
        this.population = population;
        this.scale = scale;
        requireDurable();
    }

    static Bed kept(Path root, Path data, Population population, Scale scale) throws SQLException {
        return new Bed(root, data, LocalStack.start(StackSettings.onFreePorts(data)), population, scale);
    }

    static Bed fresh(Path root, Path data, Population population, Scale scale) throws SQLException {
        return new Bed(root, data, LocalStack.startFresh(StackSettings.onFreePorts(data)), population, scale);
    }

    private void requireDurable() throws SQLException {
        try (var connection = connect("enrollment", "postgres")) {
            for (var setting : DURABLE) {
                if (!Sql.text(connection, "show " + setting).equals("on")) {
                    stack.close();
                    throw new IllegalStateException("%s is off: nothing is measured".formatted(setting));
                }
            }
        }
    }

    Path data() {
        return data;
    }

    LocalStack stack() {
        return stack;
    }

    Population population() {
        return population;
    }

    String postgresVersion() throws SQLException {
        try (var connection = owner("enrollment")) {
            return Sql.text(connection, "show server_version").split(" ")[0];
        }
    }

    ServiceLaunch enrollmentLaunch() {
        return ServiceLaunch.enrollment(stack, root).with(scale.jvmOptions());
    }

    ServiceLaunch reportingLaunch() {
        return ServiceLaunch.reporting(stack, root, enrollment().url()).with(scale.jvmOptions());
    }

    ServiceProcess enrollment() {
        var running = enrollment;
        if (running == null) {
            running = ServiceProcess.start(enrollmentLaunch());
            enrollment = running;
        }
        return running;
    }

    ServiceProcess reporting() {
        var running = reporting;
        if (running == null) {
            running = ServiceProcess.start(reportingLaunch());
            reporting = running;
        }
        return running;
    }

    void stopReporting() {
        if (reporting != null) {
            reporting.stop();
            reporting = null;
        }
    }

    void stopServices() {
        stopReporting();
        if (enrollment != null) {
            enrollment.stop();
            enrollment = null;
        }
    }

    /** Its process gets no processor until that is closed; it keeps its memory, and what the compiler has made. */
    Paused pausedEnrollment() throws IOException, InterruptedException {
        return new Paused(enrollment().pid());
    }

    static final class Paused implements AutoCloseable {
        private final long pid;

        private Paused(long pid) throws IOException, InterruptedException {
            this.pid = pid;
            send("STOP");
        }

        private void send(String signal) throws IOException, InterruptedException {
            new ProcessBuilder("kill", "-" + signal, Long.toString(pid)).start().waitFor();
        }

        @Override
        public void close() throws IOException, InterruptedException {
            send("CONT");
        }
    }

    /** As the branch, who may see and do most. */
    Caller register() {
        return Caller.withRole(stack, enrollment(), "branch", "16");
    }

    Caller totals() {
        return Caller.withRole(stack, reporting(), "branch", "16");
    }

    Caller operatorOf(ServiceProcess service) {
        return Caller.withRole(stack, service, "operator", null);
    }

    /** The process of PostgreSQL whose children are all others. */
    long postmaster() throws IOException {
        return Long.parseLong(Files.readAllLines(data.resolve("postgres/postmaster.pid"))
                .getFirst()
                .strip());
    }

    Connection owner(String service) throws SQLException {
        return connect(service, service + "_owner");
    }

    Connection connect(String service, String role) throws SQLException {
        return stack.postgres().connect(service, role);
    }

    /** Enrolls the people from 0, unless an earlier run did. */
    void fill(int people) throws Exception {
        if (Files.exists(numbers())) {
            next = Integer.parseInt(Files.readString(numbers()).strip());
            nextReserved = next;
            return;
        }
        System.out.printf("  Filling the register with %,d people …%n", people);
        var register = register(); // Which also migrates.
        var there = (int) number("enrollment", "select count(*) from participant");
        Filling.of(register, population, there, people);
        next = people;
        nextReserved = people;
        Files.writeString(numbers(), Integer.toString(people));
        try (var connection = owner("enrollment");
                var statement = connection.createStatement()) {
            statement.execute("vacuum analyze");
        }
    }

    /** The number of somebody who is not enrolled yet. Kept ahead, so that no run takes one again. */
    synchronized int next() {
        if (next == nextReserved) {
            nextReserved += NUMBERS_AT_ONCE;
            try {
                Files.writeString(numbers(), Integer.toString(nextReserved));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
        return next++;
    }

    private Path numbers() {
        return data.resolve("next-person");
    }

    long number(String service, String query) throws SQLException {
        try (var connection = owner(service)) {
            return Sql.number(connection, query);
        }
    }

    /** Positions given so far. */
    long events() throws SQLException {
        return number("enrollment", "select coalesce(max(position), 0) from event_log");
    }

    /** Until nothing waits to be given a position, or to be sent. */
    void awaitPublished() throws SQLException {
        try (var connection = owner("enrollment")) {
            await("everything is published", () -> Sql.numberUnchecked(connection, """
                    select (select count(*) from outbox)
                         + coalesce((select max(position) from event_log), 0)
                         - (select position from event_cursor where stage = 'published')
                    """) == 0);
        }
    }

    static long position(Caller totals) {
        return json(totals.get("/v1/progress")).at("/asOf/position").asLong();
    }

    void awaitCounted(Caller totals, long events) {
        await("the totals are at " + events, () -> position(totals) >= events);
    }

    static void await(String what, BooleanSupplier condition) {
        await(what, LOOK, condition);
    }

    /** @param look how long between two looks */
    static void await(String what, Duration look, BooleanSupplier condition) {
        var end = Load.until(PATIENCE);
        while (!condition.getAsBoolean()) {
            if (!end.getAsBoolean()) {
                throw new IllegalStateException("Waited in vain until " + what);
            }
            LockSupport.parkNanos(look.toNanos());
        }
    }

    static JsonNode json(Answer answer) {
        try {
            return JSON.readTree(Caller.require(answer).body());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static String json(Object value) {
        try {
            return JSON.writeValueAsString(value);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static double seconds(long begin) {
        return (System.nanoTime() - begin) / 1e9;
    }

    @Override
    public void close() {
        stopServices();
        stack.close();
    }
}
