package id.desaterlindungi.enrollment.imports.file.workbook;

import com.fasterxml.aalto.stax.InputFactoryImpl;
import id.desaterlindungi.enrollment.imports.file.PeopleFile;
import id.desaterlindungi.enrollment.imports.file.Refusal;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.HashSet;
import java.util.Set;
import java.util.function.LongConsumer;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;
import org.jspecify.annotations.Nullable;

/**
 * The XML of one part, element by element. Memory holds one tag and one text of it, whatever it unpacks to: bytes, tags,
 * texts, depth and the number of different names are bounded, and there are no entities. Elements and attributes go by
 * their names alone: the strict form of a workbook has other namespaces than the usual one.
 */
final class XmlPart implements AutoCloseable {
    /** Different names of elements and attributes, each of which the library remembers. A large styles part has about a hundred. */
    private static final int MOST_NAMES = 2_000;

    /** A workbook goes about ten deep. */
    private static final int DEEPEST = 100;

    private final Bounded in;
    private final LongConsumer read;
    private final XMLStreamReader xml;
    private final Set<String> names = new HashSet<>();
    private final StringBuilder text = new StringBuilder();
    private int depth;

    /** @param most bytes that it may unpack to @param read is told how many they were, once this is closed */
    XmlPart(InputStream unpacked, long most, LongConsumer read) throws IOException {
        this.in = new Bounded(unpacked, most);
        this.read = read;
        try {
            // A new factory for each part, since a factory remembers all names that it has read.
            var factory = new InputFactoryImpl();
            factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
            factory.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
            this.xml = factory.createXMLStreamReader(in, "UTF-8");
        } catch (XMLStreamException | RuntimeException e) {
            unpacked.close();
            throw refusal(e);
        }
    }

    /** @return the name of the next element that begins; null at the end of the part */
    @Nullable
    String nextElement() {
        while (true) {
            switch (next()) {
                case XMLStreamConstants.START_ELEMENT -> {
                    return xml.getLocalName();
                }
                case XMLStreamConstants.END_DOCUMENT -> {
                    return null;
                }
                default -> {}
            }
        }
    }

    /** @return the name of the next element that begins within the one at that depth; null where that one ends */
    @Nullable
    String nextElementWithin(int parent) {
        while (true) {
            switch (next()) {
                case XMLStreamConstants.START_ELEMENT -> {
                    return xml.getLocalName();
                }
                case XMLStreamConstants.END_ELEMENT -> {
                    if (depth < parent) {
                        return null;
                    }
                }
                case XMLStreamConstants.END_DOCUMENT -> throw Refusal.file("file-damaged");
                default -> {}
            }
        }
    }

    /** Of the element that has just begun; 1 for the outermost. */
    int depth() {
        return depth;
    }

    @Nullable
    String attribute(String name) {
        for (var i = 0; i < xml.getAttributeCount(); i++) {
            if (xml.getAttributeLocalName(i).equals(name)) {
                return xml.getAttributeValue(i);
            }
        }
        return null;
    }

    String attribute(String name, String otherwise) {
        var value = attribute(name);
        return value == null ? otherwise : value;
    }

    /**
     * All the text within the element that has just begun, to its end, but for how it is pronounced.
     *
     * @throws Refusal where it is longer than what a cell takes
     */
    String text() {
        var begun = depth;
        text.setLength(0);
        while (true) {
            switch (next()) {
                case XMLStreamConstants.START_ELEMENT -> {
                    var name = xml.getLocalName();
                    if (name.equals("row") || name.equals("c")) {
                        throw Refusal.file("file-damaged"); // A cell within a cell.
                    }
                    if (name.equals("rPh")) {
                        skip();
                    }
                }
                case XMLStreamConstants.CHARACTERS, XMLStreamConstants.CDATA, XMLStreamConstants.SPACE -> {
                    if (text.length() + xml.getTextLength() > PeopleFile.LONGEST_CELL) {
                        throw Refusal.file("file-too-large-unpacked");
                    }
                    text.append(xml.getTextCharacters(), xml.getTextStart(), xml.getTextLength());
                }
                case XMLStreamConstants.END_ELEMENT -> {
                    if (depth < begun) {
                        return text.toString();
                    }
                }
                case XMLStreamConstants.END_DOCUMENT -> throw Refusal.file("file-damaged");
                default -> {}
            }
        }
    }

