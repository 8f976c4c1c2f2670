package id.desaterlindungi.e2e;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.File;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.regex.Matcher;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.extension.ExtendWith;

/** Clients as others make them: generated from what the running services say of themselves, compiled, and used. */
@ExtendWith(RunningSystem.class)
@TestInstance(Lifecycle.PER_CLASS)
class GeneratedClientsIT {
    private static final Path MODULE =
            Path.of(System.getProperty("basedir", "")).toAbsolutePath();
    private static final Path PROGRAMS = MODULE.resolve("src/test/clients");
    private static final Path GENERATOR = MODULE.resolve("target/generator/openapi-generator-cli.jar");
    private static final String JAVA =
            Path.of(System.getProperty("java.home"), "bin", "java").toString();

    private static final Path CLIENTS = MODULE.resolve("target/clients");
    private static final Path NODE = CLIENTS.resolve("node");

    /** The tools are to ask nobody beside the services. */
    private static final Map<String, String> ALONE = Map.of(
            "REDOCLY_TELEMETRY", "off",
            "REDOCLY_SUPPRESS_UPDATE_NOTICE", "true");

    private final DesaSystem system;

    GeneratedClientsIT(DesaSystem system) {
        this.system = system;
    }

    /** What goes by Node and what goes by Java side by side. */
    @BeforeAll
    void generateClients() throws IOException {
        system.restore(); // Before the first test nobody else does.
        clear(CLIENTS);
        describe(system.enrollment(), "enrollment");
        describe(system.reporting(), "reporting");
        copy(PROGRAMS.resolve("node"), NODE);
        copy(PROGRAMS.resolve("python"), CLIENTS.resolve("python"));
        try (var tools = Executors.newVirtualThreadPerTaskExecutor()) {
            var install = CompletableFuture.runAsync(GeneratedClientsIT::installNodeTools, tools);
            var generate = CompletableFuture.runAsync(GeneratedClientsIT::generateByJava, tools);
            var compileJava = generate.thenRunAsync(GeneratedClientsIT::compileJava, tools);
            var compileTypescript = install.thenRunAsync(this::generateByNode, tools)
                    .runAfterBothAsync(generate, GeneratedClientsIT::compileTypescript, tools);
            CompletableFuture.allOf(compileJava, compileTypescript).join();
        }
    }

    @Test
    void descriptionsHaveNoFault() {
        lint(CLIENTS.resolve("enrollment.json"), CLIENTS.resolve("reporting.json"));
    }

    /** What clients once broke on: an enumeration that is itself, a field that is a keyword, a value without a type. */
    @Test
    void faultsOfDescriptionsAreFound() throws IOException {
        var itself = withSchemas("itself.json", """
                "Itself" : {"$ref" : "#/components/schemas/Itself"}""");
        var untyped = withSchemas("untyped.json", """
                "Rule" : {"type" : "object", "properties" : {"default" : {"type" : "string"}}},
                "Unused" : {"enum" : ["one", "two"]}""");

        // The linter looks no further than this.
        assertThatThrownBy(() -> lint(itself)).hasMessageContaining("Self-referencing circular pointer");
        assertThatThrownBy(() -> lint(untyped))
                .hasMessageContainingAll("rule/no-reserved-words", "rule/enumerations-typed", "no-unused-components");
    }

    private static Path withSchemas(String name, String more) throws IOException {
        var description = Files.readString(CLIENTS.resolve("enrollment.json"));
        var opening = "\"schemas\"\\s*:\\s*\\{";
        return Files.writeString(
                CLIENTS.resolve(name),
                description.replaceFirst(opening, Matcher.quoteReplacement("\"schemas\" : {" + more + ",")));
    }

    @Test
    void javaClientDoesItsWork() {
        var classPath = CLIENTS.resolve("java/classes") + File.pathSeparator + System.getProperty("java.class.path");
        worksWith(Map.of("CLASSPATH", classPath), JAVA, "OneMember");
    }

    @Test
    void typescriptFetchClientDoesItsWork() {
        worksWith(Map.of(), "node", "node/out/fetch.js");
    }

    @Test
    void openapiTypescriptClientDoesItsWork() {
        worksWith(Map.of(), "node", "node/out/openapi-fetch.js");
    }

    @Test
    void orvalClientDoesItsWork() {
        worksWith(Map.of(), "node", "node/out/orval.js");
    }

    @Test
    void pythonClientDoesItsWork() {
        worksWith(Map.of("PYTHONWARNINGS", "ignore"), "python3", "python/one_member.py");
    }

