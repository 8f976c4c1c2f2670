package id.desaterlindungi.enrollment.participant.codes;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.LocalDate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class NikTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "1601074507849001",
                "160107 450784 9001",
                "16.01.07.450784.9001",
                "160107-450784-9001",
                " 1601074507849001 "
            })
    void readsDigitsBetweenSpacesDotsAndDashes(String text) {
        assertThat(Nik.read(text)).contains(new Nik("1601074507849001"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "160107450784900",
                "16010745078490011",
                "16010745O7849001",
                "1,60107E+15",
                "1601074507849001\n",
                "١٦٠١٠٧٤٥٠٧٨٤٩٠٠١"
            })
    void readsNothingElse(String text) {
        assertThat(Nik.read(text)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "010100, true", // 1900 and 2000
        "310100, true",
        "320100, false",
        "000100, false",
        "400100, false", // between the last man's and the first woman's day
        "410100, true",
        "710100, true",
        "720100, false",
        "010000, false",
        "011300, false",
        "290200, true", // 2000 had a 29 February, 1900 had none
        "290204, true",
        "290201, false",
        "690204, true",
        "690201, false",
        "300200, false",
        "310484, false",
        "710484, false",
    })
    void knowsTheDatesOfBothCenturies(String ddmmyy, boolean date) {
        assertThat(new Nik("160107" + ddmmyy + "9001").hasBirthDate()).isEqualTo(date);
    }

    @ParameterizedTest
    @CsvSource({"31, M", "41, F", "71, F", "01, M"})
    void tellsTheSexByTheDay(String day, Sex sex) {
        assertThat(new Nik("160107" + day + "01849001").sex()).isEqualTo(sex);
    }

    @ParameterizedTest
    @CsvSource({"10, false", "11, true", "96, true", "97, false"})
    void knowsTheRangeOfProvinces(String province, boolean known) {
        assertThat(new Nik(province + "01074507849001").hasKnownProvince()).isEqualTo(known);
    }

    @ParameterizedTest
    @CsvSource({"1984-07-05, true", "2084-07-05, true", "1984-07-06, false", "1984-08-05, false", "1985-07-05, false"})
    void agreesWithABirthDateInAnyCentury(LocalDate birthDate, boolean agrees) {
        assertThat(new Nik("1601074507849001").agreesWith(birthDate)).isEqualTo(agrees);
    }

    @Test
    void hasNoSerialZero() {
        assertThat(new Nik("1601074507840000").hasSerial()).isFalse();
        assertThat(new Nik("1601074507840001").hasSerial()).isTrue();
    }

    @Test
    void showsItselfMasked() {
        assertThat(new Nik("1601074507849001")).hasToString("160107**********");
    }
}
