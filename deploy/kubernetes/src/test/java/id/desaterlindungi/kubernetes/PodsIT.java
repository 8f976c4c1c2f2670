package id.desaterlindungi.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.Namespace;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.ServiceAccount;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.autoscaling.v2.HorizontalPodAutoscaler;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicy;
import io.fabric8.kubernetes.api.model.policy.v1.PodDisruptionBudget;
import io.fabric8.openshift.api.model.monitoring.v1.ServiceMonitor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** How the pods are run: what an admission, a drained node or a rolling update would otherwise find. */
class PodsIT {
    /** What works in the background has so long to end, after the requests (CoverageConsumer). */
    private static final int BACKGROUND_SECONDS = 15;

    static Stream<Manifests.Pods> pods() {
        return Manifests.all().flatMap(overlay -> overlay.pods().stream());
    }

    static Stream<Manifests.Pods> services() {
        return pods().filter(pods -> !pods.name().endsWith("-migrations"));
    }

    static Stream<Manifests> overlays() {
        return Manifests.all();
    }

    /** The rules of the restricted profile of the Pod Security Standards, and a read-only root beyond them. */
    @ParameterizedTest
    @MethodSource("pods")
    void areRestricted(Manifests.Pods pods) {
        var spec = pods.template().getSpec();
        var security = spec.getSecurityContext();

        assertThat(security.getRunAsNonRoot()).isTrue();
        assertThat(security.getRunAsUser()).isPositive();
        assertThat(security.getSeccompProfile().getType()).isEqualTo("RuntimeDefault");
        assertThat(spec.getAutomountServiceAccountToken()).isFalse();
        assertThat(spec.getHostNetwork()).isNull();
        assertThat(spec.getHostPID()).isNull();
        assertThat(spec.getHostIPC()).isNull();
        assertThat(spec.getVolumes())
                .allSatisfy(volume -> assertThat(Stream.of(
                                        volume.getProjected(),
                                        volume.getSecret(),
                                        volume.getEmptyDir(),
                                        volume.getConfigMap())
                                .anyMatch(kind -> kind != null))
                        .isTrue());
        assertThat(Stream.concat(spec.getContainers().stream(), spec.getInitContainers().stream()))
                .isNotEmpty()
                .allSatisfy(container -> {
                    var own = container.getSecurityContext();
                    assertThat(own.getAllowPrivilegeEscalation()).isFalse();
                    assertThat(own.getReadOnlyRootFilesystem()).isTrue();
                    assertThat(own.getCapabilities().getDrop()).containsExactly("ALL");
                    assertThat(own.getCapabilities().getAdd()).isEmpty();
                    assertThat(own.getPrivileged()).isNull();
                    assertThat(own.getRunAsUser()).isNull();
                    assertThat(container.getPorts())
                            .allSatisfy(port -> assertThat(port.getHostPort()).isNull());
                });
    }

    @ParameterizedTest
    @MethodSource("overlays")
    void theNamespaceAdmitsNothingElse(Manifests manifests) {
        assertThat(manifests.of(Namespace.class))
                .hasSize(1)
                .allSatisfy(namespace -> assertThat(namespace.getMetadata().getLabels())
                        .containsEntry("pod-security.kubernetes.io/enforce", "restricted"));
        assertThat(manifests.of(ServiceAccount.class))
                .hasSize(2)
                .allSatisfy(account ->
                        assertThat(account.getAutomountServiceAccountToken()).isFalse());
        assertThat(manifests.documents())
                .filteredOn(document -> !document.path("kind").asText().equals("Namespace"))
                .allSatisfy(document -> assertThat(
                                document.at("/metadata/namespace").asText())
                        .as(Manifests.name(document))
                        .isEqualTo("desa-terlindungi"));
    }

    /** Secrets are named, never written. */
    @ParameterizedTest
    @MethodSource("overlays")
    void holdNoSecret(Manifests manifests) {
        assertThat(manifests.ofKind("Secret")).isEmpty();
        assertThat(manifests.ofKind("ConfigMap"))
                .allSatisfy(map -> assertThat(map.toString())
                        .doesNotContainIgnoringCase("password")
                        .doesNotContain("BEGIN")
                        .doesNotContain("\"key\""));
    }

