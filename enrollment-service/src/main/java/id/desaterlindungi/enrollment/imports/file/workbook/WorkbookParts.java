package id.desaterlindungi.enrollment.imports.file.workbook;

import id.desaterlindungi.enrollment.imports.file.FileSettings;
import id.desaterlindungi.enrollment.imports.file.Refusal;
import java.io.IOException;
import java.io.InputStream;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.zip.ZipEntry;
import org.apache.commons.compress.archivers.zip.ZipArchiveEntry;
import org.apache.commons.compress.archivers.zip.ZipFile;

/**
 * The parts of a workbook's archive. Only the parts that are asked for are unpacked, up to fixed limits, whatever sizes the archive
 * claims. The other parts may be as large or as broken as they like.
 */
final class WorkbookParts implements AutoCloseable {
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

    private final ZipFile zip;
    private final Map<String, ZipArchiveEntry> byName;
    private final long maxSheet;
    /** Bytes that all parts but sheets may still unpack to. */
    private long left;

    private WorkbookParts(ZipFile zip, Map<String, ZipArchiveEntry> byName, FileSettings settings) {
        this.zip = zip;
        this.byName = byName;
        this.maxSheet = settings.maxSheet().asLongValue();
        this.left = settings.maxPart().asLongValue();
    }

    /** @throws Refusal if it is no archive, has too many headers, or has two parts of one name */
    static WorkbookParts open(Path file, FileSettings settings) throws IOException {
        requireFewHeaders(file);
        ZipFile zip;
        try {
            zip = ZipFile.builder().setFile(file.toFile()).get();
        } catch (IOException | RuntimeException e) { // Whatever the library stumbles over is the file's fault.
            throw Refusal.file("file-damaged");
        }
        try {
            var byName = new HashMap<String, ZipArchiveEntry>();
            for (var parts = zip.getEntries(); parts.hasMoreElements(); ) {
                var part = parts.nextElement();
                // If two parts have one name, some programs take the first and others the second.
                if (byName.put(key(part.getName()), part) != null) {
                    throw Refusal.file("file-damaged");
                }
            }
            return new WorkbookParts(zip, byName, settings);
        } catch (RuntimeException e) {
            zip.close();
            throw e;
        }
    }

    /** The form in which names are compared: without case, and from the top of the archive. */
    private static String key(String name) {
        var key = name.replace('\\', '/').toLowerCase(Locale.ROOT);
        return key.startsWith("/") ? key.substring(1) : key;
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
                    throw Refusal.file("file-too-large-unpacked");
                }
            }
        }
    }

    private static long length(MemorySegment bytes, long at) {
        return Short.toUnsignedInt(bytes.get(SHORT, at));
    }

    boolean has(String name) {
        return byName.containsKey(key(name));
    }

    /** Whether a part's name ends so. */
    boolean hasAny(String ending) {
        var wanted = ending.toLowerCase(Locale.ROOT);
        return byName.keySet().stream().anyMatch(name -> name.endsWith(wanted));
    }

    /** To be closed; empty where there is no such part. All that is read so is bounded in sum. */
    Optional<XmlPart> part(String name) throws IOException {
        var part = byName.get(key(name));
        return part == null ? Optional.empty() : Optional.of(new XmlPart(unpacked(part), left, read -> left -= read));
    }

    /** The refusal that says what the archive is, if it is no workbook that can be read. */
    String whatElse() {
        if (has("xl/workbook.bin")) {
            return "file-xlsb";
        }
        if (has("content.xml") && has("mimetype")) {
            return "file-ods";
        }
        return has("word/document.xml") || has("ppt/presentation.xml") || has("Index/Document.iwa")
                ? "file-other-office"
                : "file-zip";
    }

    /** To be closed. */
    XmlPart sheet(String name) throws IOException {
        return sheet(name, maxSheet);
    }

    /** To be closed. @param most bytes that it may unpack to */
    XmlPart sheet(String name, long most) throws IOException {
        var part = byName.get(key(name));
        if (part == null) {
            throw Refusal.file("file-damaged");
        }
        return new XmlPart(unpacked(part), most, _ -> {});
    }

    private InputStream unpacked(ZipArchiveEntry part) throws IOException {
        if (part.getGeneralPurposeBit().usesEncryption()) {
            throw Refusal.file("file-encrypted");
        }
        // Of the other methods some take memory by what the file says.
        if (part.getMethod() != ZipEntry.DEFLATED && part.getMethod() != ZipEntry.STORED) {
            throw Refusal.file("file-damaged");
        }
        try {
            return zip.getInputStream(part);
        } catch (IOException | RuntimeException e) {
            throw Refusal.file("file-damaged");
        }
    }

    @Override
    public void close() throws IOException {
        zip.close();
    }
}
