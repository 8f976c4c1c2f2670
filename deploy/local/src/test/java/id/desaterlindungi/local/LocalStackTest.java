package id.desaterlindungi.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.crypto.tink.InsecureSecretKeyAccess;
import com.google.crypto.tink.TinkJsonProtoKeysetFormat;
import com.nimbusds.jose.crypto.RSASSAVerifier;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jwt.SignedJWT;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LocalStackTest {
    @TempDir
    static Path data;

    static LocalStack stack;

    @BeforeAll
    static void start() {
        stack = LocalStack.start(StackSettings.onFreePorts(data));
    }

    @AfterAll
    static void close() {
        stack.close();
    }

    @Test
    void databaseIsPostgres18WithDurabilityOn() throws SQLException {
        try (var connection = stack.postgres().connect("enrollment", "enrollment_app");
                var statement = connection.createStatement();
                var row = statement.executeQuery("""
                        select current_setting('server_version_num')::int / 10000,
                               current_setting('fsync'), current_setting('synchronous_commit'),
                               current_setting('full_page_writes')
                        """)) {
            row.next();
            assertThat(row.getInt(1)).isEqualTo(18);
            assertThat(List.of(row.getString(2), row.getString(3), row.getString(4)))
                    .containsOnly("on");
        }
    }

    @Test
    void applicationRoleCannotChangeTheSchema() throws SQLException {
        try (var connection = stack.postgres().connect("reporting", "reporting_app");
                var statement = connection.createStatement()) {
            assertThatThrownBy(() -> statement.execute("create table intruder (id int)"))
                    .hasMessageContaining("permission denied for schema public");
        }
    }

    @Test
    void applicationRoleCannotReachTheOtherServicesDatabase() {
        assertThatThrownBy(() -> stack.postgres().connect("enrollment", "reporting_app"))
                .hasMessageContaining("permission denied for database");
    }

    @Test
    void databaseKeepsItsDataWhenStoppedAndStarted() throws SQLException {
        execute("create table kept (id int primary key); insert into kept values (7)");

        stack.postgres().stop();
        assertThatThrownBy(() -> stack.postgres().connect("enrollment", "enrollment_owner"))
                .isInstanceOf(SQLException.class);
        stack.postgres().start();

        try (var connection = stack.postgres().connect("enrollment", "enrollment_owner");
                var statement = connection.createStatement();
                var row = statement.executeQuery("select id from kept")) {
            assertThat(row.next()).isTrue();
            assertThat(row.getInt(1)).isEqualTo(7);
        }
    }

    @Test
    void brokerKeepsItsRecordsWhenStoppedAndStarted() throws Exception {
        var servers = Map.<String, Object>of(
                "bootstrap.servers", stack.kafka().bootstrapServers(), "compression.type", "lz4");
        try (var producer = new KafkaProducer<>(servers, new StringSerializer(), new StringSerializer())) {
            for (var i = 0; i < 3; i++) {
                producer.send(new ProducerRecord<>(KafkaBroker.EVENTS, "e" + i)).get();
            }
        }

        stack.kafka().stop();
        stack.kafka().start();

        try (var consumer = new KafkaConsumer<>(servers, new StringDeserializer(), new StringDeserializer())) {
            var events = List.of(new TopicPartition(KafkaBroker.EVENTS, 0));
            consumer.assign(events);
            consumer.seekToBeginning(events);
            long end = consumer.endOffsets(events).get(events.getFirst());
            var values = new ArrayList<String>();
            while (consumer.position(events.getFirst()) < end) {
                consumer.poll(Duration.ofSeconds(1)).forEach(record -> values.add(record.value()));
            }
            assertThat(values).containsExactly("e0", "e1", "e2");
        }
    }

    @Test
    void tokenEndpointGivesTheRoleAndAreaThatWereAskedFor() throws Exception {
        var form = "grant_type=client_credentials&client_id=cli&client_secret=x&role=village&areas=16.01.07.2001";

        var answer = post(stack.tokens().url() + "/token", form);

        assertThat(answer).contains("\"access_token\"");
        var token = answer.replaceAll("(?s).*\"access_token\"\\s*:\\s*\"([^\"]+)\".*", "$1");
        assertVillageToken(SignedJWT.parse(token));
    }

    @Test
    void tokenFromJavaIsTheSame() throws Exception {
        assertVillageToken(SignedJWT.parse(stack.token("village", "16.01.07.2001")));
    }

    @Test
    void serviceGetsATokenInItsOwnName() throws Exception {
        var form = "grant_type=client_credentials&client_id=reporting-service&client_secret=local&scope=events:read";

        var answer = post(stack.tokens().url() + "/token", form);

        var token = answer.replaceAll("(?s).*\"access_token\"\\s*:\\s*\"([^\"]+)\".*", "$1");
        var claims = SignedJWT.parse(token).getJWTClaimsSet();
        assertThat(claims.getSubject()).isEqualTo("reporting-service");
        assertThat(claims.getStringListClaim("groups")).containsExactly("service");
        assertThat(claims.getStringListClaim("areas")).containsExactly("16");
        assertThat(claims.getStringClaim("scope")).isEqualTo("events:read");
    }

    @Test
    void keysAreForTheirOwnerOnly() throws Exception {
        for (var name : List.of("nik-index.json", "sealing.json", "oidc-signing.json", "sign-in")) {
            assertThat(PosixFilePermissions.toString(
                            Files.getPosixFilePermissions(data.resolve("keys").resolve(name))))
                    .isEqualTo("rw-------");
        }
        var directory = Path.of(stack.enrollmentConfig().get("enrollment.keys.directory"));
        for (var name : List.of("nik-index.json", "sealing.json")) {
            var json = Files.readString(directory.resolve(name));
            var keyset = TinkJsonProtoKeysetFormat.parseKeyset(json, InsecureSecretKeyAccess.get());
            assertThat(keyset.size()).isEqualTo(1);
        }
    }

    @Test
    void dataDirectoryHasOneStackAtATime() {
        assertThatThrownBy(() -> LocalStack.start(StackSettings.onFreePorts(data)))
                .hasMessageContaining("Another stack runs");
    }

    private static void execute(String sql) throws SQLException {
        try (var connection = stack.postgres().connect("enrollment", "enrollment_owner");
                var statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private static void assertVillageToken(SignedJWT token) throws Exception {
        var keys = JWKSet.load(URI.create(stack.tokens().url() + "/jwks").toURL());
        var key = keys.getKeyByKeyId(token.getHeader().getKeyID());
        assertThat(token.verify(new RSASSAVerifier(key.toRSAKey()))).isTrue();
        var claims = token.getJWTClaimsSet();
        assertThat(claims.getIssuer()).isEqualTo(stack.tokens().url());
        assertThat(claims.getSubject()).isEqualTo("village@16.01.07.2001");
        assertThat(claims.getAudience()).containsExactly("desa-terlindungi");
        assertThat(claims.getStringListClaim("groups")).containsExactly("village");
        assertThat(claims.getStringListClaim("areas")).containsExactly("16.01.07.2001");
        assertThat(claims.getExpirationTime().toInstant())
                .isBetween(
                        Instant.now().plus(Duration.ofHours(7)), Instant.now().plus(Duration.ofHours(9)));
    }

    private static String post(String url, String form) throws Exception {
        var request = HttpRequest.newBuilder(URI.create(url))
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(HttpRequest.BodyPublishers.ofString(form))
                .build();
        try (var client = HttpClient.newHttpClient()) {
            var response = client.send(request, BodyHandlers.ofString());
            assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
            return response.body();
        }
    }
}
