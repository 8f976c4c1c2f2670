package id.desaterlindungi.enrollment.events;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class ContractTest {
    private static final String SCHEMA = "schemas/participant.v1.schema.json";

    private final ObjectMapper json = new ObjectMapper();

    @Test
    void hasAValidExampleOfEveryType() throws Exception {
        var messages = new ObjectMapper(new YAMLFactory())
                .readTree(Contract.text("asyncapi.yaml"))
                .at("/components/messages");

        assertThat(messages).isNotEmpty();
        for (var message : messages) {
            var name = message.get("name").asText().replace("id.desaterlindungi.", "");
            var schema = message.at("/payload/schema/$ref").asText();
            assertThat(Contract.faults(schema, json.readTree(Contract.text("examples/" + name + ".json"))))
                    .as(name)
                    .isEmpty();
        }
        try (var examples = Files.list(Path.of("src/main/resources/contract/examples"))) {
            assertThat(examples).hasSize(messages.size());
        }
    }

    @Test
    void refusesWhatIsNotInIt() throws Exception {
        var example = (ObjectNode) json.readTree(Contract.text("examples/participant.enrolled.v1.json"));
        ((ObjectNode) example.get("after")).put("villageCode", "16.01.07");

        assertThat(Contract.faults(SCHEMA, example)).isNotEmpty();
        assertThat(Contract.faults(SCHEMA, example.deepCopy().without("on"))).isNotEmpty();
        assertThat(Contract.faults(
                        SCHEMA,
                        ((ObjectNode) json.readTree(Contract.text("examples/participant.enrolled.v1.json")))
                                .put("on", "22-11-2026")))
                .isNotEmpty();
    }

    @Test
    void carriesNoFieldThatTellsAPerson() throws Exception {
        var facets = json.readTree(Contract.text(SCHEMA)).at("/$defs/facets/properties");

        assertThat(facets.fieldNames()).toIterable().doesNotContain("nik", "name", "phone", "kpj", "birthDate");
    }
}