    @ParameterizedTest
    @MethodSource("pods")
    void haveRequestsAndLimits(Manifests.Pods pods) {
        var resources = container(pods).getResources();

        for (var resource : List.of("cpu", "memory", "ephemeral-storage")) {
            assertThat(amount(resources.getRequests().get(resource)))
                    .as(resource)
                    .isPositive()
                    .isLessThanOrEqualTo(amount(resources.getLimits().get(resource)));
        }
        var written = pods.template().getSpec().getVolumes().stream()
                .filter(volume -> volume.getEmptyDir() != null)
                .mapToLong(volume -> amount(volume.getEmptyDir().getSizeLimit()))
                .sum();
        assertThat(written)
                .as("all of /tmp, and logs beside it")
                .isPositive()
                .isLessThan(amount(resources.getLimits().get("ephemeral-storage")));
    }

    /** {@code session} in deploy/images tries the images under what they get here. */
    @ParameterizedTest
    @MethodSource("pods")
    void areTriedAsTheyAreRun(Manifests.Pods pods) throws IOException {
        var script = Files.readString(Path.of("../images/run-one"));
        var pod = pods.template().getSpec();
        var limits = container(pods).getResources().getLimits();
        var room = pod.getVolumes().stream()
                .filter(volume -> volume.getEmptyDir() != null)
                .map(volume -> podmans(volume.getEmptyDir().getSizeLimit()))
                .toList();

        assertThat(script)
                .contains(
                        "--user %d:%d "
                                .formatted(
                                        pod.getSecurityContext().getRunAsUser(),
                                        pod.getSecurityContext().getRunAsGroup()),
                        "--read-only --cap-drop=all --security-opt=no-new-privileges --cpus " + limits.get("cpu"),
                        "--memory %s ".formatted(podmans(limits.get("memory"))));
        assertThat(room)
                .hasSize(1)
                .allSatisfy(size -> assertThat(script)
                        .containsAnyOf("--tmpfs /tmp:size=" + size, "[%s]=%s".formatted(pods.service(), size)));
        assertThat(container(pods).getEnv())
                .filteredOn(variable -> variable.getName().matches("QUARKUS_(FLYWAY|INIT|SHUTDOWN|OIDC)_.*"))
                .isNotEmpty()
                .allSatisfy(variable ->
                        assertThat(script).contains("%s=%s".formatted(variable.getName(), variable.getValue())));
    }

    /** 8Gi as podman writes it. */
    private static String podmans(Quantity quantity) {
        return quantity.toString().replaceFirst("i$", "").toLowerCase(Locale.ROOT);
    }

    /** All that the service takes at the same time finds room. */
    @ParameterizedTest
    @MethodSource("services")
    void haveRoomForUploads(Manifests.Pods pods) throws IOException {
        var settings = OwnSetting.of(pods.service());
        if (!pods.service().equals("enrollment-service")) {
            return;
        }
        var receiving = Long.parseLong(standard(settings, "enrollment.imports.receiving"));
        var file = amount(new Quantity(standard(settings, "enrollment.imports.max-file") + "i"));
        var reading = Long.parseLong(standard(settings, "enrollment.imports.uploads"));
        var part = amount(new Quantity(standard(settings, "enrollment.imports.max-part") + "i"));

        assertThat(receiving * file + reading * part)
                .isLessThan(amount(pods.template().getSpec().getVolumes().stream()
                        .filter(volume -> volume.getName().equals("tmp"))
                        .findFirst()
                        .orElseThrow()
                        .getEmptyDir()
                        .getSizeLimit()));
    }

    /** By then no file is being read any more that was sealed with the key before. */
    @Test
    void sealAnewWhenTheLongestReadingIsOver() throws IOException {
        var settings = OwnSetting.of("enrollment-service");

        assertThat(minutes(standard(settings, "enrollment.keys.settled")))
                .isGreaterThan(minutes(standard(settings, "enrollment.imports.max-reading")) + 1);
    }

    private static long minutes(String duration) {
        return Duration.parse("PT" + duration).toMinutes();
    }