    /** The programs do and tell the same, whatever they are written in. */
    private void worksWith(Map<String, String> environment, String... program) {
        var person = system.people().next();
        var request = person.request();
        var village = request.get("villageCode").toString();
        var elsewhere = system.people().next().request().get("villageCode").toString();
        system.people().next(2).forEach(other -> enrollIn(village, other));
        var command = new ArrayList<>(List.of(program));
        command.add(system.enrollment().url().toString());
        command.add(system.reporting().url().toString());
        for (var field : List.of("nik", "name", "birthDate", "sex")) {
            command.add(request.get(field).toString());
        }
        command.addAll(List.of(village, elsewhere, request.get("phone").toString()));

        var lines = Command.in(CLIENTS)
                .with(environment)
                .with(Map.of("TOKEN", system.token()))
                .run(command.toArray(String[]::new))
                .lines()
                .toList();

        var id = system.askEnrollment()
                .body(Map.of("nik", person.nik()))
                .post("/v1/participants/search")
                .then()
                .statusCode(200)
                .extract()
                .<String>path("items[0].id");
        // The member itself has left the village since.
        var people = 1 + peopleIn(village);
        assertThat(people).isGreaterThan(2);
        assertThat(lines)
                .containsExactly(
                        "enrolled " + id,
                        "listed " + people + " on " + (people + 1) / 2 + " pages",
                        "corrected 2 NELAYAN without phone",
                        "transferred 3 " + elsewhere,
                        "found " + id,
                        "refused 422 participant-refused /nik",
                        "progress 16 1485000 at true");
        var participant =
                system.askEnrollment().get("/v1/participants/{id}", id).jsonPath();
        assertThat(participant.getString("birthDate")).isEqualTo(request.get("birthDate"));
        assertThat(participant.getString("name")).isEqualTo(person.name());
        assertThat(participant.getString("villageCode")).isEqualTo(elsewhere);
    }

    private void enrollIn(String village, Person person) {
        var request = new HashMap<>(person.request());
        request.put("villageCode", village);
        system.askEnrollment().body(request).post("/v1/participants").then().statusCode(201);
    }

    private int peopleIn(String village) {
        return system.askEnrollment()
                .queryParam("within", village)
                .queryParam("limit", 500)
                .get("/v1/participants")
                .then()
                .statusCode(200)
                .extract()
                .<List<?>>path("items")
                .size();
    }

    private static void describe(Service service, String name) throws IOException {
        Files.createDirectories(CLIENTS);
        Files.writeString(
                CLIENTS.resolve(name + ".json"),
                given().baseUri(service.url().toString())
                        .queryParam("format", "json")
                        .get("/q/openapi")
                        .then()
                        .statusCode(200)
                        .extract()
                        .asString());
    }

    private static void installNodeTools() {
        Command.in(NODE).run("npm", "ci", "--no-audit", "--no-fund", "--ignore-scripts", "--prefer-offline");
    }

    private static void lint(Path... descriptions) {
        var command = new ArrayList<>(List.of("node", "node_modules/@redocly/cli/bin/cli.js", "lint"));
        for (var description : descriptions) {
            command.add(description.toString());
        }
        command.addAll(List.of("--config", "redocly.yaml"));
        Command.in(NODE).with(ALONE).run(command.toArray(String[]::new));
    }

    private void generateByNode() {
        var services = Map.of("enrollment", "register", "reporting", "totals");
        services.forEach((service, name) -> Command.in(NODE)
                .run(
                        "node",
                        "node_modules/openapi-typescript/bin/cli.js",
                        "../" + service + ".json",
                        "--output",
                        "openapi-typescript/" + name + ".ts"));
        Command.in(NODE)
                .with(Map.of(
                        "ENROLLMENT_URL", system.enrollment().url().toString(),
                        "REPORTING_URL", system.reporting().url().toString()))
                .run("node", "node_modules/orval/dist/bin/orval.js", "--config", "orval.config.cjs");
    }

    private static void compileTypescript() {
        Command.in(NODE).run("node", "node_modules/typescript/bin/tsc", "--project", ".");
    }

    /** All by one process. It refuses a description that is not valid. */
    private static void generateByJava() {
        try (var configurations = Files.list(PROGRAMS.resolve("generators"))) {
            var command = new ArrayList<>(List.of(JAVA, "-XX:TieredStopAtLevel=1", "-jar", GENERATOR.toString()));
            command.addAll(List.of("batch", "--fail-fast"));
            configurations.map(Path::toString).sorted().forEach(command::add);
            var said = Command.in(CLIENTS).run(command.toArray(String[]::new));
            assertThat(said.lines().filter(line -> line.contains("ERROR"))).isEmpty();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void compileJava() {
        var java = CLIENTS.resolve("java");
        var compiler = ToolProvider.getSystemJavaCompiler();
        var said = new StringWriter();
        try (var files = compiler.getStandardFileManager(null, null, null);
                var found = Files.walk(java)) {
            var units = new ArrayList<>(List.of(PROGRAMS.resolve("java/OneMember.java")));
            found.filter(file -> file.toString().contains("/src/main/java/")
                            && file.toString().endsWith(".java"))
                    .forEach(units::add);
            var options = List.of("-d", java.resolve("classes").toString(), "-proc:none");
            var task = compiler.getTask(said, files, null, options, null, files.getJavaFileObjectsFromPaths(units));
            assertThat(task.call()).as(() -> "compiled\n" + said).isTrue();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void copy(Path from, Path to) throws IOException {
        Files.createDirectories(to);
        try (var files = Files.list(from)) {
            for (var file : files.filter(Files::isRegularFile).toList()) {
                Files.copy(file, to.resolve(file.getFileName()));
            }
        }
    }

    private static void clear(Path directory) throws IOException {
        if (Files.exists(directory)) {
            try (var old = Files.walk(directory)) {
                for (var path : old.sorted(Comparator.reverseOrder()).toList()) {
                    Files.delete(path);
                }
            }
        }
    }
}
