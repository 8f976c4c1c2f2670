package id.desaterlindungi.enrollment.participant.codes;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.Arrays;
import java.util.Objects;
import java.util.stream.StreamSupport;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ContractCodesTest {
    @ParameterizedTest
    @CsvSource({
        "status/enum, ParticipantStatus",
        "segment/enum, Segment",
        "occupation/enum, Occupation",
        "fundingSource/enum, FundingSource",
        "programmes/items/enum, Programme",
        "sex/enum, Sex",
        "origin/enum, Origin",
    })
    void knowsTheSameCodesAsTheContract(String path, String type) throws Exception {
        try (var schema = Objects.requireNonNull(
                getClass().getResourceAsStream("/contract/schemas/participant.v1.schema.json"))) {
            var codes = new ObjectMapper().readTree(schema).at("/$defs/facets/properties/" + path);

            assertThat(StreamSupport.stream(codes.spliterator(), false).map(JsonNode::asText))
                    .containsExactlyElementsOf(
                            Arrays.stream(Class.forName(getClass().getPackageName() + "." + type)
                                            .getEnumConstants())
                                    .map(Object::toString)
                                    .toList());
        }
    }
}
