package id.desaterlindungi.e2e;

import static io.restassured.RestAssured.given;

import id.desaterlindungi.local.LocalStack;
import id.desaterlindungi.local.ServiceLaunch;
import id.desaterlindungi.local.StackSettings;
import io.restassured.config.HttpClientConfig;
import io.restassured.config.RestAssuredConfig;
import io.restassured.http.ContentType;
import io.restassured.specification.RequestSpecification;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.awaitility.Awaitility;

/** The stack in this JVM and both packaged services beside it. The data stay under {@code target/} to be looked at. */
final class DesaSystem implements AutoCloseable {
    /** No answer may take longer, whatever is broken: the longest wait for a connection is 5 s. */
    static final Duration ANSWER_LIMIT = Duration.ofSeconds(10);

    /** For whatever a test waits for, where it says nothing else: a busy machine takes its time. */
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private static final Duration OFTEN = Duration.ofMillis(20);

    /** Services that are killed soon would spend half of their processor time on optimizing what they never run again. */
    private static final List<String> SHORT_LIFE = List.of("-XX:TieredStopAtLevel=1");

    /** As the manifests say: one that is told to end answers first what it has taken. */
    private static final List<String> GIVEN_TIME = List.of("-Dquarkus.shutdown.timeout=30s");

    private final LocalStack stack;
    private final Service enrollment;
    private final Service reporting;
    private final String token;
    private final People people;
    private final Logs logs;
    private final List<Service> others = new ArrayList<>();

    /** Replicas so far: each has a log of its own. */
    private int spawned;

    private DesaSystem(LocalStack stack, Service enrollment, Service reporting) throws SQLException {
        this.stack = stack;
        this.enrollment = enrollment;
        this.reporting = reporting;
        this.token = stack.token("branch", "16");
        this.people = new People(someVillages());
        this.logs = new Logs(stack.settings().data());
    }

    static DesaSystem start() {
        Awaitility.setDefaultTimeout(PATIENCE);
        Awaitility.setDefaultPollDelay(Duration.ZERO);
        Awaitility.setDefaultPollInterval(OFTEN);
        var module = Path.of(System.getProperty("basedir", "")).toAbsolutePath();
        var root = module.resolve("../..").normalize();
        var stack = LocalStack.startFresh(StackSettings.onFreePorts(
                module.resolve("target").resolve(System.getProperty("e2e.system", "system"))));
        var cache = new StartCache(module.resolve("target/start"));
        try {
            var register = withTraces(ServiceLaunch.enrollment(stack, root));
            var totals = forTests(ServiceLaunch.reporting(stack, root, register.url()));
            cache.fill(List.of(register, totals));
            var enrollment = Service.spawn(cache.use(register));
            var reporting = Service.spawn(cache.use(totals));
            enrollment.awaitReady();
            reporting.awaitReady();
            return new DesaSystem(stack, enrollment, reporting);
        } catch (IOException | SQLException | RuntimeException e) {
            stack.close(); // The services end with this JVM.
            throw new IllegalStateException("The system does not start", e);
        }
    }

    /** They are off unless an operator switches them on; what an event says of its request is tested. */
    private static ServiceLaunch withTraces(ServiceLaunch launch) {
        var config = new HashMap<>(launch.config());
        config.put("quarkus.otel.sdk.disabled", "false");
        return launch.with(config).with(SHORT_LIFE).with(GIVEN_TIME);
    }

    /**
     * Old totals may go at once: no test reads across a swap for longer. Batches are small, so that a backlog is many of them,
     * and a kill finds it half folded.
     */
    private static ServiceLaunch forTests(ServiceLaunch launch) {
        var config = new HashMap<>(launch.config());
        config.put("reporting.events.longest-read", "0s");
        config.put("reporting.events.batch", "5000");
        return launch.with(config).with(SHORT_LIFE).with(GIVEN_TIME);
    }

    /** Starts whatever a test has left stopped, and ends what it has added. */
    void restore() {
        others.forEach(Service::kill);
        others.clear();
        stack.postgres().start();
        stack.kafka().start();
        enrollment.restore();
        reporting.restore();
    }

    LocalStack stack() {
        return stack;
    }

    Service enrollment() {
        return enrollment;
    }

    Service reporting() {
        return reporting;
    }

    /** Of all replicas and of the database. */
    Logs logs() {
        return logs;
    }

    People people() {
        return people;
    }

    String token() {
        return token;
    }

    RequestSpecification askEnrollment() {
        return ask(enrollment);
    }

    RequestSpecification askReporting() {
        return ask(reporting);
    }

    /**
     * One more replica of reporting, ready; it ends with the test that kills it, or with this system.
     *
     * @param config what it is told otherwise than the first
     */
    Service anotherReporting(Map<String, String> config) {
        return anotherReporting(config, List.of());
    }

    /** @param jvmOptions what its JVM is told beside the first's */
    Service anotherReporting(Map<String, String> config, List<String> jvmOptions) {
        var first = reporting.launch();
        var all = new HashMap<>(first.config());
        all.putAll(config);
        return another("reporting-another", first, all, jvmOptions);
    }

    /** One more replica of enrollment, as {@link #anotherReporting}. @param jvmOptions what its JVM is told beside the first's */
    Service anotherEnrollment(List<String> jvmOptions) {
        var first = enrollment.launch();
        return another("enrollment-another", first, first.config(), jvmOptions);
    }

    private Service another(String name, ServiceLaunch first, Map<String, String> config, List<String> jvmOptions) {
        var options = new ArrayList<>(first.jvmOptions());
        options.addAll(jvmOptions);
        var another = Service.spawn(first.another(name + "-" + ++spawned, config, options));
        others.add(another);
        another.awaitReady();
        return another;
    }

    RequestSpecification ask(Service service) {
        return ask(service, ANSWER_LIMIT);
    }

    /** As who runs the system. */
    RequestSpecification askAsOperator(Service service) {
        return ask(service).auth().oauth2(stack.token("operator", null));
    }

    /** As a program, such as reporting is. */
    RequestSpecification askAsProgram(Service service) {
        return ask(service).auth().oauth2(stack.token("service", "16"));
    }

    /** @param within for what rightly takes longer than any other answer */
    RequestSpecification ask(Service service, Duration within) {
        var limit = (int) within.toMillis();
        return given().config(RestAssuredConfig.config()
                        .httpClient(HttpClientConfig.httpClientConfig()
                                .setParam("http.connection.timeout", limit)
                                .setParam("http.socket.timeout", limit)))
                .baseUri(service.url().toString())
                .auth()
                .oauth2(token)
                .contentType(ContentType.JSON);
    }

    /** To look and to meddle, past the service. */
    Connection registerDatabase() throws SQLException {
        return stack.postgres().connect("enrollment", "enrollment_owner");
    }

    /** To look and to meddle, past the service. */
    Connection totalsDatabase() throws SQLException {
        return stack.postgres().connect("reporting", "reporting_owner");
    }

    private List<String> someVillages() throws SQLException {
        try (var connection = registerDatabase()) {
            return Sql.rows(connection, """
                    select code from (select code, row_number() over (order by code) as number from village) numbered
                    where number % 80 = 0
                    """);
        }
    }

    @Override
    public void close() {
        others.forEach(Service::kill);
        enrollment.kill();
        reporting.kill();
        stack.close();
        var left = ProcessHandle.current()
                .descendants()
                .filter(ProcessHandle::isAlive)
                .toList();
        if (!left.isEmpty()) {
            throw new IllegalStateException("Processes are left behind: " + left);
        }
    }
}