    /** Probes, ports and routes ask where the service answers. */
    @ParameterizedTest
    @MethodSource("services")
    void areAskedWhereTheyAnswer(Manifests.Pods pods) throws IOException {
        var container = container(pods);
        var properties = Properties.of(pods.service());
        var ports = new HashMap<String, Integer>();
        container.getPorts().forEach(port -> ports.put(port.getName(), port.getContainerPort()));

        assertThat(ports)
                .containsExactlyInAnyOrderEntriesOf(Map.of(
                        "http", Integer.valueOf(properties.get("quarkus.http.port")),
                        "management", Integer.valueOf(properties.get("quarkus.management.port"))));
        // ManagementTest of each service asks these.
        assertThat(container.getStartupProbe().getHttpGet().getPath()).isEqualTo("/q/health/started");
        assertThat(container.getLivenessProbe().getHttpGet().getPath()).isEqualTo("/q/health/live");
        assertThat(container.getReadinessProbe().getHttpGet().getPath()).isEqualTo("/q/health/ready");
        assertThat(Stream.of(container.getStartupProbe(), container.getLivenessProbe(), container.getReadinessProbe()))
                .allSatisfy(probe ->
                        assertThat(probe.getHttpGet().getPort().getStrVal()).isEqualTo("management"));
    }

    /** preStop, the answers under way and the background, one after another. */
    @ParameterizedTest
    @MethodSource("services")
    void areGivenTheTimeToEnd(Manifests.Pods pods) throws IOException {
        var container = container(pods);
        var sleep = container.getLifecycle().getPreStop().getSleep().getSeconds();
        var requests = container.getEnv().stream()
                .filter(one -> one.getName().equals("QUARKUS_SHUTDOWN_TIMEOUT"))
                .mapToLong(one -> Long.parseLong(one.getValue().replace("s", "")))
                .findFirst()
                .orElseThrow();

        assertThat(pods.template().getSpec().getTerminationGracePeriodSeconds())
                .isGreaterThan(sleep + requests + BACKGROUND_SECONDS);
        assertThat(Properties.of(pods.service())).containsEntry("quarkus.shutdown.delay-enabled", "true");
    }

    /** Neither the owner's role nor a schema that lacks something; one that has more is that of a later release. */
    @ParameterizedTest
    @MethodSource("services")
    void leaveMigrationsToTheJob(Manifests.Pods pods) {
        var given = new HashMap<String, String>();
        container(pods).getEnv().forEach(one -> given.put(one.getName(), one.getValue()));

        assertThat(given)
                .containsEntry("QUARKUS_FLYWAY_MIGRATE_AT_START", "false")
                .containsEntry("QUARKUS_FLYWAY_VALIDATE_AT_START", "true")
                .containsEntry("QUARKUS_FLYWAY_IGNORE_MIGRATION_PATTERNS", "*:future");
        assertThat(pods.template().toString()).doesNotContain(pods.service().replace("-service", "-database-owner"));
    }

    @ParameterizedTest
    @MethodSource("overlays")
    void arePickedByTheirService(Manifests manifests) {
        for (var service : manifests.of(Service.class)) {
            var picked = manifests.pods().stream()
                    .filter(pods -> pods.template()
                            .getMetadata()
                            .getLabels()
                            .entrySet()
                            .containsAll(service.getSpec().getSelector().entrySet()))
                    .toList();
            assertThat(picked)
                    .hasSize(1)
                    .allSatisfy(pods -> assertThat(pods.name())
                            .isEqualTo(service.getMetadata().getName()));
            assertThat(service.getSpec().getPorts())
                    .allSatisfy(port -> assertThat(container(picked.getFirst()).getPorts())
                            .anySatisfy(own -> assertThat(own.getName())
                                    .isEqualTo(port.getTargetPort().getStrVal())));
        }
        for (var deployment : manifests.of(Deployment.class)) {
            assertThat(deployment.getSpec().getTemplate().getMetadata().getLabels())
                    .containsAllEntriesOf(deployment.getSpec().getSelector().getMatchLabels());
            assertThat(deployment.getSpec().getReplicas())
                    .as("left to who scales")
                    .isNull();
            assertThat(deployment
                            .getSpec()
                            .getStrategy()
                            .getRollingUpdate()
                            .getMaxUnavailable()
                            .getIntVal())
                    .isZero();
        }
    }

