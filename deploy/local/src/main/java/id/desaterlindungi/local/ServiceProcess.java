package id.desaterlindungi.local;

import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.lang.ProcessBuilder.Redirect;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/**
 * A packaged service as a child process. It does not outlive this JVM, and where this JVM is killed, the next stack on the
 * same data directory ends it.
 *
 * <pre>{@code
 * var service = ServiceProcess.start(ServiceLaunch.enrollment(stack, root));
 * service.kill();
 * service = ServiceProcess.start(service.launch()); // same ports, same config
 * }</pre>
 */
public final class ServiceProcess implements AutoCloseable {
    private static final Duration STOP_LIMIT = Duration.ofSeconds(20);
    private static final Duration LEFTOVER_LIMIT = Duration.ofSeconds(10);
    private static final Duration PROBE_LIMIT = Duration.ofSeconds(2);
    private static final Duration PROBE_PAUSE = Duration.ofMillis(50);
    private static final int TAIL_LINES = 40;

    private final ServiceLaunch launch;
    private final Process process;
    private final ProcessRecord record;

    private ServiceProcess(ServiceLaunch launch, Process process, ProcessRecord record) {
        this.launch = launch;
        this.process = process;
        this.record = record;
    }

    /**
     * Starts the service and waits until it is ready.
     *
     * @throws IllegalStateException with the end of its log, when it ends or is not ready in time; it is stopped then
     */
    public static ServiceProcess start(ServiceLaunch launch) {
        var service = spawn(launch);
        service.awaitReady();
        return service;
    }

