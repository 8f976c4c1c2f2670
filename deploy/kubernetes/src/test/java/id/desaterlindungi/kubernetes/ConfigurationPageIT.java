package id.desaterlindungi.kubernetes;

import static id.desaterlindungi.kubernetes.PlatformSettings.variable;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** The page of all settings is made from the code of both services, and says what holds. */
class ConfigurationPageIT {
    private static final List<String> SERVICES = List.of("enrollment-service", "reporting-service");

    private static final String HEAD = """
            # Settings

            Made from the code by `deploy/kubernetes/verify --write`; a test holds it true.

            A setting has one name and several ways in. A later one in this list wins:

            1. a file of the setting's name, with its value, in a directory that `SMALLRYE_CONFIG_SOURCE_FILE_LOCATIONS` names: so come
               passwords (`/etc/desa-terlindungi` in the base). Only for what the package does not set;
            2. the service's own `application.properties`, in its package;
            3. a properties file that `SMALLRYE_CONFIG_LOCATIONS` names, with `config_ordinal` above 250 in it;
            4. the environment: capital letters, and `_` for everything that is no letter or digit.

            A change needs a restart: the names of config maps end with a hash of their contents, so an apply is a rolling update. Changed
            secrets need `kubectl rollout restart`, but for keys and the database's password, which are read again. What is fixed in the package (last tables) no environment
            changes.
            """;

    /** What has no default that would do, of the platform's. */
    private static final Map<String, String> NEEDED = new LinkedHashMap<>();

    static {
        NEEDED.put(
                "quarkus.datasource.jdbc.url",
                "Where the service's database is: `jdbc:postgresql://HOST:5432/NAME?sslmode=verify-full&sslrootcert=FILE`");
        NEEDED.put(
                "quarkus.datasource.username",
                "The application's role: may use the tables as migrations grant it, and change no schema");
        NEEDED.put("quarkus.datasource.password", "Its password. A file");
        NEEDED.put(
                "quarkus.datasource.credentials-provider",
                "The folder of both files, to read them again for each new connection (the base says so)");
        NEEDED.put(
                "quarkus.flyway.username",
                "The owner's role, for migrations alone: the Job has it, the service does not");
        NEEDED.put("quarkus.flyway.password", "Its password. A file");
        NEEDED.put(
                "quarkus.flyway.migrate-at-start",
                "`true` migrates at each start, as the owner (the local system). `false` in a cluster");
        NEEDED.put(
                "quarkus.flyway.validate-at-start",
                "`true` does not start before all migrations of the package are in the database; looks as the application's role");
        NEEDED.put(
                "quarkus.flyway.ignore-migration-patterns",
                "`*:future` lets migrations of a later release be, which were applied before this one is gone");
        NEEDED.put("quarkus.init-and-exit", "`true` ends after the migrations: what the Job is");
        NEEDED.put(
                "kafka.bootstrap.servers",
                "The brokers, with commas. Any setting of Kafka's clients may follow in the same way: `kafka.security.protocol`, `kafka.sasl.mechanism`, `kafka.sasl.jaas.config` (a file), `kafka.ssl.truststore.location`");
        NEEDED.put("quarkus.oidc.auth-server-url", "The token issuer, as its tokens name it (`iss`)");
        NEEDED.put(
                "quarkus.shutdown.timeout",
                "How long requests that were begun may take to end after the signal; none by default");
        NEEDED.put("quarkus.http.cors.enabled", "`true` lets pages of other origins in");
        NEEDED.put("quarkus.http.cors.origins", "Those origins, with commas");
        NEEDED.put("quarkus.otel.traces.sampler.arg", "Share of requests that are traced, 0 to 1");
        NEEDED.put("quarkus.otel.exporter.otlp.endpoint", "Where traces are sent");
        NEEDED.put("quarkus.log.level", "Of the log; `INFO`");
        NEEDED.put(
                "quarkus.log.console.json.enabled",
                "`true` writes each line of the log as a JSON object (the base says so)");
        NEEDED.put(
                "quarkus.oidc-client.auth-server-url",
                "The issuer of the reporting service's own tokens, with which it asks the register's feed");
        NEEDED.put("quarkus.oidc-client.client-id", "Who it is there");
        NEEDED.put("quarkus.oidc-client.credentials.secret", "Its secret. A file");
        NEEDED.put("quarkus.rest-client.enrollment.url", "Where the enrollment service is");
    }

