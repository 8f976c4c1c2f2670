package id.desaterlindungi.enrollment.participant.codes;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PhoneTest {
    @ParameterizedTest
    @ValueSource(strings = {"080000123456", "0800-0012-3456", "+62 800 0012 3456", "6280000123456", "(0800) 0012.3456"})
    void readsMobileNumbersInInternationalForm(String text) {
        assertThat(Phone.read(text)).contains(new Phone("+6280000123456"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "8123456789", "0711123456", "08", "0812345678901234", "+1 800 0012 3456", "08OO00123456"})
    void readsNothingElse(String text) {
        assertThat(Phone.read(text)).isEmpty();
    }
}
