package id.desaterlindungi.enrollment.imports.file;

import de.siegmar.fastcsv.reader.CsvParseException;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.CsvRecord;
import de.siegmar.fastcsv.reader.CsvRecordHandler;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.channels.Channels;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A CSV file. Its separator is the one (comma, semicolon or tab) by which most columns of the header are known. It is UTF-8,
 * UTF-16 with a byte order mark, or else Windows-1252: such a text is hardly ever valid UTF-8 by chance.
 */
final class CsvFile implements PeopleFile {
    private static final List<Character> SEPARATORS = List.of(';', ',', '\t');
    private static final List<Charset> CHARSETS = List.of(StandardCharsets.UTF_8, Charset.forName("windows-1252"));

    private static final int BUFFER = 64 * 1024;
    private static final int LONGEST_RECORD = 1 << 20;

    private final Path file;
    private final Charset charset;
    private final int maxColumns;
    private final List<CsvReader<CsvRecord>> open = new ArrayList<>();
    private char separator = ';';

    private CsvFile(Path file, Charset charset, int maxColumns) {
        this.file = file;
        this.charset = charset;
        this.maxColumns = maxColumns;
    }

    static CsvFile open(Path file, FileSettings settings) throws IOException {
        var list = new CsvFile(file, charset(file), settings.maxColumns() + MOST_ADDED);
        var best = -1;
        for (var separator : SEPARATORS) {
            var known = list.knownColumns(separator);
            if (known > best) {
                best = known;
                list.separator = separator;
            }
        }
        if (best < 0) {
            throw Refusal.file("file-csv");
        }
        return list;
    }

    private static Charset charset(Path file) throws IOException {
        for (var charset : isMarkedUtf16(file) ? List.of(StandardCharsets.UTF_16) : CHARSETS) {
            if (isWritten(file, charset)) {
                return charset;
            }
        }
        throw Refusal.file("file-encoding");
    }

    private static boolean isMarkedUtf16(Path file) throws IOException {
        try (var in = Files.newInputStream(file)) {
            var mark = in.readNBytes(2);
            return mark.length == 2
                    && (mark[0] == (byte) 0xFF && mark[1] == (byte) 0xFE
                            || mark[0] == (byte) 0xFE && mark[1] == (byte) 0xFF);
        }
    }

    /** Decodes the whole file strictly, since a part of it may be only ASCII. */
    private static boolean isWritten(Path file, Charset charset) throws IOException {
        var decoder = charset.newDecoder()
                .onMalformedInput(CodingErrorAction.REPORT)
                .onUnmappableCharacter(CodingErrorAction.REPORT);
        var bytes = ByteBuffer.allocate(BUFFER);
        var chars = CharBuffer.allocate(BUFFER);
        try (var in = Files.newByteChannel(file)) {
            for (var ended = false; !ended; ) {
                ended = in.read(bytes) < 0;
                bytes.flip();
                var result = decoder.decode(bytes, chars, ended);
                if (result.isError()) {
                    return false;
                }
                bytes.compact();
                chars.flip();
                while (chars.hasRemaining()) {
                    if (chars.get() == '\0') {
                        throw Refusal.file("file-binary");
                    }
                }
                chars.clear();
            }
        }
        return true;
    }

    /** @return −1 if the beginning of the file cannot be read with this separator */
    private int knownColumns(char by) throws IOException {
        try (var csv = reader(by)) {
            var rows = rows(csv);
            var best = 0;
            for (var i = 0; i < Header.SOUGHT_IN && rows.hasNext(); i++) {
                best = Math.max(best, Header.knownIn(rows.next()));
            }
            return best;
        } catch (Refusal e) {
            return -1;
        }
    }

