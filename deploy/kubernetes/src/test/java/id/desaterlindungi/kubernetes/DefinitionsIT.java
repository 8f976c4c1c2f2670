package id.desaterlindungi.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/**
 * Every object, those of the operators too, is held against the published definition of its type by other programs than
 * {@link StrictReadingIT}: a schema knows what is missing and which values there are, TypeScript which fields.
 */
class DefinitionsIT {
    private static final JsonMapper JSON = new JsonMapper();

    /** What nobody has published in a form that can be had here; it was held against its operator's definition by hand. */
    private static final Set<String> BY_HAND = Set.of("barmancloud.cnpg.io/v1/ObjectStore");

    /** What the README lets an operator add to an overlay. */
    private static final String RESTORED = "../src/test/restored";

    @TestFactory
    Stream<DynamicTest> isWhatItsDefinitionSays() throws IOException {
        var names = new ArrayList<String>();
        var objects = new ArrayList<JsonNode>();
        Stream.concat(Manifests.all(), Stream.of(Manifests.of(RESTORED)))
                .forEach(overlay -> overlay.documents().stream()
                        .filter(document -> !BY_HAND.contains(Manifests.type(document)))
                        .forEach(document -> {
                            names.add(overlay.overlay() + ": " + Manifests.name(document));
                            objects.add(document);
                        }));
        var faults = read(objects).iterator();
        return names.stream().map(name -> test(name, faults));
    }

    private static DynamicTest test(String name, Iterator<List<String>> faults) {
        var found = faults.next();
        return DynamicTest.dynamicTest(name, () -> assertThat(found).isEmpty());
    }

    /** The check itself: what it is there to find, of each operator. */
    @Test
    void findsWhatAnApiServerWouldRefuse() throws IOException {
        var wrong = List.of(
                "{apiVersion: apps/v1, kind: Deployment, spec: {selector: {}, template: {spec: {containers: [{name: a, readynessProbe: {}}]}}}}",
                "{apiVersion: apps/v1, kind: Deployment, spec: {template: {}}}",
                "{apiVersion: autoscaling/v2, kind: HorizontalPodAutoscaler, spec: {maxReplicas: \"3\", scaleTargetRef: {kind: a, name: b}}}",
                "{apiVersion: postgresql.cnpg.io/v1, kind: Cluster, metadata: {}, spec: {instances: 2, storage: {sice: 1Gi}}}",
                "{apiVersion: kafka.strimzi.io/v1, kind: KafkaUser, metadata: {}, spec: {authentication: {type: magic}}}",
                "{apiVersion: external-secrets.io/v1, kind: ExternalSecret, metadata: {}, spec: {dataa: []}}",
                "{apiVersion: gateway.networking.k8s.io/v1, kind: HTTPRoute, spec: {rules: [{backends: []}]}}",
                "{apiVersion: monitoring.coreos.com/v1, kind: ServiceMonitor, spec: {endpoints: []}}",
                "{apiVersion: nobody.example/v1, kind: Thing}");
        var objects = new ArrayList<JsonNode>();
        for (var text : wrong) {
            objects.add(Manifests.YAML.readTree(text));
        }

        assertThat(read(objects))
                .hasSameSizeAs(wrong)
                .allSatisfy(faults -> assertThat(faults).isNotEmpty());
    }

    /** For each, in the same order, what is wrong with it. */
    private static List<List<String>> read(List<JsonNode> objects) throws IOException {
        var input = Files.createTempFile(Path.of("target"), "objects", ".json");
        try {
            JSON.writeValue(input.toFile(), objects);
            var read = NodeTools.run(NodeTools.directory(), input.toAbsolutePath(), "node", "read.mjs");
            List<List<String>> faults = new ArrayList<>();
            for (var one : JSON.readTree(read)) {
                faults.add(JSON.convertValue(
                        one, JSON.getTypeFactory().constructCollectionType(List.class, String.class)));
            }
            return faults;
        } finally {
            Files.delete(input);
        }
    }
}