    /** Starts the service and does not wait; {@link #awaitReady} does. */
    public static ServiceProcess spawn(ServiceLaunch launch) {
        if (!Files.isRegularFile(launch.jar())) {
            throw new IllegalArgumentException("Not packaged: " + launch.jar());
        }
        var record = new ProcessRecord(launch.directory(), launch.name());
        endLeftover(record);
        var config = configFile(launch);
        var command = new ArrayList<String>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.add(record.mark());
        command.addAll(launch.jvmOptions());
        command.add("-jar");
        command.add(launch.jar().toString());
        var builder = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(Redirect.appendTo(logFile(launch).toFile()))
                .redirectInput(Redirect.from(Path.of("/dev/null").toFile()))
                .directory(launch.directory().toFile());
        try {
            builder.environment().put("SMALLRYE_CONFIG_LOCATIONS", config.toString());
            var process = builder.start();
            record.write(process.pid());
            var service = new ServiceProcess(launch, process, record);
            AtExit.close(service);
            return service;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Ends the services that a killed run left on the data directory. */
    static void endLeftovers(Path directory) {
        ProcessRecord.ofServices(directory).forEach(ServiceProcess::endLeftover);
    }

    /** Returns when {@code /q/health/ready} is UP. */
    public void awaitReady() {
        var deadline = System.nanoTime() + launch.readyWithin().toNanos();
        try (var client = HttpClient.newBuilder().connectTimeout(PROBE_LIMIT).build()) {
            while (!(process.isAlive() && isReady(client, launch))) {
                if (process.waitFor(PROBE_PAUSE.toMillis(), TimeUnit.MILLISECONDS)) {
                    throw failed("ended with exit code " + process.exitValue());
                }
                if (System.nanoTime() > deadline) {
                    throw failed("is not ready after " + launch.readyWithin().toSeconds() + " s");
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw failed("was not waited for");
        }
    }

    /**
     * Returns when a service that somebody else runs is ready, however long that takes.
     *
     * @throws IllegalStateException when this one ends meanwhile
     */
    void awaitReady(ServiceLaunch another) throws InterruptedException {
        try (var client = HttpClient.newBuilder().connectTimeout(PROBE_LIMIT).build()) {
            while (!isReady(client, another)) {
                if (process.waitFor(PROBE_PAUSE.toMillis(), TimeUnit.MILLISECONDS)) {
                    throw new IllegalStateException(describeEnd());
                }
            }
        }
    }

    /** Waits for a service that runs as another process. @return false where it ends before, or takes longer */
    static boolean becomesReady(ServiceLaunch launch, Process process, Duration limit) throws InterruptedException {
        var deadline = System.nanoTime() + limit.toNanos();
        try (var client = HttpClient.newBuilder().connectTimeout(PROBE_LIMIT).build()) {
            while (!isReady(client, launch)) {
                if (process.waitFor(PROBE_PAUSE.toMillis(), TimeUnit.MILLISECONDS) || System.nanoTime() > deadline) {
                    return false;
                }
            }
            return true;
        }
    }

    /** With the ports that it really has: starting it again gives the same service at the same place. */
    public ServiceLaunch launch() {
        return launch;
    }

    public URI url() {
        return launch.url();
    }

    /** Of health and metrics. */
    public URI managementUrl() {
        return launch.managementUrl();
    }

    public int port() {
        return launch.port();
    }

    public long pid() {
        return process.pid();
    }

    public boolean isAlive() {
        return process.isAlive();
    }

    /** What the service wrote to its output, over all its starts on this data directory. */
    public Path log() {
        return logFile(launch);
    }

    /** Memory of the process that is in RAM (VmRSS). Linux only. */
    public long residentBytes() {
        return status("VmRSS:") * 1024;
    }

    /** Threads of the process. Linux only. */
    public long threads() {
        return status("Threads:");
    }

    private long status(String name) {
        try {
            return Files.readAllLines(Path.of("/proc", Long.toString(pid()), "status")).stream()
                    .filter(line -> line.startsWith(name))
                    .map(line -> Long.parseLong(line.replaceAll("\\D", "")))
                    .findFirst()
                    .orElseThrow(() -> new IllegalStateException("The process has ended"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Ends the process without a warning, as {@code kill -9} does; returns when it is gone. */
    public void kill() {
        process.destroyForcibly();
        awaitEnd();
    }

    /** Asks the service to end (SIGTERM) and waits; one that does not is killed. */
    public void stop() {
        stop(STOP_LIMIT);
    }

    /** As {@link #stop()}, but waits longer, for one that has something to write. @return false where it was killed */
    public boolean stop(Duration limit) {
        process.destroy();
        var ended = LeftoverProcess.ended(process.onExit(), limit);
        if (!ended) {
            process.destroyForcibly();
        }
        awaitEnd();
        return ended;
    }

    @Override
    public void close() {
        stop();
    }

    private void awaitEnd() {
        if (!LeftoverProcess.ended(process.onExit(), STOP_LIMIT)) {
            throw new IllegalStateException("The " + launch.name() + " service does not end");
        }
        AtExit.forget(this);
        record.delete();
    }

    private static boolean isReady(HttpClient client, ServiceLaunch launch) throws InterruptedException {
        var ready = HttpRequest.newBuilder(launch.managementUrl().resolve("/q/health/ready"))
                .timeout(PROBE_LIMIT)
                .build();
        try {
            return client.send(ready, BodyHandlers.discarding()).statusCode() == 200;
        } catch (IOException e) {
            return false; // nobody listens yet
        }
    }

    CompletableFuture<Process> onExit() {
        return process.onExit();
    }

    /** After its end: how it ended, with the end of its log. */
    String describeEnd() {
        return describe("ended with exit code " + process.exitValue());
    }

    private IllegalStateException failed(String how) {
        stop();
        return new IllegalStateException(describe(how));
    }

    private String describe(String how) {
        return "The " + launch.name() + " service " + how + ". The end of " + log() + ":\n" + tail(log());
    }

    private static void endLeftover(ProcessRecord record) {
        var leftover = record.find();
        if (leftover != null) {
            leftover.end("TERM", LEFTOVER_LIMIT);
        }
        record.delete();
    }

    static String tail(Path log) {
        try {
            var lines = Files.exists(log) ? Files.readAllLines(log) : List.<String>of();
            return String.join("\n", lines.subList(Math.max(0, lines.size() - TAIL_LINES), lines.size()));
        } catch (IOException e) {
            return "(not readable: " + e.getMessage() + ")";
        }
    }

    private static Path logFile(ServiceLaunch launch) {
        return launch.directory().resolve(launch.name() + ".log");
    }

    /**
     * Writes the config into an owner-only file: on the command line everybody would read its secrets, and a variable of the
     * environment cannot name every property ({@code …placeholders.app-role} would be read as {@code app.role}).
     *
     * @throws Ports.PortTaken when somebody listens where the service is to listen
     */
    static Path configFile(ServiceLaunch launch) {
        Ports.requireFree(launch.port(), "the " + launch.name() + " service");
        Ports.requireFree(launch.managementPort(), "health and metrics of the " + launch.name() + " service");
        var properties = new Properties();
        properties.putAll(launch.config());
        properties.put("quarkus.http.host", "localhost");
        properties.put("quarkus.http.port", Integer.toString(launch.port()));
        properties.put("quarkus.management.host", "localhost");
        properties.put("quarkus.management.port", Integer.toString(launch.managementPort()));
        // Above the service's own application.properties (250), below the environment (300).
        properties.put("config_ordinal", "275");
        try {
            var text = new StringWriter();
            properties.store(text, null);
            var file = launch.directory().resolve(launch.name() + ".properties");
            PrivateFile.write(file, text.toString());
            return file;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
