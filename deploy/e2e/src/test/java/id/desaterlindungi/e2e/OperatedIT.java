package id.desaterlindungi.e2e;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.json.JsonMapper;
import id.desaterlindungi.local.ServiceLaunch;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** What the manifests of deploy/kubernetes take for granted, of the packaged services. */
@ExtendWith(RunningSystem.class)
class OperatedIT {
    private static final Path KUBERNETES = Path.of("../kubernetes");
    private static final Pattern PROBE = Pattern.compile("path: (/q/health/\\w+)");
    private static final Pattern PREFIX = Pattern.compile("value: (/\\S+)");
    private static final Pattern UNLIMITED = Pattern.compile("- matches:\n(?:(?!- matches:)[\\s\\S])*?request: 0s");
    private static final Pattern METRIC =
            Pattern.compile("\\b(?:enrollment|reporting|http|jvm|process|agroal)_[a-z0-9_]+");

    private static final List<String> AFTER_THE_JOB = List.of(
            "-Dquarkus.flyway.migrate-at-start=false",
            "-Dquarkus.flyway.validate-at-start=true",
            "-Dquarkus.flyway.ignore-migration-patterns=*:future");
    private static final Pattern SAID =
            Pattern.compile("- name: ((?:QUARKUS|ENROLLMENT)_\\w+)\\n +value: \"?([^\"\\n]+)\"?");

    private final DesaSystem system;

    OperatedIT(DesaSystem system) {
        this.system = system;
    }

    @Test
    void everyProbeIsAnswered() throws IOException {
        for (var service : List.of(system.enrollment(), system.reporting())) {
            var paths = all(PROBE, KUBERNETES.resolve("base/" + service.launch().name() + "/deployment.yaml"));

            assertThat(paths)
                    .hasSize(3)
                    .allSatisfy(path -> given().baseUri(service.managementUrl().toString())
                            .get(path)
                            .then()
                            .statusCode(200));
        }
    }

    /** A minute is enough for any other answer. Pages and their stream are no part of a description. */
    @Test
    void noStreamOrFileIsCutOffByTheGateway() throws IOException {
        var routes = Files.readString(KUBERNETES.resolve("components/gateway/routes.yaml"));
        var unlimited = new ArrayList<String>();
        UNLIMITED.matcher(routes).results().forEach(rule -> unlimited.addAll(all(PREFIX, rule.group())));
        var endless = new TreeSet<>(List.of("/live"));
        for (var service : List.of(system.enrollment(), system.reporting())) {
            var files = service == system.enrollment();
            new JsonMapper()
                    .readTree(given().baseUri(service.url().toString())
                            .get("/q/openapi?format=json")
                            .asString())
                    .path("paths")
                    .properties()
                    .forEach(path -> {
                        var answers = path.getValue().findValues("content").toString();
                        if (answers.contains("text/event-stream") || files && answers.contains("text/csv")) {
                            endless.add(path.getKey());
                        }
                    });
        }

        assertThat(endless)
                .hasSizeGreaterThan(4)
                .allSatisfy(path -> assertThat(unlimited).anyMatch(path::startsWith));
    }

    @Test
    void everyMetricOfADashboardExists() throws IOException {
        var asked = new TreeSet<String>();
        try (var boards = Files.list(KUBERNETES.resolve("components/monitoring/dashboards"))) {
            for (var board : boards.toList()) {
                new JsonMapper()
                        .readTree(board.toFile())
                        .findValuesAsText("expr")
                        .forEach(expression -> METRIC.matcher(expression)
                                .results()
                                .map(MatchResult::group)
                                .forEach(asked::add));
            }
        }
        // Some are counted from the first on.
        system.askEnrollment()
                .header("Idempotency-Key", "operated")
                .body(system.people().next().request())
                .post("/v1/participants")
                .then()
                .statusCode(201);
        system.askEnrollment()
                .accept("text/csv")
                .get("/v1/participants?within=" + system.people().villages().getFirst())
                .then()
                .statusCode(200);
        system.askEnrollment()
                .contentType("text/csv")
                .body(
                        "NIK;Nama;Tanggal Lahir;Jenis Kelamin;Kode Desa;Segmen;Pekerjaan;Sumber Dana;Program\n1;;;;;;;;\n")
                .post("/v1/imports")
                .then()
                .statusCode(202);
        try (var _ = new ProgressStream(system)) {
            assertThat(asked).hasSizeGreaterThan(30);
            await().atMost(Duration.ofSeconds(60))
                    .untilAsserted(() -> assertThat(scraped()).containsAll(asked));
        }
    }

