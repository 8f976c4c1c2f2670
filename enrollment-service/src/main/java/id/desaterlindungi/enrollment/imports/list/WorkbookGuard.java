package id.desaterlindungi.enrollment.imports.list;

import java.io.IOException;
import java.io.InputStream;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Collections;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.apache.commons.compress.archivers.zip.ZipFile;

/**
 * Unpacks a workbook once, into nothing, before it is read. A small file can hold far more than memory does: in bytes, in
 * one text, in one row, in a cell that says it stands a million columns away, or in a formula that stands for a million others.
 */
final class WorkbookGuard {
    private static final int MOST_PARTS = 2_000;
    /**
     * Bytes of names, comments and extra fields of all parts. Programs write a hundred to six hundred for each; an extra field of
     * four bytes becomes an object of twenty times that. Compressed bytes look like a header once in four thousand million.
     */
    private static final long MOST_SAID = 4L << 20;

    private static final int IN_DIRECTORY = 0x02014b50;
    private static final int BEFORE_PART = 0x04034b50;
    private static final int DIRECTORY_HEADER = 46;
    private static final ValueLayout.OfInt INT = ValueLayout.JAVA_INT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
    private static final ValueLayout.OfShort SHORT =
            ValueLayout.JAVA_SHORT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);

    private static final String CONTENT_TYPES = "[Content_Types].xml";
    private static final String MACROS = "vbaProject.bin";
    private static final String MACRO_TYPE = "macroEnabled";

    private final long maxSheet;
    private final long maxPart;
    private final int maxColumns;

    WorkbookGuard(ListSettings settings) {
        this.maxSheet = settings.maxSheet().asLongValue();
        this.maxPart = settings.maxPart().asLongValue();
        this.maxColumns = settings.maxColumns();
    }

    /** @throws Refusal where it is not a workbook without macros and of a size that can be read */
    void admit(Path file) throws IOException {
        requireFewHeaders(file);
        // The same class as the reader's, so that both see the same: of two parts of one name others take the second.
        try (var zip = ZipFile.builder().setFile(file.toFile()).get()) {
            var types = zip.getEntry(CONTENT_TYPES);
            if (types == null || zip.getEntry("xl/workbook.xml") == null) {
                throw Refusal.file("file-not-workbook");
            }
            var parts = Collections.list(zip.getEntries());
            var names = new TreeSet<>(String.CASE_INSENSITIVE_ORDER); // As they are looked up.
            for (var part : parts) {
                if (!names.add(part.getName())) {
                    throw damaged();
                }
                if (part.getName().endsWith(MACROS)) {
                    throw Refusal.file("file-macros");
                }
            }
            for (var part : parts) {
                try (var in = zip.getInputStream(part)) {
                    new Part(in).read();
                }
            }
            try (var in = zip.getInputStream(types)) {
                if (new String(in.readAllBytes(), StandardCharsets.UTF_8).contains(MACRO_TYPE)) {
                    throw Refusal.file("file-macros");
                }
            }
        } catch (Refusal e) {
            throw e;
        } catch (IOException | RuntimeException e) { // Whatever the library stumbles over is the file's fault.
            throw damaged();
        }
    }

    /**
     * Before the archive is opened, for which its headers are taken into memory, each part's with several objects. Wherever its
     * directory may lie and however it is found: no reader finds more headers than there are beginnings of one in the file.
     */
    private static void requireFewHeaders(Path file) throws IOException {
        try (var channel = FileChannel.open(file);
                var arena = Arena.ofConfined()) {
            var bytes = channel.map(FileChannel.MapMode.READ_ONLY, 0, channel.size(), arena);
            var parts = 0L;
            var said = 0L;
            var longest = 0L;
            for (var at = 0L; at <= bytes.byteSize() - DIRECTORY_HEADER; at++) {
                if (bytes.get(ValueLayout.JAVA_BYTE, at) != 'P') {
                    continue;
                }
                var signature = bytes.get(INT, at);
                if (signature == IN_DIRECTORY) {
                    parts++;
                    said += length(bytes, at + 28) + length(bytes, at + 30) + length(bytes, at + 32);
                } else if (signature == BEFORE_PART) { // Which several parts may point to.
                    longest = Math.max(longest, length(bytes, at + 26) + length(bytes, at + 28));
                }
                if (parts > MOST_PARTS || said + parts * longest > MOST_SAID) {
                    throw tooLarge();
                }
            }
        }
    }

    private static long length(MemorySegment bytes, long at) {
        return Short.toUnsignedInt(bytes.get(SHORT, at));
    }

    private static Refusal damaged() {
        return Refusal.file("file-damaged");
    }

    private static Refusal tooLarge() {
        return Refusal.file("file-too-large-unpacked");
    }

    /**
     * One part's bytes, tag by tag. What a part is, its content says and not its name, as for whoever reads it. UTF-8 alone, in
     * which no byte of a character can be taken for a bracket.
     */
    private final class Part {
        private static final int LONGEST_TAG = 64 * 1024;
        /** A character can be written as {@code &#x10FFFF;}. */
        private static final int LONGEST_TEXT = ListFile.LONGEST_CELL * 10;

        private static final int LONGEST_VALUE = ListFile.LONGEST_CELL;
        /** What Excel takes. */
        private static final int LONGEST_FORMULA = 8_192;
        /** Formulas for a range of cells: each cell with a formula is held against every one of them. */
        private static final int MOST_RANGES = 1_000;
        /** Characters: a cell that shares a formula gets its own writing of it. A million rows with three columns of it. */
        private static final long MOST_SHARED = 500_000_000;

        private static final int REMEMBERED = 1_024;
        private static final Pattern ROWS_END = Pattern.compile("/(?:[^:]*:)?sheetData\\s*");
        private static final int SHORTEST_END = "/sheetData".length();
        private static final Pattern RANGE = Pattern.compile("\\sref\\s*=|&");
        private static final Pattern SHARED = Pattern.compile("\\st\\s*=\\s*[\"']\\s*shared|&");
        private static final Pattern OTHER_ENCODING =
                Pattern.compile("encoding\\s*=\\s*[\"'](?!utf-8|us-ascii)", Pattern.CASE_INSENSITIVE);
        /** Four letters: beyond the last column that Excel has. Or letters that are written as numbers of characters. */
        private static final Pattern FAR_AWAY = Pattern.compile("\\sr\\s*=\\s*[\"']\\s*[A-Za-z]{4}|&");

        private final InputStream in;
        private final byte[] tag = new byte[REMEMBERED];
        private int tagLength;
        private boolean inTag;
        private int textLength;
        private int longestText = LONGEST_TEXT;
        private boolean isSheet;
        private boolean inRows;
        private boolean inCell;
        private boolean inValue;
        private int cellLength;
        private boolean isRange;
        private int ranges;
        private int longestRange;
        private long shared;
        private int cells;

        Part(InputStream in) {
            this.in = in;
        }

        void read() throws IOException {
            var buffer = new byte[64 * 1024];
            var seen = 0L;
            for (var read = in.readNBytes(buffer, 0, buffer.length);
                    read > 0;
                    read = in.readNBytes(buffer, 0, buffer.length)) {
                if (seen == 0 && !isXml(buffer, read)) {
                    return; // A picture: no reader of XML gets past its first byte.
                }
                seen += read;
                for (var i = 0; i < read; i++) {
                    take(buffer[i]);
                }
                if (seen > (isSheet ? maxSheet : maxPart)) {
                    throw tooLarge();
                }
            }
        }

        /** @throws Refusal for UTF-16 and UTF-32, which no spreadsheet program writes */
        private static boolean isXml(byte[] buffer, int length) {
            var first = buffer[0] & 0xFF;
            var second = length > 1 ? buffer[1] & 0xFF : 0;
            if (first == 0xFF && second == 0xFE || first == 0xFE && second == 0xFF || first == 0 || second == 0) {
                if (first == '<' || first == 0xFF || first == 0xFE || second == '<') {
                    throw damaged();
                }
                return false;
            }
            return first == '<' || first == 0xEF || Character.isWhitespace(first);
        }

        private void take(byte one) {
            if (one == 0) {
                throw damaged();
            }
            if (one == '<') {
                inTag = true;
                tagLength = 0;
                hold(textLength);
            } else if (one == '>' && inTag) {
                inTag = false;
                textLength = 0;
                longestText = LONGEST_TEXT;
                isRange = false;
                tag();
            } else if (inTag) {
                if (tagLength < REMEMBERED) {
                    tag[tagLength] = one;
                }
                if (++tagLength > LONGEST_TAG) {
                    throw tooLarge();
                }
                if (tagLength == 3 && tag[0] == '!') {
                    declaration();
                }
            } else if (++textLength > longestText) {
                throw tooLarge();
            }
        }

        /** However many texts a cell is made of, it is read as one. */
        private void hold(int length) {
            if (isRange) {
                longestRange = Math.max(longestRange, length);
            }
            cellLength += length;
            if (inRows && cellLength > LONGEST_TEXT) {
                throw tooLarge();
            }
        }

        /** A comment or a CDATA section; but not within a sheet, where it could hide what is counted. */
        private void declaration() {
            if (tag[1] != '-' && tag[1] != '[') {
                throw Refusal.file("file-entities");
            }
            if (isSheet) {
                throw damaged();
            }
        }

        private void tag() {
            if (inValue) {
                if (tag[0] != '/') {
                    throw damaged(); // A value or a formula is one text.
                }
                inValue = false;
            } else if (tag[0] == '?') {
                if (OTHER_ENCODING.matcher(text()).find()) {
                    throw damaged();
                }
            } else if (isNamed("sheetData")) {
                if (inRows) {
                    throw damaged();
                }
                isSheet = true;
                inRows = isOpened();
            } else if (tag[0] == '/') {
                inCell = inCell && !isCellsEnd();
                inRows = inRows
                        && !(tagLength >= SHORTEST_END
                                && ROWS_END.matcher(text()).matches());
            } else if (inCell && (isNamed("row") || isNamed("c"))) {
                throw damaged(); // Within a cell it could hide how much that one holds.
            } else if (isSheet && isNamed("row")) {
                cells = 0;
                cellLength = 0;
            } else if (isSheet && isNamed("c")) {
                if (++cells > maxColumns + ListFile.MOST_ADDED
                        || tagLength > REMEMBERED
                        || FAR_AWAY.matcher(text()).find()) {
                    throw Refusal.file("file-columns", maxColumns);
                }
                cellLength = 0;
                inCell = isOpened();
            } else if (isSheet && isNamed("v")) {
                longestText = LONGEST_VALUE;
                inValue = isOpened();
            } else if (isSheet && isNamed("f")) {
                longestText = LONGEST_FORMULA;
                inValue = isOpened();
                formula();
            } else if (isSheet && isNamed("si")) {
                throw damaged(); // Shared texts, which are held in memory, are not kept in a sheet.
            }
        }

        /** {@code </c>}, whatever the prefix. */
        private boolean isCellsEnd() {
            var end = Math.min(tagLength, REMEMBERED);
            while (end > 0 && tag[end - 1] <= ' ') {
                end--;
            }
            return end >= 2 && tag[end - 1] == 'c' && (tag[end - 2] == '/' || tag[end - 2] == ':');
        }

        private boolean isOpened() {
            return tagLength > REMEMBERED || tag[tagLength - 1] != '/';
        }

        private void formula() {
            if (tagLength > REMEMBERED) {
                throw tooLarge();
            }
            var text = text();
            isRange = RANGE.matcher(text).find();
            if (isRange) {
                ranges++;
            } else if (SHARED.matcher(text).find()) {
                shared += longestRange;
            }
            if (ranges > MOST_RANGES || shared > MOST_SHARED) {
                throw tooLarge();
            }
        }

        /** Whatever the prefix of its namespace. */
        private boolean isNamed(String name) {
            var length = Math.min(tagLength, REMEMBERED);
            var begin = 0;
            var end = 0;
            while (end < length && tag[end] > ' ' && tag[end] != '/') {
                if (tag[end] == ':') {
                    begin = end + 1;
                }
                end++;
            }
            if (end - begin != name.length()) {
                return false;
            }
            for (var i = 0; i < name.length(); i++) {
                if (tag[begin + i] != name.charAt(i)) {
                    return false;
                }
            }
            return true;
        }

        private String text() {
            return new String(tag, 0, Math.min(tagLength, REMEMBERED), StandardCharsets.ISO_8859_1);
        }
    }
}
