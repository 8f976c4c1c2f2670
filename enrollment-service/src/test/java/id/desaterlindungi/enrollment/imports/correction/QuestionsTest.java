package id.desaterlindungi.enrollment.imports.correction;

import static org.assertj.core.api.Assertions.assertThat;

import id.desaterlindungi.enrollment.imports.code.ListCode;
import id.desaterlindungi.enrollment.imports.code.ListCode.Severity;
import id.desaterlindungi.enrollment.imports.correction.ImportQuestion.Option;
import id.desaterlindungi.enrollment.imports.correction.Questions.Found;
import id.desaterlindungi.enrollment.imports.correction.SaidWords.Counted;
import id.desaterlindungi.enrollment.imports.file.Column;
import id.desaterlindungi.enrollment.imports.file.Places;
import id.desaterlindungi.enrollment.imports.file.Places.Place;
import id.desaterlindungi.enrollment.problem.Messages;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class QuestionsTest {
    private static final Places PLACES = new Places(List.of(
            Place.of("16.01.07.2001", true, "Negeri Sindang", "Sosoh Buay Rayap", "Kabupaten Ogan Komering Ulu"),
            Place.of("16.01.07.2004", true, "Kungkilan", "Sosoh Buay Rayap", "Kabupaten Ogan Komering Ulu"),
            Place.of("16.02.01.2001", true, "Kungkilan", "Lempuing", "Kabupaten Ogan Komering Ilir"),
            Place.of("16.02.01.2002", false, "Sindang Sari", "Lempuing", "Kabupaten Ogan Komering Ilir")));

    private final Questions questions = new Questions(PLACES, Messages.in(List.of(Locale.ENGLISH)));

    private static Found found(String code, String field, boolean stops) {
        return new Found(code, field, "Kolom", "Message.", stops, 17, 12, 4);
    }

    private List<String> choices(String code, String field, boolean stops) {
        return questions.of(List.of(found(code, field, stops)), List.of()).stream()
                .flatMap(one -> one.choices().stream())
                .map(Option::choice)
                .toList();
    }

    @Test
    void asksWhatMostRowsSayAndThenAboutAllOfThem() {
        var asked = questions.of(
                List.of(found("occupation-unknown", "occupation", false)),
                List.of(new Counted("occupation-unknown", "occupation", "TUKANG LAS", 9, 8, 5)));

        assertThat(asked).extracting(ImportQuestion::said).containsExactly("TUKANG LAS", null);
        assertThat(asked.getFirst().question())
                .isEqualTo("9 rows say \"TUKANG LAS\": Message. Take them as they were read?");
        assertThat(asked.getFirst().choices())
                .contains(new Option("BURUH", "Laborer"))
                .startsWith(new Option("AS_READ", "Take them as they were read"))
                .extracting(Option::choice)
                .endsWith("LEAVE_OUT");
        assertThat(asked.getLast().rows()).isEqualTo(17);
        assertThat(asked.getLast().alone()).isEqualTo(12);
    }

    /** One question where all rows say the same. */
    @Test
    void doesNotAskTwiceAboutTheSameRows() {
        assertThat(questions.of(
                        List.of(found("code-ambiguous", "fundingSource", true)),
                        List.of(new Counted("code-ambiguous", "fundingSource", "APBDES", 17, 17, 4))))
                .singleElement()
                .satisfies(one -> {
                    assertThat(one.said()).isEqualTo("APBDES");
                    // Those that it may mean come first.
                    assertThat(one.choices().subList(0, 2))
                            .extracting(Option::choice)
                            .containsExactlyInAnyOrder("ADD", "DANA_DESA");
                });
    }

    @Test
    void asksWhatACodeCanBeMendedBy() {
        assertThat(choices("birth-date-swapped", "birthDate", false))
                .containsExactly("AS_READ", "AS_WRITTEN", "LEAVE_OUT");
        assertThat(choices("nik-sex", "nik", false)).containsExactly("AS_READ", "NIK", "LEAVE_OUT");
        assertThat(choices("row-hidden", "row", false)).containsExactly("AS_READ", "LEAVE_OUT");
        assertThat(choices("date-short-year", "birthDate", true)).containsExactly("YEAR_1900", "YEAR_2000");
        assertThat(choices("date-short-year", "coveredFrom", true)).containsExactly("YEAR_2000");
        assertThat(choices("date-number", "enrolledOn", true)).containsExactly("EXCEL_DAY");
        assertThat(choices("field-missing", "segment", true)).containsExactlyInAnyOrder("PU", "BPU", "JAKON", "PMI");
        assertThat(choices("programmes-base", "programmes", true)).startsWith("JKK+JKM");
        for (var code : List.of("nik-format", "nik-registered", "excel-rounded", "nik-repeated")) {
            assertThat(questions.of(List.of(found(code, "nik", true)), List.of()))
                    .isEmpty();
        }
        assertThat(questions.of(List.of(found("row-held-back", "occupation", true)), List.of()))
                .isEmpty();
    }

    /** Whatever is found, each choice has its words. */
    @Test
    void hasWordsForEachChoiceOfEachCode() {
        var all = ListCode.ALL.stream()
                .flatMap(one -> Stream.of(Column.values())
                        .filter(Column::isRead)
                        .map(column -> found(one.code(), column.field(), one.severity() == Severity.ROW)))
                .toList();

        assertThat(questions.of(all, List.of()))
                .hasSizeGreaterThan(100)
                .allSatisfy(one -> assertThat(one.choices())
                        .allSatisfy(choice -> assertThat(choice.label()).isNotBlank()));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "NEGERI SINDANG | 16.01.07.2001 | true",
                "DESA NEGRI SINDANG | 16.01.07.2001 | false",
                "DESA NEGERI SINDANG, -, OKU | 16.01.07.2001 | true",
                "NEGERI SINDANG, LEMPUING | 16.01.07.2001 | false",
                "NEGERI SINDANG, SOSOH BUAY RAYAP, OKI | 16.01.07.2001 | false",
                "2001, NEGERI SINDANG, 8 | 16.01.07.2001 | false",
                "KUNGKILAN | 16.01.07.2004 16.02.01.2001 | false",
                "KUNGKILAN, KEC. LEMPUING | 16.02.01.2001 | true",
                "KUNGKILAN, LEMPUIN | 16.02.01.2001 | false",
                "KUNGKILAN, LAHAT | 16.01.07.2004 16.02.01.2001 | false",
                "SINDANG SARI | '' | false",
                "16.01.07.2999, KUNGKILAM, LEMPUING | 16.02.01.2001 | false",
                "16.01.07.2999 | '' | false",
                "', , ' | '' | false"
            })
    void offersVillagesThatAreCalledSoOrNearlySoAndSuggestsOneThatIsCalledSo(
            String said, String codes, boolean isSuggested) {
        var asked = questions.of(
                List.of(found("village-name-unknown", "villageName", true)),
                List.of(new Counted("village-name-unknown", "villageName", said, 17, 17, 4)));

        assertThat(asked).singleElement().satisfies(one -> {
            assertThat(one.choices())
                    .extracting(Option::choice)
                    .containsExactly(codes.isEmpty() ? new String[0] : codes.split(" "));
            assertThat(one.suggested()).isEqualTo(isSuggested ? codes : null);
        });
    }

    /** An office with one village may have the people of another in its list. */
    @Test
    void doesNotSuggestTheOnlyVillageForWhateverIsSaid() {
        var ofOne = new Questions(PLACES.only("16.01.07.2001"::equals), Messages.in(List.of(Locale.ENGLISH)));

        assertThat(ofOne.of(
                        List.of(found("village-name-unknown", "villageName", true)),
                        Stream.of("KUNGKILAN, LEMPUING", "NEGERI SINDANG")
                                .map(said -> new Counted("village-name-unknown", "villageName", said, 2, 2, 4))
                                .toList()))
                .allSatisfy(one ->
                        assertThat(one.choices()).extracting(Option::choice).containsExactly("16.01.07.2001"))
                .extracting(ImportQuestion::suggested)
                .containsExactly(null, "16.01.07.2001", null);
    }

    /** Any open village of the areas, and any programmes. */
    @Test
    void takesAlsoWhatItDoesNotOffer() {
        var village = questions
                .of(List.of(found("village-name-unknown", "villageName", true)), List.of())
                .getFirst();
        assertThat(questions.takes(village, "16.02.01.2001")).isTrue();
        assertThat(questions.takes(village, "16.02.01.2002")).isFalse();
        assertThat(questions.takes(village, "16.03.01.2001")).isFalse();
        assertThat(questions.takes(village, "BURUH")).isFalse();
        var programmes = questions
                .of(List.of(found("programmes-base", "programmes", true)), List.of())
                .getFirst();
        assertThat(questions.takes(programmes, "JKM+JKK+JP")).isTrue();
        assertThat(questions.takes(programmes, "JKM+")).isFalse();
        assertThat(questions.takes(programmes, "JKM+JKM+JKK+JKM+JKM+JKM")).isFalse();
    }
}
