package id.desaterlindungi.reporting.pages.drawing;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.zxing.BinaryBitmap;
import com.google.zxing.DecodeHintType;
import com.google.zxing.RGBLuminanceSource;
import com.google.zxing.common.GlobalHistogramBinarizer;
import com.google.zxing.qrcode.QRCodeReader;
import id.desaterlindungi.reporting.pages.words.Formats;
import id.desaterlindungi.reporting.pages.words.Language;
import id.desaterlindungi.reporting.progress.PageReader.Point;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DrawingTest {
    private static final LocalDate FIRST = LocalDate.of(2026, 1, 5);

    @ParameterizedTest
    @CsvSource({"0,100,0", "1,1000000,0.4", "50,100,50", "100,100,100", "300,100,100", "5,0,0"})
    void barsShowSomethingOfWhatIsNotNothing(long part, long whole, String length) {
        assertThat(Bar.length(part, whole, 100)).isEqualTo(length);
    }

    @ParameterizedTest
    @ValueSource(strings = {"https://desa.example/areas/16.01.07.2001", "http://localhost:8081/"})
    void codeIsReadAsTheAddress(String address) throws Exception {
        var code = QrCode.of(address);

        var pixels = new int[code.size() * code.size()];
        Arrays.fill(pixels, 0xffffff);
        for (var run : Pattern.compile("M(\\d+) (\\d+)h(\\d+)v1")
                .matcher(code.path())
                .results()
                .toList()) {
            var from = Integer.parseInt(run.group(2)) * code.size() + Integer.parseInt(run.group(1));
            Arrays.fill(pixels, from, from + Integer.parseInt(run.group(3)), 0);
        }
        var image = new BinaryBitmap(
                new GlobalHistogramBinarizer(new RGBLuminanceSource(code.size(), code.size(), pixels)));
        assertThat(new QRCodeReader()
                        .decode(image, Map.of(DecodeHintType.PURE_BARCODE, true))
                        .getText())
                .isEqualTo(address);
    }

    /** From left to right, the goal above, and all within the picture. */
    @Test
    void lineGoesFromTheFirstWeekToTheLastBelowTheGoal() {
        var chart = chart(1_100_000, 1_100_500, 1_102_000);

        assertThat(chart.line()).matches("M10 [0-9.]+ L380 [0-9.]+ L750 [0-9.]+");
        assertThat(Double.parseDouble(chart.lastX())).isEqualTo(750);
        assertThat(Double.parseDouble(chart.goalY())).isBetween(0.0, Double.parseDouble(chart.lastY()));
        assertThat(Double.parseDouble(chart.lastY())).isLessThan(320);
        assertThat(chart.marks()).extracting(HistoryChart.Mark::text).contains("1.200.000", "1.400.000");
        assertThat(chart.ahead()).isEmpty();
        assertThat(chart.band()).isEmpty();
    }

    @Test
    void lineThatHasPassedTheGoalStaysInThePicture() {
        var chart = chart(1_480_000, 1_484_000, 1_600_000);

        assertThat(Double.parseDouble(chart.lastY()))
                .isLessThan(Double.parseDouble(chart.goalY()))
                .isPositive();
    }

    @Test
    void lineOfNothingNewIsDrawnToo() {
        assertThat(chart(1_485_000, 1_485_000, 1_485_000).line())
                .doesNotContain("NaN")
                .doesNotContain("Infinity");
    }

    private static HistoryChart chart(long... covered) {
        var points = IntStream.range(0, covered.length)
                .mapToObj(week -> new Point(FIRST.plusWeeks(week), covered[week]))
                .toList();
        return HistoryChart.of(points, 1_485_000, null, new Formats(Language.INDONESIAN), 760, 320);
    }
}