    private CsvReader<CsvRecord> reader(char by) throws IOException {
        var handler = CsvRecordHandler.builder()
                .maxFields(maxColumns)
                .maxFieldSize(LONGEST_CELL)
                .maxRecordSize(LONGEST_RECORD)
                .build();
        return CsvReader.builder()
                .fieldSeparator(by)
                .allowExtraFields(true)
                .allowMissingFields(true)
                .allowExtraCharsAfterClosingQuote(true)
                .maxBufferSize(LONGEST_RECORD * 2)
                .build(handler, new InputStreamReader(withoutMark(), charset));
    }

    /** UTF-16 needs its mark to be read; in UTF-8 it would stand before the first header. */
    private InputStream withoutMark() throws IOException {
        var in = new BufferedInputStream(Channels.newInputStream(Files.newByteChannel(file)), BUFFER);
        in.mark(3);
        var mark = in.readNBytes(3);
        if (mark.length < 3 || mark[0] != (byte) 0xEF || mark[1] != (byte) 0xBB || mark[2] != (byte) 0xBF) {
            in.reset();
        }
        return in;
    }

    private static Iterator<FileRow> rows(CsvReader<CsvRecord> csv) {
        var records = read(csv::iterator);
        return new Iterator<>() {
            @Override
            public boolean hasNext() {
                return read(records::hasNext);
            }

            @Override
            public FileRow next() {
                var read = read(records::next);
                var cells = new Cell[read.getFieldCount()];
                Arrays.setAll(cells, i -> Cell.of(read.getField(i)));
                return new FileRow((int) read.getStartingLineNumber(), List.of(cells));
            }
        };
    }

    private static <T> T read(Supplier<T> step) {
        try {
            return step.get();
        } catch (CsvParseException e) {
            throw Refusal.file("file-csv");
        } catch (UncheckedIOException e) {
            if (e.getCause() instanceof CharacterCodingException) {
                throw Refusal.file("file-encoding");
            }
            throw e;
        }
    }

    @Override
    public String format() {
        return "CSV";
    }

    @Override
    public String encoding() {
        return charset.name();
    }

    @Override
    public @Nullable String sheet() {
        return null;
    }

    @Override
    public List<String> otherSheets() {
        return List.of();
    }

    @Override
    public Iterator<FileRow> rows() throws IOException {
        var csv = reader(separator);
        open.add(csv);
        return new NoHiddenRows(rows(csv), separator);
    }

    /**
     * Refuses a cell that contains a row. A surplus quotation mark opens a cell that goes on until the next one, and the people
     * in between would be lost in silence. An address of several lines is no such cell.
     */
    private static final class NoHiddenRows implements Iterator<FileRow> {
        /** A list has at least NIK, name, birth date and sex. */
        private static final int FEWEST_COLUMNS = 4;

        private final Iterator<FileRow> rows;
        private final Pattern separator;
        private int widest = FEWEST_COLUMNS;

        private NoHiddenRows(Iterator<FileRow> rows, char separator) {
            this.rows = rows;
            this.separator = Pattern.compile(Pattern.quote(Character.toString(separator)));
        }

        @Override
        public boolean hasNext() {
            return rows.hasNext();
        }

        @Override
        public FileRow next() {
            var row = rows.next();
            widest = Math.max(widest, row.cells().size());
            for (var cell : row.cells()) {
                if (holdsARow(cell.text())) {
                    throw Refusal.file("file-quote", row.number());
                }
            }
            return row;
        }

        private boolean holdsARow(String text) {
            return (text.indexOf('\n') >= 0 || text.indexOf('\r') >= 0)
                    && (text.lines().anyMatch(this::holdsANik)
                            || text.lines().skip(1).anyMatch(line -> separator.split(line, -1).length >= widest));
        }

        private boolean holdsANik(String line) {
            var cells = separator.split(line, -1);
            return cells.length > 1 && Arrays.stream(cells).anyMatch(Words::isLikeANik);
        }
    }

    @Override
    public void close() throws IOException {
        for (var csv : open) {
            csv.close();
        }
    }
}
