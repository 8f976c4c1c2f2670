package id.desaterlindungi.reporting.pages.words;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FormatsTest {
    private final Formats indonesian = new Formats(Language.INDONESIAN);
    private final Formats english = new Formats(Language.ENGLISH);

    @Test
    void numbersAndDaysAreWrittenAsInTheLanguage() {
        assertThat(indonesian.number(1_485_000)).isEqualTo("1.485.000");
        assertThat(english.number(1_485_000)).isEqualTo("1,485,000");
        assertThat(indonesian.percent(new BigDecimal("36.70"))).isEqualTo("36,70\u00A0%");
        assertThat(english.percent(new BigDecimal("36.70"))).isEqualTo("36.70\u00A0%");
        assertThat(indonesian.rupiah(16_800)).isEqualTo("Rp16.800");
        assertThat(english.rupiah(16_800)).isEqualTo("Rp16,800");
        assertThat(indonesian.day(LocalDate.of(2024, 4, 29))).isEqualTo("29 April 2024");
        assertThat(indonesian.day(LocalDate.of(2024, 8, 1))).isEqualTo("1 Agustus 2024");
        assertThat(english.day(LocalDate.of(2024, 8, 1))).isEqualTo("1 August 2024");
    }

    @ParameterizedTest
    @CsvSource({"1485,+1.485", "-12,−12", "0,0"})
    void changesHaveTheirSign(long change, String written) {
        assertThat(indonesian.change(change)).isEqualTo(written);
    }

    @Test
    void momentsAreThoseOfJakarta() {
        var moment = Instant.parse("2026-11-21T17:23:45Z");

        assertThat(indonesian.moment(moment)).isEqualTo("22 November 2026 pukul 00.23 WIB");
        assertThat(english.moment(moment)).isEqualTo("22 November 2026, 00:23 WIB");
    }

    @ParameterizedTest
    @CsvSource({
        "999999,Rp999.999",
        "1000000,'Rp1,0 juta'",
        "77616000000,'Rp77,6 miliar'",
        "1234567890123,'Rp1,2 triliun'",
        "0,Rp0"
    })
    void largeAmountsAreToldAsFarAsTheyAreTakenIn(long rupiah, String written) {
        assertThat(indonesian.about(rupiah).replace('\u00A0', ' ')).isEqualTo(written);
    }

    @ParameterizedTest
    @CsvSource({
        "en;q=0.5,ENGLISH",
        "en,ENGLISH",
        "'fr, en;q=0.4',ENGLISH",
        "'id, en',INDONESIAN",
        "'*',INDONESIAN",
        "';;',INDONESIAN",
        "en;q=0,INDONESIAN"
    })
    void languageIsTheFirstThatThereIs(String header, Language language) {
        var asked = Language.asked(header);

        assertThat(asked).isEqualTo(language);
    }
}
