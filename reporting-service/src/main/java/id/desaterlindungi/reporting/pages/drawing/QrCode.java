package id.desaterlindungi.reporting.pages.drawing;

import com.google.zxing.BarcodeFormat;
import com.google.zxing.EncodeHintType;
import com.google.zxing.WriterException;
import com.google.zxing.qrcode.QRCodeWriter;
import com.google.zxing.qrcode.decoder.ErrorCorrectionLevel;
import java.util.Map;

/**
 * An address as a QR code, for an SVG.
 *
 * @param size in modules, with the quiet zone around
 * @param path of the dark modules
 */
public record QrCode(int size, String path) {
    private static final int QUIET = 4;

    public static QrCode of(String address) {
        try {
            var modules = new QRCodeWriter()
                    .encode(
                            address,
                            BarcodeFormat.QR_CODE,
                            0,
                            0,
                            Map.of(
                                    EncodeHintType.ERROR_CORRECTION,
                                    ErrorCorrectionLevel.M,
                                    EncodeHintType.MARGIN,
                                    QUIET));
            var path = new StringBuilder();
            for (var y = 0; y < modules.getHeight(); y++) {
                for (var x = 0; x < modules.getWidth(); x++) {
                    var run = x;
                    while (run < modules.getWidth() && modules.get(run, y)) {
                        run++;
                    }
                    if (run > x) {
                        path.append("M%d %dh%dv1h-%dz".formatted(x, y, run - x, run - x));
                        x = run;
                    }
                }
            }
            return new QrCode(modules.getWidth(), path.toString());
        } catch (WriterException e) {
            throw new IllegalStateException("No QR code can be made of " + address, e);
        }
    }
}
