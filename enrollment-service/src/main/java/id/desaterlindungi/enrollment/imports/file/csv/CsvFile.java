package id.desaterlindungi.enrollment.imports.file.csv;

import id.desaterlindungi.enrollment.imports.file.FileRow;
import id.desaterlindungi.enrollment.imports.file.FileSettings;
import id.desaterlindungi.enrollment.imports.file.Header;
import id.desaterlindungi.enrollment.imports.file.PeopleFile;
import id.desaterlindungi.enrollment.imports.file.Refusal;
import id.desaterlindungi.enrollment.imports.file.Somebody;
import id.desaterlindungi.enrollment.problem.Finding;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.channels.Channels;
import java.nio.charset.Charset;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A CSV file. Its separator is the one (semicolon, comma, tab or bar) by which most columns of the header are known. It is UTF-8,
 * UTF-16 with a byte order mark, or else Windows-1252: such a text is hardly ever valid UTF-8 by chance.
 */
public final class CsvFile implements PeopleFile {
    private static final List<Charset> CHARSETS = List.of(StandardCharsets.UTF_8, Charset.forName("windows-1252"));

    private static final int BUFFER = 64 * 1024;

    private final Path file;
    private final Charset charset;
    private final int maxColumns;
    private final List<Reader> open = new ArrayList<>();
    private char separator = ';';

    private CsvFile(Path file, Charset charset, int maxColumns) {
        this.file = file;
        this.charset = charset;
        this.maxColumns = maxColumns;
    }

    public static CsvFile open(Path file, FileSettings settings) throws IOException {
        var list = new CsvFile(file, charset(file), settings.maxColumns() + MOST_ADDED);
        var best = -1;
        for (var separator : Somebody.SEPARATORS) {
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
        var best = 0;
        try (var reader = reader()) {
            var rows = new CsvRows(reader, by, maxColumns);
            for (var i = 0; i < Header.SOUGHT_IN && rows.hasNext(); i++) {
                best = Math.max(best, Header.knownIn(rows.next()));
            }
            return best;
        } catch (Refusal e) {
            return best > 0 ? best : -1; // What is wrong below a heading is told when its rows are read.
        }
    }

    private Reader reader() throws IOException {
        return new InputStreamReader(withoutMark(), charset);
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
    public List<Finding> notes() {
        return List.of();
    }

    @Override
    public Set<Integer> hiddenColumns() {
        return Set.of();
    }

    @Override
    public char separator() {
        return separator;
    }

    @Override
    public Iterator<FileRow> rows() throws IOException {
        var reader = reader();
        open.add(reader);
        return new CsvRows(reader, separator, maxColumns);
    }

    @Override
    public void close() throws IOException {
        for (var reader : open) {
            reader.close();
        }
    }
}
