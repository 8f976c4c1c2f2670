package id.desaterlindungi.e2e;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.equalTo;

import io.restassured.path.json.JsonPath;
import io.restassured.specification.RequestSpecification;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** At the worst moments; {@link FaultsIT} kills it at any. */
@ExtendWith(RunningSystem.class)
class EnrollmentKilledIT {
    private static final int CLIENTS = 8;
    private static final Duration UNDER_WAY_WITHIN = Duration.ofSeconds(30);
    private static final Duration SEALED_ANEW_WITHIN = Duration.ofMinutes(5);

    private final DesaSystem system;
    private final Recount recount;

    EnrollmentKilledIT(DesaSystem system) {
        this.system = system;
        this.recount = new Recount(system);
    }

    @Test
    void requestsThatWereHalfDoneWhenTheServiceWasKilledAreDoneOnce() throws Exception {
        long before = people();
        Load load;
        try (var register = system.registerDatabase()) {
            register.setAutoCommit(false);
            Sql.execute(register, "lock table outbox in share row exclusive mode");
            load = Load.start(system, CLIENTS);
            awaitHeldUp();

            system.enrollment().kill();
            register.rollback();
        }
        try (load) {
            system.enrollment().start();
            awaitAnswers(load, 50);
        }

        Measured.say("enrollment killed with %d requests half done: %s".formatted(CLIENTS, load));
        requireEachEnrolledOnce(load, before);
        recount.requireAllRight();
    }

    /** One row is held, so that it cannot be over before the kill. */
    @Test
    void whatIsSealedAnewWithANewKeyGoesOnAfterAKill() throws Exception {
        var added = system.stack().keysets().addSealingKey();
        await("the new key")
                .until(() -> keys().getList("findAll { it.state == 'USED' }.id", Long.class)
                        .contains(Integer.toUnsignedLong(added)));
        try (var register = system.registerDatabase();
                var look = system.registerDatabase()) {
            register.setAutoCommit(false);
            Sql.rows(register, "select id from participant order by id desc limit 1 for update");
            operator().post("/v1/keys/resealing").then().statusCode(202);
            await("values sealed anew")
                    .until(() ->
                            Sql.number(look, "select max(sealed_anew) from resealing where finished_at is null") > 0);

            system.enrollment().kill();
            register.rollback();
        }
        system.enrollment().start();

        await("the end of the work").atMost(SEALED_ANEW_WITHIN).until(this::finished);
        try (var register = system.registerDatabase()) {
            assertThat(Sql.number(register, """
                            select count(*) from participant
                            where substring(nik_sealed from 1 for 5) <> decode('01%08x', 'hex')
                            """.formatted(added))).isZero();
        }
        recount.requireAllRight();
    }

    /**
     * The work stands at one row that is held, until it has been killed and one replica has been seen without the new key. It takes a
     * minute, and runs by {@code deploy/e2e/faults --long}.
     */
    @Test
    @Tag("long")
    void theKeyOfTheIndexChangesUnderLoadWhileOneReplicaIsKilledAndOneLacksIt(@TempDir Path lagging) throws Exception {
        copyKeys(lagging);
        var other = system.anotherEnrollment(List.of("-Denrollment.keys.directory=" + lagging));
        Backlog.add(system, 3_000);
        var known = system.people().next();
        system.ask(other).body(known.request()).post("/v1/participants").then().statusCode(201);
        long before = people();
        var added = system.stack().keysets().addIndexKey();
        await("the new key").until(() -> state(added), "COMING"::equals);
        Load load;
        try (var register = system.registerDatabase()) {
            register.setAutoCommit(false);
            Sql.rows(register, "select id from participant order by id desc limit 1 for update");
            load = Load.start(system, CLIENTS);
            operator().post("/v1/keys/reindexing").then().statusCode(202);
            await("some indexes").until(() -> reindexing().getLong("indexed") > 0);

            await("a replica that lacks the key").until(() -> status(other.managementUrl(), "/q/health/ready") == 503);
            system.ask(other)
                    .body(system.people().next().request())
                    .post("/v1/participants")
                    .then()
                    .statusCode(503);
            system.ask(other)
                    .body(Map.of("nik", known.nik()))
                    .post("/v1/participants/search")
                    .then()
                    .statusCode(503);

            system.enrollment().kill();
            register.rollback();
        }
        try (load) {
            system.enrollment().start();
            await("the end of the work")
                    .atMost(SEALED_ANEW_WITHIN)
                    .until(() -> reindexing().getString("phase").equals("DONE"));
            awaitAnswers(load, load.answered() + 50);
        }

        Measured.say("key of the index changed for %d people in %d s under load, killed once: %s"
                .formatted(people(), secondsOfReindexing(), load));
        requireEachEnrolledOnce(load, before);
        try (var register = system.registerDatabase()) {
            assertThat(Sql.number(register, """
                            select count(*) from participant where nik_index_key <> %d or nik_index_next is not null
                            """.formatted(added))).isZero();
        }
        copyKeys(lagging);
        await("the replica with the key").until(() -> status(other.managementUrl(), "/q/health/ready") == 200);
        system.ask(other)
                .body(Map.of("nik", known.nik()))
                .post("/v1/participants/search")
                .then()
                .statusCode(200)
                .body("items.size()", equalTo(1));
        system.ask(other).body(known.request()).post("/v1/participants").then().statusCode(409);
        recount.requireAllRight();
    }

