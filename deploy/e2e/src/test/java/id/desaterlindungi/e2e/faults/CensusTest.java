package id.desaterlindungi.e2e.faults;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.util.Map;
import org.junit.jupiter.api.Test;

class CensusTest {
    private static final String NOBODY = "null";

    private final Census census = new Census(0, Map.of("16.01.07.2009", 3));

    @Test
    void countsWhomTheEventsLeaveCoveredWhereTheyLeaveThem() {
        census.take(event(1, "a", 1, NOBODY, at("16.01.07.2001", "ACTIVE")));
        census.take(event(2, "b", 1, NOBODY, at("16.01.07.2001", "ACTIVE")));
        census.take(event(3, "a", 2, at("16.01.07.2001", "ACTIVE"), at("16.01.07.2002", "ACTIVE")));
        census.take(event(4, "b", 2, at("16.01.07.2001", "ACTIVE"), at("16.01.07.2001", "LAPSED")));

        assertThat(census.wrong()).isEmpty();
        assertThat(census.covered()).isEqualTo(Map.of("16.01.07.2002", 1, "16.01.07.2009", 3));
    }

    @Test
    void noticesAGap() {
        census.take(event(1, "a", 1, NOBODY, at("16.01.07.2001", "ACTIVE")));
        census.take(event(3, "b", 1, NOBODY, at("16.01.07.2001", "ACTIVE")));

        assertThat(census.wrong()).containsExactly("Position 1 is followed by 3 in the feed");
    }

    @Test
    void noticesWhatDoesNotFollow() {
        census.take(event(1, "a", 1, NOBODY, at("16.01.07.2001", "ACTIVE")));
        census.take(event(2, "a", 3, at("16.01.07.2002", "ACTIVE"), at("16.01.07.2001", "ACTIVE")));

        assertThat(census.wrong()).hasSize(2);
    }

    private static String at(String village, String status) {
        return "{\"villageCode\":\"%s\",\"status\":\"%s\"}".formatted(village, status);
    }

    private static JsonNode event(long position, String id, int version, String before, String after) {
        try {
            return new JsonMapper().readTree("""
                    {"sequence":"%d","type":"id.desaterlindungi.participant.corrected.v1","subject":"%s",
                     "data":{"participantId":"%s","version":%d,"before":%s,"after":%s}}
                    """.formatted(position, id, id, version, before, after));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }
}