    /** A policy that picks by a label that no pod has allows nothing, or forbids nothing. */
    @Test
    void arePickedByTheirPolicies() {
        var manifests = Manifests.of("production");
        var labels = manifests.pods().stream()
                .map(pods -> pods.template().getMetadata().getLabels())
                .toList();
        var policies = manifests.of(NetworkPolicy.class);

        assertThat(policies)
                .hasSizeGreaterThan(4)
                .allSatisfy(policy -> assertThat(labels)
                        .anySatisfy(pod -> assertThat(pod)
                                .containsAllEntriesOf(
                                        policy.getSpec().getPodSelector().getMatchLabels())));
        // Our own as peers too.
        policies.stream()
                .flatMap(policy -> policy.getSpec().getIngress().stream())
                .flatMap(rule -> rule.getFrom().stream())
                .filter(peer -> peer.getPodSelector() != null)
                .forEach(peer -> assertThat(labels)
                        .anySatisfy(pod -> assertThat(pod)
                                .containsAllEntriesOf(peer.getPodSelector().getMatchLabels())));
    }

    /** The largest number of replicas, with one more while a release is rolled out, stays within what the database takes. */
    @Test
    void findConnectionsForAll() throws IOException {
        var manifests = Manifests.of("production");
        for (var scaler : manifests.of(HorizontalPodAutoscaler.class)) {
            var service = scaler.getSpec().getScaleTargetRef().getName();
            var each = Integer.parseInt(Properties.of(service).get("quarkus.datasource.jdbc.max-size"));
            var most = manifests
                    .ofKind("Cluster")
                    .filter(cluster ->
                            cluster.at("/metadata/name").asText().equals(service.replace("-service", "-postgres")))
                    .mapToInt(cluster -> cluster.at("/spec/postgresql/parameters/max_connections")
                            .asInt())
                    .findFirst()
                    .orElseThrow();

            // One more of each listens; the operator keeps a few for itself.
            assertThat((scaler.getSpec().getMaxReplicas() + 1) * (each + 1) + 10)
                    .as(service)
                    .isLessThanOrEqualTo(most);
        }
    }

    @Test
    void areSpreadScaledAndKeptInProduction() {
        var manifests = Manifests.of("production");
        var names = new TreeSet<>(List.of("enrollment-service", "reporting-service"));

        assertThat(manifests.of(Deployment.class))
                .hasSize(2)
                .allSatisfy(deployment -> assertThat(
                                deployment.getSpec().getTemplate().getSpec().getTopologySpreadConstraints())
                        .anySatisfy(constraint -> {
                            assertThat(constraint.getTopologyKey()).isEqualTo("topology.kubernetes.io/zone");
                            assertThat(constraint.getWhenUnsatisfiable()).isEqualTo("DoNotSchedule");
                            assertThat(deployment
                                            .getSpec()
                                            .getTemplate()
                                            .getMetadata()
                                            .getLabels())
                                    .containsAllEntriesOf(
                                            constraint.getLabelSelector().getMatchLabels());
                        }));
        assertThat(manifests.of(HorizontalPodAutoscaler.class))
                .extracting(scaler -> scaler.getSpec().getScaleTargetRef().getName())
                .containsExactlyInAnyOrderElementsOf(names);
        assertThat(manifests.of(PodDisruptionBudget.class))
                .extracting(budget ->
                        budget.getSpec().getSelector().getMatchLabels().get("app.kubernetes.io/name"))
                .containsExactlyInAnyOrderElementsOf(names);
        assertThat(manifests.of(ServiceMonitor.class))
                .extracting(monitor ->
                        monitor.getSpec().getSelector().getMatchLabels().get("app.kubernetes.io/name"))
                .containsExactlyInAnyOrderElementsOf(names);
    }

    private static Container container(Manifests.Pods pods) {
        return pods.template().getSpec().getContainers().getFirst();
    }

    private static String standard(List<OwnSetting> settings, String name) {
        return settings.stream()
                .filter(one -> one.name().equals(name))
                .findFirst()
                .flatMap(OwnSetting::standard)
                .orElseThrow();
    }

    private static long amount(Quantity quantity) {
        return quantity.getNumericalAmount().movePointRight(3).longValueExact();
    }
}