    private void copyKeys(Path to) throws IOException {
        for (var file : List.of(
                system.stack().keysets().index(), system.stack().keysets().sealing())) {
            Files.copy(file, to.resolve(file.getFileName()), StandardCopyOption.REPLACE_EXISTING);
        }
    }

    private static int status(URI service, String path) {
        return given().baseUri(service.toString()).get(path).statusCode();
    }

    private JsonPath reindexing() {
        return operator().get("/v1/keys").jsonPath().setRootPath("reindexing");
    }

    private long secondsOfReindexing() {
        return Duration.between(
                        Instant.parse(reindexing().getString("begunAt")),
                        Instant.parse(reindexing().getString("finishedAt")))
                .toSeconds();
    }

    private String state(int key) {
        return keys().getString("find { it.id.toString() == '%s' }?.state".formatted(Integer.toUnsignedString(key)));
    }

    private RequestSpecification operator() {
        return given().baseUri(system.enrollment().url().toString())
                .auth()
                .oauth2(system.stack().token("operator", null));
    }

    private JsonPath keys() {
        return operator()
                .get("/v1/keys")
                .then()
                .statusCode(200)
                .extract()
                .jsonPath()
                .setRootPath("keys");
    }

    private boolean finished() {
        return operator().get("/v1/keys").jsonPath().get("resealing.finishedAt") != null;
    }

    private void requireEachEnrolledOnce(Load load, long before) throws SQLException {
        load.requireNobodyRefused();
        try (var register = system.registerDatabase()) {
            var inRegister = new HashSet<>(Sql.rows(register, "select id from participant"));
            assertThat(inRegister).as("people with a 201").containsAll(load.enrolled());
        }
        assertThat(people() - before).as("rows for %d people", load.answered()).isEqualTo(load.answered());
        assertThat(load.enrolled()).doesNotHaveDuplicates();
    }

    private void awaitAnswers(Load load, int answers) {
        await("%d answers".formatted(answers))
                .atMost(UNDER_WAY_WITHIN)
                .pollInterval(Duration.ofMillis(1))
                .until(() -> load.answered() >= answers);
    }

    /** The people of a set are written, their events wait for the table's lock; the other clients wait for the next set. */
    private void awaitHeldUp() throws SQLException {
        try (var look = system.stack().postgres().connect("enrollment", "postgres")) {
            await("requests that wait").atMost(UNDER_WAY_WITHIN).until(() -> Sql.number(look, """
                    select count(*) from pg_stat_activity
                    where usename = 'enrollment_app' and wait_event_type = 'Lock' and query like '%insert into outbox%'
                    """) > 0);
        }
    }

    private long people() throws SQLException {
        try (var register = system.registerDatabase()) {
            return Sql.number(register, "select count(*) from participant");
        }
    }
}