    @Test
    void saysWhatTheCodeSays() throws IOException {
        var page = new StringBuilder(HEAD);
        page.append(
                "\n## What an installation has to say, or may\n\n| setting | in the environment | meaning | service |\n|---|---|---|---|\n");
        for (var needed : NEEDED.entrySet()) {
            page.append("| `%s` | `%s` | %s | %s |\n"
                    .formatted(needed.getKey(), variable(needed.getKey()), needed.getValue(), who(needed.getKey())));
        }
        for (var service : SERVICES) {
            var inPackage = Properties.of(service);
            page.append(
                    "\n## %s\n\nIts own settings.\n\n| setting | default | how it is written | meaning |\n|---|---|---|---|\n"
                            .formatted(service));
            for (var one : OwnSetting.of(service)) {
                var standard = Optional.ofNullable(inPackage.get(one.name())).or(one::standard);
                page.append("| `%s` | %s | %s | %s |\n"
                        .formatted(
                                one.name(),
                                standard.map(value -> "`" + value + "`")
                                        .orElse(one.type().startsWith("Optional") ? "none" : "**has to be given**"),
                                one.unit(),
                                one.meaning()));
            }
            var platform = PlatformSettings.of(service);
            page.append(
                    "\nWhat it sets of Quarkus. *Fixed*: when it is packaged; the rest may be set otherwise, by whoever knows why.\n\n| setting | value | | why |\n|---|---|---|---|\n");
            for (var line : Properties.lines(service)) {
                if (line.name().startsWith("%") || line.name().contains("smallrye-openapi.info")) {
                    continue;
                }
                if (OwnSetting.of(service).stream().anyMatch(one -> one.name().equals(line.name()))) {
                    continue;
                }
                page.append("| `%s` | `%s` | %s | %s |\n"
                        .formatted(
                                line.name(),
                                cell(line.value()),
                                platform.find(line.name())
                                        .map(found -> found.atRunTime() ? "" : "fixed")
                                        .orElse(""),
                                cell(line.comment())));
            }
        }

        Kept.same(Path.of("configuration.md"), page.toString());
    }

    @Test
    void everySettingSaysWhatItDoes() throws IOException {
        for (var service : SERVICES) {
            assertThat(OwnSetting.of(service))
                    .hasSizeGreaterThan(10)
                    .allSatisfy(one -> assertThat(one.meaning()).as(one.name()).hasSizeGreaterThan(10));
        }
    }

    /** Nothing is promised that the services do not have, or that is fixed in the package. */
    @Test
    void whatAnInstallationSaysIsRead() throws IOException {
        assertThat(NEEDED.keySet())
                .allSatisfy(name -> assertThat(who(name)).as(name).isNotEmpty());
    }

    /**
     * Where a request comes from, both services read themselves ({@code ….door.proxies}), and where its pages are, the reporting service
     * is told ({@code reporting.pages.address}): what Quarkus makes of a proxy's headers nobody needs.
     */
    @Test
    void leavesOutWhatNobodyAsks() throws IOException {
        assertThat(NEEDED.keySet()).noneMatch(name -> name.startsWith("quarkus.http.proxy."));
        for (var service : SERVICES) {
            assertThat(OwnSetting.of(service)).anyMatch(one -> one.name().endsWith(".door.proxies"));
        }
    }

    private static String who(String name) throws IOException {
        var reads = new ArrayList<String>();
        for (var service : SERVICES) {
            if (name.startsWith("kafka.")
                    || PlatformSettings.of(service)
                            .find(name)
                            .filter(PlatformSettings.Setting::atRunTime)
                            .isPresent()) {
                reads.add(service.replace("-service", ""));
            }
        }
        return reads.size() == SERVICES.size() ? "both" : String.join("", reads);
    }

    private static String cell(String text) {
        return text.replace("|", "\\|").replace("\\n\\n", " ");
    }
}
