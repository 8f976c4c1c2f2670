package id.desaterlindungi.e2e;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Clients as others make them: generated from what the running services say of themselves, compiled, and used. */
@ExtendWith(RunningSystem.class)
class GeneratedClientsIT {

    private static final Path MODULE =
            Path.of(System.getProperty("basedir", "")).toAbsolutePath();
    private static final Path PROGRAMS = MODULE.resolve("src/test/clients");
    private static final Path TARGET = MODULE.resolve("target/clients");
    private static final Path GENERATOR = MODULE.resolve("target/generator/openapi-generator-cli.jar");
    private static final Path JAVA = Path.of(System.getProperty("java.home"), "bin", "java");

    private final DesaSystem system;

    GeneratedClientsIT(DesaSystem system) {
        this.system = system;
    }

    @Test
    void javaClientEnrolls() throws IOException {
        var directory = fresh("java");
        var classes = javaClient(system.enrollment(), directory, PROGRAMS.resolve("java/EnrollOne.java"));

        var classPath = classes + File.pathSeparator + System.getProperty("java.class.path");
        enrolls(directory, Map.of("CLASSPATH", classPath), JAVA.toString(), "EnrollOne");
    }

    @Test
    void typescriptClientEnrolls() throws IOException {
        var directory = fresh("typescript");
        for (var file : List.of("package.json", "package-lock.json", "tsconfig.json", "enroll-one.ts")) {
            Files.copy(PROGRAMS.resolve("typescript").resolve(file), directory.resolve(file));
        }
        generate(system.enrollment(), "typescript-fetch", directory.resolve("generated"));
        Command.in(directory).run("npm", "ci", "--no-audit", "--no-fund", "--ignore-scripts", "--prefer-offline");
        Command.in(directory).run("node", "node_modules/typescript/bin/tsc", "--project", ".");

        enrolls(directory, Map.of(), "node", "out/enroll-one.js");
    }

    @Test
    void javaClientOfReportingCompiles() throws IOException {
        javaClient(system.reporting(), fresh("reporting-java"));
    }

    /** The programs in Java and in TypeScript do and tell the same. */
    private void enrolls(Path directory, Map<String, String> environment, String... program) {
        var person = system.people().next();
        var request = person.request();
        var command = new ArrayList<>(List.of(program));
        command.add(system.enrollment().url().toString());
        for (var field : List.of("nik", "name", "birthDate", "sex", "villageCode", "phone")) {
            command.add(request.get(field).toString());
        }

        var lines = Command.in(directory)
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
        assertThat(lines)
                .containsExactly(
                        "enrolled " + id,
                        "corrected 2 NELAYAN without phone",
                        "found " + id,
                        "refused 422 participant-refused /nik");
        var participant =
                system.askEnrollment().get("/v1/participants/{id}", id).jsonPath();
        assertThat(participant.getString("birthDate")).isEqualTo(request.get("birthDate"));
        assertThat(participant.getString("name")).isEqualTo(person.name());
        assertThat(participant.getInt("version")).isEqualTo(2);
    }

    /** @return where its classes are, with those of the program that uses it */
    private static Path javaClient(Service service, Path directory, Path... programs) throws IOException {
        var sources = directory.resolve("generated");
        // By default it sends every list that was not set as an empty one; in a merge patch that is a change.
        var options = "containerDefaultToNull=true,useJakartaEe=true";
        generate(service, "java", sources, "--library=native", "--additional-properties=" + options);
        var classes = directory.resolve("classes");
        var compiler = ToolProvider.getSystemJavaCompiler();
        var said = new StringWriter();
        try (var files = compiler.getStandardFileManager(null, null, null);
                var found = Files.walk(sources.resolve("src/main/java"))) {
            var units = new ArrayList<>(List.of(programs));
            found.filter(file -> file.toString().endsWith(".java")).forEach(units::add);
            var task = compiler.getTask(
                    said,
                    files,
                    null,
                    List.of("-d", classes.toString(), "-proc:none"),
                    null,
                    files.getJavaFileObjectsFromPaths(units));
            assertThat(task.call()).as(() -> "compiled\n" + said).isTrue();
        }
        return classes;
    }

    /** The generator refuses a description that is not valid. */
    private static void generate(Service service, String generator, Path into, String... options) throws IOException {
        var directory = into.getParent();
        var description = directory.resolve("openapi.json");
        Files.writeString(
                description,
                given().baseUri(service.url().toString())
                        .queryParam("format", "json")
                        .get("/q/openapi")
                        .then()
                        .statusCode(200)
                        .extract()
                        .asString());
        var command = new ArrayList<String>();
        command.add(JAVA.toString());
        command.addAll(List.of(
                "-jar",
                MODULE.resolve("target/generator/openapi-generator-cli.jar").toString()));
        command.addAll(List.of("generate", "-g", generator, "-i", description.toString(), "-o", into.toString()));
        command.addAll(List.of(options));
        var said = Command.in(directory).run(command.toArray(String[]::new));
        assertThat(said.lines().filter(line -> line.contains("ERROR"))).isEmpty();
    }

    private static Path fresh(String name) throws IOException {
        var directory = TARGET.resolve(name);
        if (Files.exists(directory)) {
            try (var old = Files.walk(directory)) {
                for (var path : old.sorted(Comparator.reverseOrder()).toList()) {
                    Files.delete(path);
                }
            }
        }
        return Files.createDirectories(directory);
    }
}