    /** To the end of the element that has just begun. */
    void skip() {
        var begun = depth;
        while (depth >= begun) {
            if (next() == XMLStreamConstants.END_DOCUMENT) {
                throw Refusal.file("file-damaged");
            }
        }
    }

    private int next() {
        try {
            if (!xml.hasNext()) {
                return XMLStreamConstants.END_DOCUMENT;
            }
            var event = xml.next();
            switch (event) {
                case XMLStreamConstants.START_ELEMENT -> begin();
                case XMLStreamConstants.END_ELEMENT -> depth--;
                case XMLStreamConstants.DTD, XMLStreamConstants.ENTITY_REFERENCE -> throw Refusal.file("file-entities");
                default -> {}
            }
            return event;
        } catch (XMLStreamException | RuntimeException e) {
            throw refusal(e);
        }
    }

    private void begin() {
        if (++depth > DEEPEST) {
            throw Refusal.file("file-damaged");
        }
        remember(xml.getLocalName());
        for (var i = 0; i < xml.getAttributeCount(); i++) {
            remember(xml.getAttributeLocalName(i));
        }
        for (var i = 0; i < xml.getNamespaceCount(); i++) {
            var prefix = xml.getNamespacePrefix(i);
            remember(prefix == null ? "" : prefix);
        }
    }

    private void remember(String name) {
        if (name.length() > 1 && names.add(name) && names.size() > MOST_NAMES) {
            throw Refusal.file("file-too-large-unpacked");
        }
    }

    /** Whatever the library fails at is the file's fault, since nothing else happens here. */
    private static Refusal refusal(Throwable stumbled) {
        for (var cause = stumbled; cause != null; cause = cause.getCause()) {
            if (cause instanceof Refusal refusal) {
                return refusal;
            }
        }
        return Refusal.file("file-damaged");
    }

    @Override
    public void close() throws IOException {
        read.accept(in.seen);
        in.close();
    }

    /**
     * Looks at bytes on their way to the library, which holds a tag as a whole. UTF-8 alone, in which no byte of a character can
     * be taken for a bracket; UTF-16 and UTF-32, which no spreadsheet program writes, have zeros.
     */
    private static final class Bounded extends FilterInputStream {
        private static final int LONGEST_TAG = 64 * 1024;
        /** From one tag to the next but one, with a text between them: a character can be written as {@code &#x10FFFF;}. */
        private static final int LONGEST_GAP = PeopleFile.LONGEST_CELL * 10 + LONGEST_TAG;

        private final long most;
        private long seen;
        private long lastOpened;
        private boolean inTag;
        private boolean justOpened;
        private boolean declares;

        private Bounded(InputStream in, long most) {
            super(in);
            this.most = most;
        }

        @Override
        public int read() throws IOException {
            var one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
        }

        @Override
        public int read(byte[] bytes, int offset, int length) throws IOException {
            var read = super.read(bytes, offset, length);
            for (var i = offset; i < offset + read; i++) {
                look(bytes[i]);
            }
            return read;
        }

        private void look(byte one) {
            seen++;
            if (one == '<') {
                if (seen - lastOpened > LONGEST_GAP) {
                    throw Refusal.file("file-too-large-unpacked");
                }
                lastOpened = seen;
                inTag = true;
                justOpened = true;
                return;
            }
            if (justOpened || declares) {
                // A comment or a text as it stands, but no types of a document, and so no entities.
                if (declares && one != '-' && one != '[') {
                    throw Refusal.file("file-entities");
                }
                declares = justOpened && one == '!';
                justOpened = false;
            }
            if (one == '>') {
                inTag = false;
            } else if (one == 0) {
                throw Refusal.file("file-damaged");
            }
            if (seen > most || seen - lastOpened > (inTag ? LONGEST_TAG : LONGEST_GAP)) {
                throw Refusal.file("file-too-large-unpacked");
            }
        }
    }
}
