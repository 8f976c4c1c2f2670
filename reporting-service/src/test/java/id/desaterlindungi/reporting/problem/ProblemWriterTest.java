package id.desaterlindungi.reporting.problem;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonGenerationException;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What tells of a failure does not fail itself. */
class ProblemWriterTest {
    private final ProblemWriter writer = new ProblemWriter(new ObjectMapper());

    @Test
    void tellsTheFailureOfWhatIsTold() throws Exception {
        var written = writer.write(
                () -> {
                    throw new IllegalStateException("a secret detail");
                },
                Messages.asked("en"));

        assertThat(written.status()).isEqualTo(500);
        var body = new ObjectMapper().readTree(written.body());
        assertThat(body.get("code").asText()).isEqualTo("internal-error");
        assertThat(body.toString()).doesNotContain("secret");
    }

    @Test
    void hasALastResort() throws Exception {
        var mute = new ProblemWriter(new ObjectMapper() {
            private static final long serialVersionUID = 1L;

            @Override
            public byte[] writeValueAsBytes(Object value) throws JsonProcessingException {
                throw new JsonGenerationException("No words", (JsonGenerator) null);
            }
        });

        var written = mute.write(404, "not-found", "en;q=abc");

        assertThat(written.status()).isEqualTo(500);
        var body = new ObjectMapper().readTree(written.body());
        assertThat(body.get("code").asText()).isEqualTo("internal-error");
        assertThat(body.get("incident").asText()).hasSize(36);
    }

    /** The name of an unknown field, half a character of it. */
    @Test
    void writesPointersThatHoldNoText() throws Exception {
        var written = writer.write(400, "body-unreadable", null, Finding.at("/\ud800", "field-unknown"));

        assertThat(written.status()).isEqualTo(400);
        assertThat(new ObjectMapper()
                        .readTree(written.body())
                        .at("/errors/0/code")
                        .asText())
                .isEqualTo("field-unknown");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "en;q=abc | id",
                "en;q= | id",
                "en;q=2 | id",
                "en;q=0 | id",
                "en;q=0, id;q=0 | id",
                "'' | id",
                "*;q=0.1, EN-us;q=0.3 | en",
                "in | id",
            })
    void speaksIndonesianToOneWhoSaysNothingClear(String header, String language) {
        assertThat(Messages.asked(header).locale().getLanguage()).isEqualTo(language);
    }

    @Test
    void findsALanguageWhateverIsAsked() {
        var random = new Random(11);
        var pieces = List.of(
                "en",
                "id",
                "*",
                ";",
                "q",
                "=",
                ",",
                "-",
                " ",
                "0.5",
                "2",
                "x",
                "accept-language:",
                "\u00e9",
                "\t",
                "_");
        for (var i = 0; i < 20_000; i++) {
            var header = new StringBuilder();
            for (var j = random.nextInt(12); j >= 0; j--) {
                header.append(pieces.get(random.nextInt(pieces.size())));
            }
            assertThat(Messages.asked(header.toString()).text("problem.not-found.title", List.of()))
                    .as(header.toString())
                    .isNotBlank();
        }
        assertThat(Messages.asked("en,".repeat(5_000)).locale().getLanguage()).isEqualTo("id");
    }
}
