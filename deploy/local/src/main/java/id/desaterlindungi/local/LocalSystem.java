package id.desaterlindungi.local;

import id.desaterlindungi.local.sample.SampleUpload;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import org.jspecify.annotations.Nullable;

/**
 * The whole system as one program: the stack, both services as processes, and the sample on an empty register. {@code up},
 * {@code dev} and {@code down} beside this module's pom start it.
 */
public final class LocalSystem {
    private static final Duration STOP_LIMIT = Duration.ofSeconds(60);
    private static final String LIGHT_TOKENS = """
            Token       deploy/local/token branch 16     (--help lists the roles; at the pages one chooses who one is)
                        curl -H "Authorization: Bearer $(deploy/local/token branch 16)" %s/v1/progress
            """;

    private final LocalSystemSettings settings;

    private LocalSystem(LocalSystemSettings settings) {
        this.settings = settings;
    }

    /**
     * @param arguments {@code up}, {@code dev enrollment} or {@code dev reporting}, each with {@code --empty} or without, {@code up} also
     *     with {@code --keycloak}, or {@code down}; settings come from the environment
     */
    public static void main(String[] arguments) {
        var command = new ArrayList<>(List.of(arguments));
        var withSample = !command.remove("--empty");
        var withKeycloak = command.remove("--keycloak");
        var system = new LocalSystem(LocalSystemSettings.fromEnvironment());
        try {
            if (command.equals(List.of("down"))) {
                system.down();
            } else if (command.equals(List.of("up"))) {
                system.up(null, withSample, withKeycloak);
            } else if (command.equals(List.of("dev", "enrollment")) || command.equals(List.of("dev", "reporting"))) {
                system.up(command.getLast(), withSample, false);
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
        if (AtExit.isClosing()) {
            return; // It was told to end while it started.
        }
        System.err.println(message);
        System.exit(1); // What runs is closed on the way out.
    }

    /**
     * @param live the service that the script {@code dev} runs from its source: it waits for that service's configuration,
     *     which is written when the servers are there; null where both are packaged
     * @param withKeycloak for people and programs; the sample, and who counts it, still come by the light provider, before
     */
    private void up(@Nullable String live, boolean withSample, boolean withKeycloak)
            throws IOException, InterruptedException, ExecutionException {
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
        var enrollment = ServiceLaunch.enrollment(
                stack, settings.root(), settings.enrollmentPort(), settings.enrollmentManagementPort());
        var reporting = ServiceLaunch.reporting(
                stack, settings.root(), enrollment.url(), settings.reportingPort(), settings.reportingManagementPort());
        var running = live == null ? startBoth(enrollment, reporting) : startBeside(live, enrollment, reporting);

        var services = new ServiceClient(enrollment.url(), reporting.url(), stack.token("service", "16"));
        enrollSample(withSample, services, stack);
        services.awaitTotals();
        var progress = services.progress();
        var tokens = LIGHT_TOKENS.formatted(reporting.url());
        if (withKeycloak) {
            running.forEach(ServiceProcess::stop);
            say("Starting Keycloak …");
            var keycloak =
                    KeycloakServer.start(settings.root(), settings.data(), settings.keycloakPort(), reporting.url());
            Files.writeString(
                    settings.data().resolve("issuer"), keycloak.issuer().toString());
            running = startBoth(
                    enrollment.with(keycloak.enrollmentConfig(enrollment.config())),
                    reporting.with(keycloak.reportingConfig(reporting.config())));
            tokens = tokensOf(keycloak);
        }
        var summary = summary(enrollment, reporting, progress, tokens);
        Files.writeString(readyFile(), summary);
        say(summary);

        CompletableFuture.anyOf(running.stream().map(ServiceProcess::onExit).toArray(CompletableFuture[]::new))
                .get();
        if (AtExit.isClosing()) {
            return; // They were told to end.
        }
        throw new IllegalStateException(running.stream()
                .filter(service -> !service.isAlive())
                .findFirst()
                .orElseThrow()
                .describeEnd());
    }

    private static List<ServiceProcess> startBoth(ServiceLaunch enrollment, ServiceLaunch reporting) {
        say("Starting both services …");
        var both = List.of(ServiceProcess.spawn(enrollment), ServiceProcess.spawn(reporting));
        both.forEach(ServiceProcess::awaitReady);
        return both;
    }

    private static List<ServiceProcess> startBeside(String live, ServiceLaunch enrollment, ServiceLaunch reporting)
            throws InterruptedException {
        say("Starting both services, the " + live + " service from its source …");
        var enrollmentIsLive = live.equals(enrollment.name());
        var fromSource = enrollmentIsLive ? enrollment : reporting;
        ServiceProcess.configFile(fromSource);
        var packaged = ServiceProcess.spawn(enrollmentIsLive ? reporting : enrollment);
        packaged.awaitReady();
        packaged.awaitReady(fromSource);
        return List.of(packaged);
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
        var enrolled = new SampleUpload(services.enrollment(), stack.token("branch", "16"))
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

    private static String summary(ServiceLaunch enrollment, ServiceLaunch reporting, String progress, String tokens) {
        return """

                Pages       %2$s/    (how far South Sumatra is; offices sign in there)
                Enrollment  %1$s/q/swagger-ui    (API: %1$s/v1, description: %1$s/q/openapi)
                Reporting   %2$s/q/swagger-ui    (API: %2$s/v1, description: %2$s/q/openapi)
                Health      %4$s/q/health, %5$s/q/health    (metrics: …/q/metrics)
                %6$s
                %3$s
                """.formatted(
                        enrollment.url(),
                        reporting.url(),
                        progress,
                        enrollment.managementUrl(),
                        reporting.managementUrl(),
                        tokens);
    }

    private static String tokensOf(KeycloakServer keycloak) {
        return """
                Sign in     at the pages as village, district, regency, province, branch, auditor, planner, operator, public-figures or nobody;
                            the password of each is %2$s
                Keycloak    %1$s    (%3$s: %4$s)
                Token       of a program, for 16.01:
                            curl -u example-program:%5$s -d grant_type=client_credentials -d scope=progress:read %6$s/protocol/openid-connect/token
                """.formatted(
                        keycloak.url(),
                        keycloak.secret("DESA_PASSWORD"),
                        keycloak.administrator(),
                        keycloak.secret("KC_BOOTSTRAP_ADMIN_PASSWORD"),
                        keycloak.secret("DESA_EXAMPLE_SECRET"),
                        keycloak.issuer());
    }

    private static void say(String line) {
        System.out.println(line);
    }
}
