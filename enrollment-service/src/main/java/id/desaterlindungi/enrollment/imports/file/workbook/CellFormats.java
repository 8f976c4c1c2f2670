package id.desaterlindungi.enrollment.imports.file.workbook;

import id.desaterlindungi.enrollment.imports.file.Refusal;
import java.io.IOException;
import java.util.BitSet;
import java.util.HashSet;
import java.util.Set;
import java.util.regex.Pattern;

/** Tells which formats of a workbook show a number as a date. */
final class CellFormats {
    static final CellFormats NONE = new CellFormats();

    private static final Pattern NOT_IN_A_FORMAT = Pattern.compile("\"[^\"]*\"|\\[[^\\]]*\\]|\\\\.");
    private static final Pattern DAY_OR_YEAR = Pattern.compile("[dyDY]");

    /** The most that Excel takes. Searching a longer one, of brackets that do not close, could take minutes. */
    private static final int LONGEST_FORMAT = 255;
    /** Twice as many as Excel takes. */
    private static final int MOST = 131_072;

    private final BitSet dates = new BitSet();

    private CellFormats() {}

    static CellFormats read(XmlPart part) throws IOException {
        try (part) {
            var formats = new CellFormats();
            var written = new HashSet<String>();
            var count = 0;
            for (var name = part.nextElement(); name != null; name = part.nextElement()) {
                if (name.equals("numFmt") && isDate(part.attribute("formatCode", ""))) {
                    written.add(part.attribute("numFmtId", ""));
                } else if (name.equals("cellXfs")) {
                    var within = part.depth();
                    for (var one = part.nextElementWithin(within); one != null; one = part.nextElementWithin(within)) {
                        if (one.equals("xf")) {
                            formats.dates.set(count++, isDate(part.attribute("numFmtId", "0"), written));
                        }
                        requireFew(count);
                    }
                }
                requireFew(written.size());
            }
            return formats;
        }
    }

    private static void requireFew(int formats) {
        if (formats > MOST) {
            throw Refusal.file("file-too-large-unpacked");
        }
    }

    private static boolean isDate(String id, Set<String> written) {
        return switch (id) {
            // Built in, so without a text of their own; from 27 on in the programs of some countries.
            case "14", "15", "16", "17", "22" -> true;
            case "27", "28", "29", "30", "31", "36", "50", "51", "52", "53", "54", "57", "58" -> true;
            default -> written.contains(id);
        };
    }

    private static boolean isDate(String format) {
        return format.length() <= LONGEST_FORMAT
                && DAY_OR_YEAR
                        .matcher(NOT_IN_A_FORMAT.matcher(format).replaceAll(""))
                        .find();
    }

    boolean isDate(int format) {
        return format >= 0 && dates.get(format);
    }
}
