package id.desaterlindungi.kubernetes;

import static id.desaterlindungi.kubernetes.PlatformSettings.variable;
import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.EnvVar;
import io.fabric8.kubernetes.api.model.KeyToPath;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What the manifests hand to a pod, the service in it reads: a name that nobody knows would be passed over in silence. */
class SettingsIT {
    /** Of the source of settings itself, which no description lists. */
    private static final Set<String> OF_SOURCES = Set.of("SMALLRYE_CONFIG_SOURCE_FILE_LOCATIONS");

    static Stream<Manifests> overlays() {
        return Manifests.all();
    }

    @ParameterizedTest
    @MethodSource("overlays")
    void everyVariableIsASetting(Manifests manifests) throws IOException {
        for (var pods : manifests.pods()) {
            var own = OwnSetting.of(pods.service());
            var platform = PlatformSettings.of(pods.service());
            var variables = variables(manifests, pods);

            assertThat(variables)
                    .as(pods.toString())
                    .hasSizeGreaterThan(5)
                    .allSatisfy(variable -> assertThat(OF_SOURCES.contains(variable)
                                    || own.stream()
                                            .anyMatch(
                                                    one -> variable(one.name()).equals(variable))
                                    || isOfKafka(variable)
                                    || platform.called(variable)
                                            .filter(PlatformSettings.Setting::atRunTime)
                                            .isPresent())
                            .as("%s, read when the service starts", variable)
                            .isTrue());
        }
    }

    @ParameterizedTest
    @MethodSource("overlays")
    void everyFileIsASetting(Manifests manifests) throws IOException {
        for (var pods : manifests.pods()) {
            var own = OwnSetting.of(pods.service());
            var platform = PlatformSettings.of(pods.service());
            var files = files(pods);

            // What the package sets would win.
            assertThat(Properties.of(pods.service())).doesNotContainKeys(files.toArray(String[]::new));
            assertThat(files)
                    .as(pods.toString())
                    .hasSizeGreaterThan(2)
                    .doesNotHaveDuplicates()
                    .allSatisfy(file -> assertThat(
                                    own.stream().anyMatch(one -> one.name().equals(file))
                                            || isOfKafka(variable(file))
                                            || platform.find(file)
                                                    .filter(PlatformSettings.Setting::atRunTime)
                                                    .isPresent())
                            .as("%s, read when the service starts", file)
                            .isTrue());
        }
    }

    /** What has no default, of the services' own. */
    @ParameterizedTest
    @MethodSource("overlays")
    void whatTheServiceCannotDoWithoutIsThere(Manifests manifests) throws IOException {
        for (var pods : manifests.pods()) {
            var given = new ArrayList<String>(variables(manifests, pods));
            files(pods).forEach(file -> given.add(variable(file)));
            var needed = new ArrayList<>(List.of(
                    "quarkus.datasource.jdbc.url",
                    "quarkus.datasource.username",
                    "quarkus.datasource.password",
                    "kafka.bootstrap.servers",
                    "quarkus.oidc.auth-server-url"));
            var inPackage = Properties.of(pods.service());
            OwnSetting.of(pods.service()).stream()
                    .filter(one -> one.standard().isEmpty()
                            && !one.type().startsWith("Optional")
                            && !inPackage.containsKey(one.name()))
                    .forEach(one -> needed.add(one.name()));

            assertThat(given)
                    .as(pods.toString())
                    .containsAll(needed.stream().map(PlatformSettings::variable).toList());
        }
    }

    /** The checks themselves. */
    @Test
    void aNameThatNobodyReadsIsNone() throws IOException {
        var platform = PlatformSettings.of("reporting-service");

        assertThat(platform.called("QUARKUS_HTTP_PORTT")).isEmpty();
        assertThat(platform.called("QUARKUS_REST_CLIENT_ENROLLMENT_URL")).isPresent();
        assertThat(platform.called("QUARKUS_DATASOURCE_DB_KIND"))
                .hasValueSatisfying(one -> assertThat(one.atRunTime()).isFalse());
        assertThat(isOfKafka("KAFKA_SASL_MECHANISMS")).isFalse();
    }

    private static List<String> variables(Manifests manifests, Manifests.Pods pods) {
        var container = pods.template().getSpec().getContainers().getFirst();
        var names = new ArrayList<String>();
        container.getEnv().stream().map(EnvVar::getName).forEach(names::add);
        for (var from : container.getEnvFrom()) {
            manifests.of(ConfigMap.class).stream()
                    .filter(one -> one.getMetadata()
                            .getName()
                            .equals(from.getConfigMapRef().getName()))
                    .findFirst()
                    .orElseThrow()
                    .getData()
                    .keySet()
                    .forEach(names::add);
        }
        return names;
    }

    private static List<String> files(Manifests.Pods pods) {
        return pods.template().getSpec().getVolumes().stream()
                .filter(volume -> volume.getName().equals("settings"))
                .flatMap(volume -> volume.getProjected().getSources().stream())
                .flatMap(source -> source.getSecret().getItems().stream())
                .map(KeyToPath::getPath)
                .toList();
    }

    private static boolean isOfKafka(String variable) {
        return Stream.concat(ProducerConfig.configNames().stream(), ConsumerConfig.configNames().stream())
                .anyMatch(name -> variable("kafka." + name).equals(variable));
    }
}
