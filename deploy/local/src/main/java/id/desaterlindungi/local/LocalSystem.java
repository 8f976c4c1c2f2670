package id.desaterlindungi.local;

import id.desaterlindungi.local.sample.SampleUpload;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;

/**
 * The whole system as one program: the stack, both services as processes, and the sample on an empty register. {@code up}
 * and {@code down} beside this module's pom start it.
 */
public final class LocalSystem {

    private static final Duration STOP_LIMIT = Duration.ofSeconds(60);

    private final LocalSystemSettings settings;

    private LocalSystem(LocalSystemSettings settings) {
        this.settings = settings;
    }

    /**
     * @param arguments {@code up}, {@code up --empty} or {@code down}; settings come from the environment
     */
    public static void main(String[] arguments) {
        var command = List.of(arguments);
        var system = new LocalSystem(LocalSystemSettings.fromEnvironment());
        try {
            if (command.equals(List.of("down"))) {
                system.down();
            } else if (command.equals(List.of("up"))) {
                system.up(true);
            } else if (command.equals(List.of("up", "--empty"))) {
                system.up(false);
            } else {
                fail("Unknown command " + command);
            }
        } catch (Ports.PortTaken e) {
            fail(e.getMessage() + ". Free it, or choose another: " + LocalSystemSettings.PORT_VARIABLES + ".");
        } catch (IllegalStateException e) {
            fail(String.valueOf(e.getMessage()));
        } catch (Exception e) {
            e.printStackTrace();
            fail("The local system ends.");
        }
    }

    private static void fail(String message) {
        System.err.println(message);
        System.exit(1); // What runs is closed on the way out.
    }

    private void up(boolean withSample) throws IOException, InterruptedException, ExecutionException {
        var launcher = ProcessRecord.ofLauncher(settings.data());
        if (launcher.find() != null) {
            throw new IllegalStateException("The local system runs already; deploy/local/down stops it.");
        }
        LocalStack.endLeftovers(settings.data());
        Files.createDirectories(settings.data());
        Files.deleteIfExists(readyFile());
        launcher.write(ProcessHandle.current().pid());
        AtExit.close(() -> {
            Files.deleteIfExists(readyFile());
            launcher.delete();
        });

        say("Starting PostgreSQL, Kafka and the OpenID Connect provider …");
        var stack = LocalStack.start(settings.stack());
        Files.writeString(settings.data().resolve("issuer"), stack.tokens().url());
        say("Starting both services …");
        var enrollment = ServiceProcess.spawn(ServiceLaunch.enrollment(
                stack, settings.root(), settings.enrollmentPort(), settings.enrollmentManagementPort()));
        var reporting = ServiceProcess.spawn(ServiceLaunch.reporting(
                stack,
                settings.root(),
                enrollment.url(),
                settings.reportingPort(),
                settings.reportingManagementPort()));
        enrollment.awaitReady();
        reporting.awaitReady();

        var services = new ServiceClient(enrollment.url(), reporting.url(), stack.token("operator", null));
        enrollSample(withSample, services, stack);
        services.awaitTotals();
        var summary = summary(enrollment, reporting, services.progress());
        Files.writeString(readyFile(), summary);
        say(summary);

        CompletableFuture.anyOf(enrollment.onExit(), reporting.onExit()).get();
        if (AtExit.isClosing()) {
            return; // They were told to end.
        }
        throw new IllegalStateException((enrollment.isAlive() ? reporting : enrollment).describeEnd());
    }

    /** A file marks an upload that has begun, so that one that was cut short is finished by the next start. */
    private void enrollSample(boolean withSample, ServiceClient services, LocalStack stack)
            throws IOException, InterruptedException {
        var unfinished = settings.data().resolve("sample.unfinished");
        if (!withSample || !(Files.exists(unfinished) || services.registerIsEmpty())) {
            return;
        }
        say("Enrolling the sample through the API …");
        Files.writeString(unfinished, "");
        var enrolled = new SampleUpload(services.enrollment(), stack.token("operator", null))
                .upload(settings.root().resolve("deploy/local/sample/participants.csv"));
        services.awaitPosition(enrolled);
        Files.delete(unfinished);
    }

    private void down() throws IOException {
        var launcher = ProcessRecord.ofLauncher(settings.data());
        var running = launcher.find();
        if (running != null) {
            running.end("TERM", STOP_LIMIT);
        }
        LocalStack.endLeftovers(settings.data());
        launcher.delete();
        Files.deleteIfExists(readyFile());
        say(running == null ? "Nothing was running." : "Stopped. The data stay; up --fresh starts over.");
    }

    /** There while the system is ready: what a launcher that waits in the background has to show. */
    private Path readyFile() {
        return settings.data().resolve("ready");
    }

    private static String summary(ServiceProcess enrollment, ServiceProcess reporting, String progress) {
        return """

                Enrollment  %1$s/q/swagger-ui    (API: %1$s/v1, description: %1$s/q/openapi)
                Reporting   %2$s/q/swagger-ui    (API: %2$s/v1, description: %2$s/q/openapi)
                Health      %4$s/q/health, %5$s/q/health    (metrics: …/q/metrics)
                Token       deploy/local/token operator      (--help lists the roles)
                            curl -H "Authorization: Bearer $(deploy/local/token operator)" %2$s/v1/progress

                %3$s
                """.formatted(
                enrollment.url(), reporting.url(), progress, enrollment.managementUrl(), reporting.managementUrl());
    }

    private static void say(String line) {
        System.out.println(line);
    }
}
