package id.desaterlindungi.enrollment.imports.file;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** The first sheet of a workbook that is not hidden. */
final class WorkbookFile implements PeopleFile {
    private static final String CONTENT_TYPES = "[Content_Types].xml";
    private static final String WORKBOOK = "xl/workbook.xml";
    private static final String MACROS = "vbaProject.bin";
    private static final String MACRO_TYPE = "macroEnabled";

    /** What Excel takes. */
    private static final int LONGEST_NAME = 31;
    /** Limits what is kept. No regency has more villages, with a sheet for each. */
    private static final int MOST_NAMES = 400;

    /** The contents of workbook.xml: the sheet that is read, by its name and the id of its part, and the names of the others. */
    private record Book(String sheet, String part, List<String> others, SerialDates dates) {
        static Book read(XmlPart workbook) throws IOException {
            try (workbook) {
                var dates = SerialDates.FROM_1900;
                String sheet = null;
                String part = null;
                var others = new ArrayList<String>();
                for (var name = workbook.nextElement(); name != null; name = workbook.nextElement()) {
                    if (name.equals("workbookPr") && isTrue(workbook.attribute("date1904"))) {
                        dates = SerialDates.FROM_1904;
                    } else if (name.equals("sheet")
                            && workbook.attribute("state", "visible").equals("visible")) {
                        var called = workbook.attribute("name", "");
                        var shortened = called.length() <= LONGEST_NAME ? called : called.substring(0, LONGEST_NAME);
                        if (sheet == null) {
                            sheet = shortened;
                            part = workbook.attribute("id");
                        } else if (others.size() < MOST_NAMES) {
                            others.add(shortened);
                        }
                    }
                }
                if (sheet == null) {
                    throw Refusal.file("file-no-sheet");
                }
                if (part == null) {
                    throw Refusal.file("file-damaged");
                }
                return new Book(sheet, part, List.copyOf(others), dates);
            }
        }

        private static boolean isTrue(@Nullable String written) {
            return written != null && (written.equals("1") || written.equals("true"));
        }
    }

    /** Where the other parts of the workbook lie. */
    private record Targets(
            @Nullable String sheet,
            @Nullable String texts,
            @Nullable String styles) {
        /** The end of a type's name is the same in every form of a workbook. */
        static Targets read(XmlPart relations, String id) throws IOException {
            try (relations) {
                String sheet = null;
                String texts = null;
                String styles = null;
                for (var name = relations.nextElement(); name != null; name = relations.nextElement()) {
                    if (name.equals("Relationship")) {
                        var target = path(relations.attribute("Target", ""));
                        var type = relations.attribute("Type", "");
                        if (id.equals(relations.attribute("Id")) && type.endsWith("/worksheet")) {
                            sheet = target;
                        } else if (type.endsWith("/sharedStrings")) {
                            texts = target;
                        } else if (type.endsWith("/styles")) {
                            styles = target;
                        }
                    }
                }
                return new Targets(sheet, texts, styles);
            }
        }

        /** The path from the top of the archive. A target is given from there, or from where the workbook lies. */
        private static String path(String target) {
            return target.startsWith("/") ? target.substring(1) : "xl/" + target;
        }
    }

    private final WorkbookParts parts;
    private final Book book;
    private final String sheet;
    private final SharedTexts texts;
    private final CellFormats formats;
    private final int maxColumns;
    private final List<XmlPart> open = new ArrayList<>();

    private WorkbookFile(WorkbookParts parts, Path upload, FileSettings settings) throws IOException {
        this.parts = parts;
        this.maxColumns = settings.maxColumns();
        var types = parts.part(CONTENT_TYPES).orElseThrow(() -> Refusal.file("file-not-workbook"));
        if (!parts.has(WORKBOOK)) {
            types.close();
            throw Refusal.file("file-not-workbook");
        }
        refuseMacros(types, parts);
        this.book = Book.read(parts.part(WORKBOOK).orElseThrow());
        var relations = parts.part("xl/_rels/workbook.xml.rels").orElseThrow(() -> Refusal.file("file-damaged"));
        var targets = Targets.read(relations, book.part);
        if (targets.sheet == null) {
            throw Refusal.file("file-damaged");
        }
        this.sheet = targets.sheet;
        var styles = targets.styles == null ? null : parts.part(targets.styles).orElse(null);
        this.formats = styles == null ? CellFormats.NONE : CellFormats.read(styles);
        // The last step: only whoever has the file can release what they hold.
        this.texts = SharedTexts.read(
                targets.texts == null ? null : parts.part(targets.texts).orElse(null), upload);
    }

    static WorkbookFile open(Path file, FileSettings settings) throws IOException {
        var parts = WorkbookParts.open(file, settings);
        try {
            return new WorkbookFile(parts, file, settings);
        } catch (IOException | RuntimeException e) {
            parts.close();
            throw e;
        }
    }

    /** A workbook with macros has a part for them, or a type of its own. A type for parts that are missing does not count. */
    private static void refuseMacros(XmlPart types, WorkbookParts parts) throws IOException {
        try (types) {
            if (parts.hasAny(MACROS)) {
                throw Refusal.file("file-macros");
            }
            var byDefault = false;
            var told = false;
            for (var name = types.nextElement(); name != null; name = types.nextElement()) {
                var isMacro = types.attribute("ContentType", "").contains(MACRO_TYPE);
                if (name.equals("Default") && isMacro) {
                    byDefault |= types.attribute("Extension", "")
                            .toLowerCase(Locale.ROOT)
                            .equals("xml");
                } else if (name.equals("Override")) {
                    if (isMacro) {
                        throw Refusal.file("file-macros");
                    }
                    told |= types.attribute("PartName", "").equalsIgnoreCase("/" + WORKBOOK);
                }
            }
            if (byDefault && !told) {
                throw Refusal.file("file-macros");
            }
        }
    }

    @Override
    public String format() {
        return "XLSX";
    }

    @Override
    public @Nullable String encoding() {
        return null;
    }

    @Override
    public String sheet() {
        return book.sheet;
    }

    @Override
    public List<String> otherSheets() {
        return book.others;
    }

    @Override
    public Iterator<FileRow> rows() throws IOException {
        var rows = parts.sheet(sheet);
        open.add(rows);
        return new SheetRows(rows, texts, formats, book.dates, maxColumns);
    }

    @Override
    public void close() throws IOException {
        for (var one : open) {
            one.close();
        }
        texts.close();
        parts.close();
    }
}
