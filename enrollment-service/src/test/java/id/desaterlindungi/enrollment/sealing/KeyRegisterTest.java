package id.desaterlindungi.enrollment.sealing;

import static id.desaterlindungi.enrollment.SyntheticPerson.body;
import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.google.crypto.tink.InsecureSecretKeyAccess;
import com.google.crypto.tink.KeysetHandle;
import com.google.crypto.tink.Parameters;
import com.google.crypto.tink.TinkJsonProtoKeysetFormat;
import com.google.crypto.tink.aead.PredefinedAeadParameters;
import com.google.crypto.tink.prf.PredefinedPrfParameters;
import id.desaterlindungi.enrollment.EnrollmentTest;
import id.desaterlindungi.local.LocalStack;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.quarkus.runtime.StartupEvent;
import io.restassured.http.ContentType;
import jakarta.inject.Inject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Executors;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A service begins with the keys of its register, or not at all. */
@EnrollmentTest
class KeyRegisterTest {
    private static final Parameters SEALING = PredefinedAeadParameters.AES256_GCM;
    private static final Parameters INDEX = PredefinedPrfParameters.HMAC_SHA256_PRF;

    LocalStack stack;

    @Inject
    KeyRegister register;

    @Inject
    Jdbi jdbi;

    @TempDir
    Path directory;

    @BeforeEach
    void takeTheRightKeys() throws IOException {
        for (var name : List.of("sealing.json", "nik-index.json")) {
            Files.copy(stack.keysets().directory().resolve(name), directory.resolve(name));
        }
    }

    @Test
    void takesItsOwnKeys() {
        start();
    }

    @Test
    void refusesKeysOfAnotherRegister() throws Exception {
        write("sealing.json", KeysetHandle.generateNew(SEALING));
        refuses("lacks key");

        takeTheRightKeysAgain();
        write("nik-index.json", KeysetHandle.generateNew(INDEX));
        refuses("lacks key");
    }

    @Test
    void refusesAnotherKeyUnderTheSameId() throws Exception {
        write("sealing.json", impostor("sealing.json", SEALING));
        refuses("another key");

        takeTheRightKeysAgain();
        write("nik-index.json", impostor("nik-index.json", INDEX));
        refuses("another key");
    }

    @Test
    void goesOnIndexingWithTheKeyBeforeWhereAnotherOneIsToCome() throws Exception {
        var before = Keyset.read(directory.resolve("nik-index.json"));
        write("nik-index.json", withNewPrimary(before.handle(), INDEX));
        var sealing = Keyset.read(directory.resolve("sealing.json"));
        var both = Keyset.read(directory.resolve("nik-index.json"));
        try {
            var admitted = register.admit(sealing, both, Duration.ZERO);

            assertThat(admitted.indexing()).containsExactly((long) before.primary(), (long) both.primary());
            assertThat(register.indexKeysInUse()).containsExactly((long) before.primary());
            assertThat(register.admit(sealing, before, Duration.ZERO).indexing())
                    .as("where the file has not come yet")
                    .containsExactly((long) before.primary());
        } finally {
            asOwner("delete from register_key where key_id = " + both.primary());
        }
    }

    @Test
    void bringsNoOtherKeyWhileWorkIsBegun() throws Exception {
        var before = Keyset.read(directory.resolve("nik-index.json"));
        var sealing = Keyset.read(directory.resolve("sealing.json"));
        write("nik-index.json", withNewPrimary(before.handle(), INDEX));
        var both = Keyset.read(directory.resolve("nik-index.json"));
        write("nik-index.json", withNewPrimary(before.handle(), INDEX));
        var others = Keyset.read(directory.resolve("nik-index.json"));
        try (var beginning = stack.postgres().connect("enrollment", "enrollment_owner");
                var replica = Executors.newSingleThreadExecutor()) {
            register.admit(sealing, both, Duration.ZERO);
            beginning.setAutoCommit(false);
            beginning
                    .createStatement()
                    .execute(
                            "insert into reindexing (key_id, actor) values (%d, 'operator')".formatted(both.primary()));

            var admitted = replica.submit(() -> register.admit(sealing, others, Duration.ZERO));
            await().until(() -> jdbi.withHandle(
                    handle -> handle.createQuery("select exists (select from pg_locks where not granted)")
                            .mapTo(Boolean.class)
                            .one()));
            beginning.commit();
            admitted.get();

            assertThat(known()).contains((long) both.primary()).doesNotContain((long) others.primary());
        } finally {
            asOwner("delete from reindexing where key_id = " + both.primary());
            asOwner("delete from register_key where key_id in (%d, %d)".formatted(both.primary(), others.primary()));
        }
    }

