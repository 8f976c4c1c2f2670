package id.desaterlindungi.enrollment.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.text.Normalizer;
import java.util.Random;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PlainTextTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "Siti Aminah",
                "  Siti   Aminah ",
                "Siti\u00A0Aminah",
                "Siti\u3000\u2009Aminah",
                "Si\u200Bti\u00AD Ami\u2060nah\uFEFF",
                "Si\uFE0Fti\u034F Aminah\uDB40\uDD00"
            })
    void makesOneTextOfWhatLooksTheSame(String written) {
        var text = PlainText.line(written);

        assertThat(text).isEqualTo(new PlainText("Siti Aminah", null));
    }

    @Test
    void composesWhatWasTypedAsALetterAndAnAccent() {
        var text = PlainText.line("Rene\u0301");

        assertThat(text).isEqualTo(new PlainText("Ren\u00E9", null));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "Siti\\u0000 | text-broken",
                "Siti\\uD800 | text-broken",
                "\\uDC00Siti | text-broken",
                "S\\uFFFDti | text-broken",
                "Siti\\u000AAminah | text-line-break",
                "Siti\\u2028Aminah | text-line-break",
                "Siti\\u000D | text-line-break",
                "Siti\\u0009Aminah | text-control",
                "Siti\\u001B[31m | text-control",
                "Siti\\u0080 | text-control",
                "Siti\\u202Ehanima | text-direction",
                "\\u200FSiti | text-direction",
                "Siti\\u2066 | text-direction",
                "Siti 1601074507849001 | text-digits",
                "NIK1601074507849001Siti | text-digits",
                "1601 0745 0784 9001 | text-digits",
                "16.01.07.450784.9001 | text-digits",
                "160107-450784 - 9001 | text-digits",
                "160107\\u2013450784\\u22129001 | text-digits",
                "1 6 0 1 0 7 4 5 0 7 8 4 9 0 0 1 | text-digits",
                "1601074507\\u200B849001 | text-digits",
                "1601\\u00A0074507849001 | text-digits",
                "\\uFF11\\uFF16\\uFF10\\uFF11\\uFF10\\uFF17\\uFF14\\uFF15\\uFF10\\uFF17\\uFF18\\uFF14\\uFF19\\uFF10\\uFF10\\uFF11 | text-digits",
                "\\u0661\\u0666\\u0660\\u0661074507849001 | text-digits",
                "\\u2460601074507849001\\u00B9 | text-digits",
                "16010745078490012345 | text-digits",
            })
    void refusesWhatWouldDeceiveOrTellANik(String written, String fault) {
        var text = PlainText.line(unescaped(written));

        assertThat(text.fault()).isEqualTo(fault);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "160107450784900",
                "Keputusan Bupati 112/2026",
                "0812-3456-7890, 0711-000123",
                "01/01/2026 s.d. 31/12/2026",
                "12.500.000, 15.000.000 dan 20.000.000",
                "Perdes 3/2026 tentang APBDes, lampiran II",
                "M\u00FCller-Ong d'Arc, S.Pd.",
                "\u738B\u5C0F\u660E"
            })
    void takesWhatPeopleWrite(String written) {
        var text = PlainText.line(written);

        assertThat(text).isEqualTo(new PlainText(written, null));
    }

    @Test
    void keepsTheLinesOfALongerText() {
        var text = PlainText.lines(" Satu\u00A0 dua \r\nTiga\r\rEmpat\n");

        assertThat(text).isEqualTo(new PlainText("Satu dua\nTiga\n\nEmpat", null));
        assertThat(PlainText.lines("Satu\tdua").fault()).isEqualTo("text-control");
        assertThat(PlainText.lines("16010745\n07849001").fault()).isNull();
    }

    /** Folded again a text stays as it is; else two that were compared once would differ the next time. */
    @Test
    void foldsOnceAndForAll() {
        var random = new Random(20261126);
        for (var round = 0; round < 20_000; round++) {
            var written = random.ints(12, 0, 0x3100)
                    .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                    .toString();

            var folded = PlainText.folded(written);

            assertThat(PlainText.folded(folded)).isEqualTo(folded);
            assertThat(Normalizer.isNormalized(folded, Normalizer.Form.NFC)).isTrue();
        }
    }

    @Test
    void looksAtALongTextInItsOwnTime() {
        for (var piece : new String[] {"1 ", "1", " ", "\u200B", "e\u0301", "1-a", "\n"}) {
            PlainText.line(piece.repeat(200_000));
            PlainText.lines(piece.repeat(200_000));
        }
    }

    private static String unescaped(String written) {
        return Pattern.compile("\\\\u([0-9A-F]{4})")
                .matcher(written)
                .replaceAll(
                        code -> Matcher.quoteReplacement(String.valueOf((char) Integer.parseInt(code.group(1), 16))));
    }
}
