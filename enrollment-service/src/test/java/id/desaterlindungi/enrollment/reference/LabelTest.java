package id.desaterlindungi.enrollment.reference;

import static org.assertj.core.api.Assertions.assertThat;

import id.desaterlindungi.enrollment.participant.codes.FundingSource;
import id.desaterlindungi.enrollment.participant.codes.Occupation;
import id.desaterlindungi.enrollment.participant.codes.ParticipantStatus;
import id.desaterlindungi.enrollment.participant.codes.Programme;
import id.desaterlindungi.enrollment.participant.codes.Segment;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.ResourceBundle;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class LabelTest {
    private static final Map<String, Enum<?>[]> KINDS = Map.of(
            "segment", Segment.values(),
            "occupation", Occupation.values(),
            "programme", Programme.values(),
            "funding-source", FundingSource.values(),
            "status", ParticipantStatus.values());

    static Stream<String> kinds() {
        return KINDS.keySet().stream();
    }

    @ParameterizedTest
    @MethodSource("kinds")
    void namesEveryCodeInBothLanguages(String kind) {
        var labels =
                Arrays.stream(KINDS.get(kind)).map(code -> Label.of(kind, code)).toList();

        assertThat(labels).allSatisfy(label -> {
            assertThat(label.id()).isNotBlank();
            assertThat(label.en()).isNotBlank();
        });
        assertThat(labels).extracting(Label::id).doesNotHaveDuplicates();
        assertThat(labels).extracting(Label::en).doesNotHaveDuplicates();
    }

    @Test
    void namesNothingElse() {
        var known = KINDS.entrySet().stream()
                .flatMap(kind ->
                        Arrays.stream(kind.getValue()).map(code -> "label." + kind.getKey() + "." + code.name()))
                .toList();

        assertThat(ResourceBundle.getBundle("messages").keySet().stream().filter(key -> key.startsWith("label.")))
                .containsExactlyInAnyOrderElementsOf(known);
    }

    @Test
    void keepsTheOrderOfTheCodes() {
        assertThat(Code.Listing.of("programme", Programme.values()).items())
                .extracting(Code::code)
                .isEqualTo(List.of("JKK", "JKM", "JHT", "JP", "JKP"));
    }
}