    /** Without that, a page that follows the totals would hold up every rolling update for the whole time that it is given. */
    @Test
    void aServiceThatIsToldToEndLetsItsStreamsGo() throws Exception {
        var replica = system.anotherReporting(Map.of(), List.of());
        try (var client = HttpClient.newHttpClient()) {
            var heard = client.send(request(replica, "/v1/progress/stream").build(), BodyHandlers.ofInputStream());
            assertThat(heard.statusCode()).isEqualTo(200);
            assertThat(heard.body().read()).as("the first event's first byte").isPositive();
            var rest = CompletableFuture.supplyAsync(() -> {
                try (var body = heard.body()) {
                    return new String(body.readAllBytes(), StandardCharsets.UTF_8);
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            });
            // Somebody who leaves by himself takes nobody along.
            var gone = client.send(request(replica, "/v1/progress/stream").build(), BodyHandlers.ofInputStream());
            assertThat(gone.body().read()).isPositive();
            gone.body().close();
            await().untilAsserted(() -> assertThat(scraped(replica)).containsPattern("(?m)^http_streams\\S* 1\\.0$"));
            assertThat(rest).isNotDone();
            long began = System.nanoTime();

            replica.stop();

            assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(Duration.ofSeconds(15));
            assertThat(rest)
                    .succeedsWithin(Duration.ofSeconds(5))
                    .satisfies(told -> assertThat(told)
                            .as("the way back for who was let go")
                            .contains("retry:"));
        }
    }

    /** Rolled back: the Job and the services of a release meet the schema of a later one, here with a line in its history alone. */
    @Test
    void aReleaseGoesOnWithTheSchemaOfALaterOne(@TempDir Path folder) throws Exception {
        var widened =
                "insert into flyway_schema_history select installed_rank + 1000, '999', 'later', 'SQL', 'V999__later.sql', 1,"
                        + " installed_by, installed_on, 1, true from flyway_schema_history where installed_rank = 1";
        var back = "delete from flyway_schema_history where version = '999'";
        try (var register = system.registerDatabase();
                var totals = system.totalsDatabase()) {
            Sql.execute(register, widened);
            Sql.execute(totals, widened);
            try {
                for (var service : List.of(system.enrollment(), system.reporting())) {
                    assertThat(migrate(service.launch(), folder)).contains("No migration necessary");
                }
                var started = List.of(
                        system.anotherEnrollment(AFTER_THE_JOB), system.anotherReporting(Map.of(), AFTER_THE_JOB));
                assertThat(started).allMatch(OperatedIT::isReady);
                started.forEach(Service::stop);
            } finally {
                Sql.execute(register, back);
                Sql.execute(totals, back);
            }
        }
    }

    /** As the Job's manifest says. */
    private static String migrate(ServiceLaunch launch, Path folder) throws IOException {
        var settings = new Properties();
        settings.putAll(launch.config());
        settings.put("config_ordinal", "275");
        var file = folder.resolve(launch.name() + ".properties");
        try (var writer = Files.newBufferedWriter(file)) {
            settings.store(writer, null);
        }
        var environment = new HashMap<>(Map.of("SMALLRYE_CONFIG_LOCATIONS", file.toString()));
        var job = Files.readString(KUBERNETES.resolve("base/" + launch.name() + "/migrations.yaml"));
        SAID.matcher(job).results().forEach(said -> environment.put(said.group(1), said.group(2)));
        assertThat(environment).hasSizeGreaterThan(4);
        return new Command(folder, environment)
                .run(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx256m",
                        "-jar",
                        launch.jar().toString());
    }

    /** A request that is still on its way in is the longest that there can be. */
    @Test
    void aServiceThatIsToldToEndAnswersWhatItHasTaken() throws Exception {
        var replica = system.anotherEnrollment(List.of());
        var person = system.people().next();
        var body = new JsonMapper().writeValueAsString(person.request());
        try (var call = RawCall.to(replica)) {
            call.begin(
                            "POST /v1/participants",
                            system.token(),
                            "Content-Type: application/json\r\nIdempotency-Key: %s\r\nContent-Length: %d\r\n"
                                    .formatted(person.key(), body.length()))
                    .send(body.substring(0, 100));
            await().untilAsserted(() ->
                    assertThat(scraped(replica)).containsPattern("(?m)^http_server_active_requests\\S* [1-9]"));

            var end = CompletableFuture.runAsync(replica::stop);
            await().until(() -> !isReady(replica));
            call.send(body.substring(100));

            assertThat(call.read(Duration.ofSeconds(2))).startsWith("HTTP/1.1 201 ");
            assertThat(end).succeedsWithin(Duration.ofSeconds(20));
        }
    }

    private static boolean isReady(Service service) {
        try {
            return given().baseUri(service.managementUrl().toString())
                            .get("/q/health/ready")
                            .statusCode()
                    == 200;
        } catch (Exception e) {
            return false; // Nobody listens any more.
        }
    }

    private HttpRequest.Builder request(Service service, String path) {
        return HttpRequest.newBuilder(service.url().resolve(path))
                .timeout(Duration.ofSeconds(40))
                .header("Authorization", "Bearer " + system.token());
    }

    private static Set<String> all(Pattern pattern, Path file) throws IOException {
        return all(pattern, Files.readString(file));
    }

    private static Set<String> all(Pattern pattern, String text) {
        var found = new TreeSet<String>();
        pattern.matcher(text).results().forEach(match -> found.add(match.group(1)));
        return found;
    }

    private Set<String> scraped() {
        var names = new TreeSet<String>();
        Stream.of(system.enrollment(), system.reporting())
                .flatMap(service -> scraped(service).lines())
                .filter(line -> !line.startsWith("#"))
                .forEach(line -> names.add(line.split("[{ ]", 2)[0]));
        return names;
    }

    private static String scraped(Service service) {
        return given().baseUri(service.managementUrl().toString())
                .get("/q/metrics")
                .asString();
    }
}
