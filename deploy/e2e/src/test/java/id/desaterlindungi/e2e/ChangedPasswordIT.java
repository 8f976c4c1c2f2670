package id.desaterlindungi.e2e;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/**
 * The password of the database is changed while a service runs. A role of its own has to show one; all others of the local server are
 * trusted without.
 */
@ExtendWith(RunningSystem.class)
class ChangedPasswordIT {
    private static final String ROLE = "asked_app";
    private static final String ASKED = "host all " + ROLE + " all scram-sha-256\n";
    private static final Duration SOON = Duration.ofSeconds(30);

    private final DesaSystem system;

    @TempDir
    Path folder;

    ChangedPasswordIT(DesaSystem system) {
        this.system = system;
    }

    @BeforeEach
    void askOneRoleForItsPassword() throws SQLException, IOException {
        try (var database = database()) {
            Sql.execute(
                    database,
                    "create role %s login in role enrollment_app, reporting_app password 'first'".formatted(ROLE));
            Sql.execute(database, "grant enrollment_worker to %s with inherit false, set true".formatted(ROLE));
            var rules = rules(database);
            Files.writeString(rules, ASKED + Files.readString(rules));
            Sql.rows(database, "select pg_reload_conf()");
        }
        Files.writeString(folder.resolve("quarkus.datasource.username"), ROLE);
        tell("first");
    }

    @AfterEach
    void trustAllAgain() throws SQLException, IOException {
        try (var database = database()) {
            var rules = rules(database);
            Files.writeString(rules, Files.readString(rules).replace(ASKED, ""));
            Sql.rows(database, "select pg_reload_conf()");
            disconnect(database);
            Sql.execute(database, "drop role " + ROLE);
        }
    }

    @Test
    void aChangedPasswordIsUsedWithoutARestart() throws SQLException, IOException {
        var settings = List.of(
                "-Dquarkus.datasource.credentials-provider=" + folder,
                "-Dquarkus.datasource.username=" + ROLE,
                "-Dquarkus.flyway.migrate-at-start=false");
        var register = system.anotherEnrollment(settings);
        var totals = system.anotherReporting(Map.of(), settings);
        try (var database = database()) {
            assertThat(connections(database))
                    .as("connections that showed the first password")
                    .isPositive();

            Sql.execute(database, "alter role %s password 'second'".formatted(ROLE));
            assertThat(List.of(status(register), status(totals)))
                    .as("who is connected stays so")
                    .containsOnly(200);
            disconnect(database);
            await().atMost(SOON).until(() -> status(register) != 200 && status(totals) != 200);
            assertThat(connections(database)).isZero();
            tell("second");

            await().atMost(SOON).until(() -> status(register) == 200 && status(totals) == 200);
            assertThat(connections(database)).isPositive();
        } finally {
            register.stop();
            totals.stop();
        }
    }

    /** As a secret's files are replaced: whole, and at once. */
    private void tell(String password) throws IOException {
        var next = Files.writeString(folder.resolve("next"), password + "\n");
        Files.move(
                next,
                folder.resolve("quarkus.datasource.password"),
                StandardCopyOption.REPLACE_EXISTING,
                StandardCopyOption.ATOMIC_MOVE);
    }

    private static int status(Service service) {
        return given().baseUri(service.managementUrl().toString())
                .get("/q/health/ready")
                .statusCode();
    }

    private Connection database() throws SQLException {
        return system.stack().postgres().connect("postgres", "postgres");
    }

    private static Path rules(Connection database) throws SQLException {
        return Path.of(Sql.rows(database, "show hba_file").getFirst());
    }

    private static long connections(Connection database) throws SQLException {
        return Sql.number(database, "select count(*) from pg_stat_activity where usename = '%s'".formatted(ROLE));
    }

    private static void disconnect(Connection database) throws SQLException {
        Sql.rows(
                database,
                "select pg_terminate_backend(pid, 10000) from pg_stat_activity where usename = '%s'".formatted(ROLE));
    }
}
