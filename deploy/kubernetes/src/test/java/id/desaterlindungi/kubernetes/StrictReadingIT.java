package id.desaterlindungi.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/**
 * Every object is read into its type, which knows all fields of Kubernetes 1.34 but is no API server: it keeps what it does not
 * know aside, and turns a text into a number. So nothing may be aside, and the object written again must be what was read. Objects of
 * operators that have no Java types are read by {@link DefinitionsIT} alone.
 */
class StrictReadingIT {
    private static final JsonMapper SORTED = JsonMapper.builder()
            .enable(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS)
            .enable(SerializationFeature.INDENT_OUTPUT)
            .build();

    @TestFactory
    Stream<DynamicTest> isWhatItsTypeSays() {
        return Manifests.all()
                .flatMap(overlay -> overlay.documents().stream()
                        .filter(document -> Manifests.TYPES.containsKey(Manifests.type(document)))
                        .map(document -> DynamicTest.dynamicTest(
                                overlay.overlay() + ": " + Manifests.name(document), () -> readStrictly(document))));
    }

    /** The check itself: what it is there to find. */
    @Test
    void findsWhatAnApiServerWouldRefuse() throws Exception {
        for (var wrong : List.of(
                "spec: {replicas: 1, selektor: {}}",
                "spec: {replicas: \"1\"}",
                "spec: {template: {spec: {containers: [{name: a, readynessProbe: {}}]}}}")) {
            var document = Manifests.YAML.readTree(
                    "apiVersion: apps/v1\nkind: Deployment\nmetadata: {name: a}\n" + wrong + "\n");
            assertThatThrownBy(() -> readStrictly(document)).as(wrong).isInstanceOf(AssertionError.class);
        }
    }

    private static void readStrictly(JsonNode document) throws ReflectiveOperationException, JsonProcessingException {
        var model = Manifests.YAML.convertValue(document, Manifests.TYPES.get(Manifests.type(document)));
        var unknown = new ArrayList<String>();
        findUnknown(model, "", unknown);

        assertThat(unknown).as("fields that the type does not have").isEmpty();
        assertThat(sorted(withoutNothing(Manifests.YAML.valueToTree(model))))
                .isEqualTo(sorted(withoutNothing(document.deepCopy())));
    }

    /** Through all objects of the model, by their getters. */
    private static void findUnknown(Object value, String path, List<String> unknown)
            throws ReflectiveOperationException {
        switch (value) {
            case null -> {}
            case Collection<?> many -> {
                for (var one : many) {
                    findUnknown(one, path + "/-", unknown);
                }
            }
            case Map<?, ?> map -> {
                for (var entry : map.entrySet()) {
                    findUnknown(entry.getValue(), path + "/" + entry.getKey(), unknown);
                }
            }
            default -> {
                if (!value.getClass().getPackageName().startsWith("io.fabric8")
                        || value.getClass().isEnum()) {
                    return;
                }
                for (var method : value.getClass().getMethods()) {
                    if (method.getParameterCount() > 0 || !method.getName().startsWith("get")) {
                        continue;
                    }
                    if (method.getName().equals("getAdditionalProperties")) {
                        ((Map<?, ?>) method.invoke(value)).keySet().forEach(key -> unknown.add(path + "/" + key));
                    } else if (!method.getName().equals("getClass")) {
                        findUnknown(method.invoke(value), path + "/" + method.getName(), unknown);
                    }
                }
            }
        }
    }

    /** As text, so that 1 is 1 whatever the width of its type, and "1" is not. */
    private static String sorted(JsonNode node) throws JsonProcessingException {
        return SORTED.writeValueAsString(SORTED.treeToValue(node, Object.class));
    }

    /** An empty list or object is as good as none, in both. */
    private static JsonNode withoutNothing(JsonNode node) {
        if (node.isContainerNode()) {
            node.forEach(StrictReadingIT::withoutNothing);
        }
        if (node instanceof ObjectNode object) {
            var empty = object.properties().stream()
                    .filter(field -> field.getValue().isNull()
                            || (field.getValue().isContainerNode()
                                    && field.getValue().isEmpty()))
                    .map(Map.Entry::getKey)
                    .toList();
            object.remove(empty);
        }
        return node;
    }
}