    /** Where the new key has left the file too early, somebody has to be there who takes it back. */
    @Test
    void asksForTheKeyThatComesNextUntilItIsTakenBack() throws Exception {
        var before = Keyset.read(directory.resolve("nik-index.json"));
        write("nik-index.json", withNewPrimary(before.handle(), INDEX));
        var sealing = Keyset.read(directory.resolve("sealing.json"));
        var both = Keyset.read(directory.resolve("nik-index.json"));
        try (var writing = stack.postgres().connect("enrollment", "enrollment_owner")) {
            register.admit(sealing, both, Duration.ZERO);
            writing.setAutoCommit(false);
            writing.createStatement().execute("lock table nik_index_gate in row exclusive mode"); // No turn is made.
            asOwner("insert into reindexing (key_id, actor, phase) values (%d, 'operator', 'FILLING')"
                    .formatted(both.primary()));
            assertThatThrownBy(() -> register.admit(sealing, before, Duration.ZERO))
                    .isInstanceOf(UnfitKeys.class);

            asOwner("update reindexing set taken_back = true where finished_at is null");

            assertThat(register.admit(sealing, before, Duration.ZERO).indexing())
                    .containsExactly((long) before.primary());
        } finally {
            asOwner("delete from reindexing where key_id = " + both.primary());
            asOwner("delete from register_key where key_id = " + both.primary());
        }
    }

    @Test
    void refusesFilesThatAreNone() throws Exception {
        Files.writeString(directory.resolve("sealing.json"), "{}");
        refuses("is not a Tink keyset");

        Files.delete(directory.resolve("sealing.json"));
        refuses("cannot be read");

        takeTheRightKeysAgain();
        Files.copy(directory.resolve("nik-index.json"), directory.resolve("swapped"));
        Files.delete(directory.resolve("sealing.json"));
        Files.move(directory.resolve("swapped"), directory.resolve("sealing.json"));
        refuses("holds no keys that seal");
    }

    /** As one from before its keys were written down. */
    @Test
    void refusesWhatDoesNotOpenItsPeople() throws Exception {
        given().auth()
                .oauth2(stack.token("branch", "16"))
                .contentType(ContentType.JSON)
                .body(body())
                .post("/v1/participants")
                .then()
                .statusCode(201);

        write("sealing.json", KeysetHandle.generateNew(SEALING));
        refusesWithoutKnowingAny();

        takeTheRightKeysAgain();
        write("nik-index.json", impostor("nik-index.json", INDEX));
        refusesWithoutKnowingAny();
        write("nik-index.json", KeysetHandle.generateNew(INDEX));
        refusesWithoutKnowingAny();

        takeTheRightKeysAgain();
        start();
    }

    /** The running service writes its own down again within a second. */
    private void refusesWithoutKnowingAny() throws SQLException {
        asOwner("delete from register_key");

        assertThatThrownBy(this::start).isInstanceOf(UnfitKeys.class);
    }

    @Test
    void goesOnWithTheKeysThatItHasWhileFilesAreRefused() throws Exception {
        var metrics = new SimpleMeterRegistry();
        var keysets = new Keysets(new Settings(directory), register, metrics, false);
        keysets.start(new StartupEvent());
        var refused = metrics.get("enrollment.keys.refused").gauge();
        var keys = keysets.now();
        write("sealing.json", impostor("sealing.json", SEALING));

        keysets.look();
        assertThat(refused.value()).isEqualTo(1);
        assertThat(keysets.now()).isSameAs(keys);

        takeTheRightKeysAgain();
        keysets.look();
        assertThat(refused.value()).isZero();
    }

    @Test
    void asksForARetiredKeyNoMoreButSealsWithItOnlyAsWithANewOne() throws Exception {
        var sealing = Keyset.read(directory.resolve("sealing.json"));
        var index = Keyset.read(directory.resolve("nik-index.json"));
        write("sealing.json", withNewPrimary(sealing.handle(), SEALING));
        var both = Keyset.read(directory.resolve("sealing.json"));
        try {
            assertThat(register.admit(both, index, Duration.ZERO).sealing()).isEqualTo(both.primary());
            asOwner("update register_key set retired_at = clock_timestamp() where key_id = " + both.primary());
            assertThat(register.admit(sealing, index, Duration.ofHours(1)).sealing())
                    .isEqualTo(sealing.primary());

            assertThat(register.admit(both, index, Duration.ofHours(1)).sealing())
                    .as("its time has to come again")
                    .isEqualTo(sealing.primary());
        } finally {
            asOwner("delete from register_key where key_id = " + both.primary());
        }
    }

    @Test
    void sealsWithANewKeyOnlyOnceEverybodyHasIt() throws Exception {
        var before = Keyset.read(directory.resolve("sealing.json"));
        write("sealing.json", withNewPrimary(before.handle(), SEALING));
        var after = Keyset.read(directory.resolve("sealing.json"));
        var index = Keyset.read(directory.resolve("nik-index.json"));
        try {
            assertThat(register.admit(after, index, Duration.ofHours(1)).sealing())
                    .isEqualTo(before.primary());
            assertThat(register.admit(before, index, Duration.ofHours(1)).sealing())
                    .as("where the file has not come yet")
                    .isEqualTo(before.primary());
            asOwner("update register_key set used_from = clock_timestamp() where key_id = " + after.primary());

            assertThat(register.admit(after, index, Duration.ofHours(1)).sealing())
                    .isEqualTo(after.primary());
            assertThatThrownBy(() -> register.admit(before, index, Duration.ofHours(1)))
                    .isInstanceOf(UnfitKeys.class);
        } finally {
            asOwner("delete from register_key where key_id = " + after.primary());
        }
    }

    private void refuses(String why) {
        var before = known();

        assertThatThrownBy(this::start).isInstanceOf(UnfitKeys.class).hasMessageContaining(why);

        assertThat(known()).isEqualTo(before);
    }

    private void start() {
        new Keysets(new Settings(directory), register, new SimpleMeterRegistry(), false).start(new StartupEvent());
    }

    private List<Long> known() {
        return jdbi.withHandle(handle -> handle.createQuery("select key_id from register_key order by key_id")
                .mapTo(Long.class)
                .list());
    }

    private void takeTheRightKeysAgain() throws IOException {
        for (var name : List.of("sealing.json", "nik-index.json")) {
            Files.deleteIfExists(directory.resolve(name));
        }
        takeTheRightKeys();
    }

    /** With another key in the place of the primary one. */
    private KeysetHandle impostor(String file, Parameters kind) throws GeneralSecurityException {
        var keys = Keyset.read(directory.resolve(file)).handle();
        var impostor = KeysetHandle.newBuilder(keys);
        for (var i = keys.size() - 1; i >= 0; i--) {
            if (keys.getAt(i).isPrimary()) {
                impostor.deleteAt(i);
            }
        }
        return impostor.addEntry(KeysetHandle.generateEntryFromParameters(kind)
                        .withFixedId(keys.getPrimary().getId())
                        .makePrimary())
                .build();
    }

    private static KeysetHandle withNewPrimary(KeysetHandle keys, Parameters kind) throws GeneralSecurityException {
        return KeysetHandle.newBuilder(keys)
                .addEntry(KeysetHandle.generateEntryFromParameters(kind)
                        .withRandomId()
                        .makePrimary())
                .build();
    }

    private void write(String name, KeysetHandle keys) throws IOException, GeneralSecurityException {
        Files.writeString(
                directory.resolve(name),
                TinkJsonProtoKeysetFormat.serializeKeyset(keys, InsecureSecretKeyAccess.get()));
    }

    private void asOwner(String sql) throws SQLException {
        try (var connection = stack.postgres().connect("enrollment", "enrollment_owner")) {
            connection.createStatement().execute(sql);
        }
    }

    private record Settings(Path directory) implements KeySettings {
        @Override
        public Duration lookedFor() {
            return Duration.ofDays(1);
        }

        @Override
        public Duration settling() {
            return Duration.ZERO;
        }

        @Override
        public Duration settled() {
            return Duration.ZERO;
        }
    }
}
