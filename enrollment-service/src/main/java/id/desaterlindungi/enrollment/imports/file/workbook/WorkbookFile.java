package id.desaterlindungi.enrollment.imports.file.workbook;

import id.desaterlindungi.enrollment.imports.file.FileRow;
import id.desaterlindungi.enrollment.imports.file.FileSettings;
import id.desaterlindungi.enrollment.imports.file.HeaderSearch;
import id.desaterlindungi.enrollment.imports.file.PeopleFile;
import id.desaterlindungi.enrollment.imports.file.Refusal;
import id.desaterlindungi.enrollment.problem.Finding;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** A workbook: the first of its visible sheets that has the heading of a list; if none has, the first that is visible. */
public final class WorkbookFile implements PeopleFile {
    private static final String CONTENT_TYPES = "[Content_Types].xml";
    private static final String TOP_RELATIONS = "_rels/.rels";
    private static final String USUAL_PLACE = "xl/workbook.xml";
    private static final String MACROS = "vbaProject.bin";
    private static final String MACRO_TYPE = "macroEnabled";

    /** What Excel takes. */
    private static final int LONGEST_NAME = 31;
    /** Limits what is kept. No regency has more villages, with a sheet for each. */
    private static final int MOST_NAMES = 400;
    /** Visible sheets in which a heading is looked for. */
    private static final int MOST_SOUGHT = 60;
    /** Bytes that a sheet may unpack to until its first rows were seen. */
    private static final long MOST_BEFORE_ROWS = 32L << 20;

    /** @param part the id of its part */
    private record Sheet(String name, String part) {}

    /** The contents of workbook.xml. */
    private record Book(List<Sheet> visible, List<String> hidden, SerialDates dates) {
        static Book read(XmlPart workbook) throws IOException {
            try (workbook) {
                var dates = SerialDates.FROM_1900;
                var visible = new ArrayList<Sheet>();
                var hidden = new ArrayList<String>();
                for (var name = workbook.nextElement(); name != null; name = workbook.nextElement()) {
                    if (name.equals("workbookPr") && isTrue(workbook.attribute("date1904"))) {
                        dates = SerialDates.FROM_1904;
                    } else if (name.equals("sheet")) {
                        var called = workbook.attribute("name", "");
                        var shortened = called.length() <= LONGEST_NAME ? called : called.substring(0, LONGEST_NAME);
                        var part = workbook.attribute("id");
                        if (!workbook.attribute("state", "visible").equals("visible")) {
                            if (hidden.size() < MOST_NAMES) {
                                hidden.add(shortened);
                            }
                        } else if (part == null) {
                            throw Refusal.file("file-damaged");
                        } else if (visible.size() <= MOST_NAMES) {
                            visible.add(new Sheet(shortened, part));
                        }
                    }
                }
                return new Book(List.copyOf(visible), List.copyOf(hidden), dates);
            }
        }

        private static boolean isTrue(@Nullable String written) {
            return written != null && (written.equals("1") || written.equals("true"));
        }
    }

    /** Where the other parts of the workbook lie: its worksheets by their ids, without sheets of charts or macros. */
    private record Targets(
            Map<String, String> sheets,
            @Nullable String texts,
            @Nullable String styles) {
        /** The end of a type's name is the same in every form of a workbook. @param from where the workbook itself lies */
        static Targets read(XmlPart relations, String from) throws IOException {
            try (relations) {
                var sheets = new HashMap<String, String>();
                String texts = null;
                String styles = null;
                for (var name = relations.nextElement(); name != null; name = relations.nextElement()) {
                    if (name.equals("Relationship")) {
                        var target = path(from, relations.attribute("Target", ""));
                        var type = relations.attribute("Type", "");
                        if (type.endsWith("/worksheet") && sheets.size() <= MOST_NAMES * 2) {
                            sheets.put(relations.attribute("Id", ""), target);
                        } else if (type.endsWith("/sharedStrings")) {
                            texts = target;
                        } else if (type.endsWith("/styles")) {
                            styles = target;
                        }
                    }
                }
                return new Targets(sheets, texts, styles);
            }
        }
    }

    private final WorkbookParts parts;
    private final Book book;
    private final List<Sheet> sheets;
    private final Targets targets;
    private final SharedTexts texts;
    private final CellFormats formats;
    private final int maxColumns;
    private final List<XmlPart> open = new ArrayList<>();
    private Sheet sheet;
    private @Nullable SheetRows reading;

    private WorkbookFile(WorkbookParts parts, Path upload, FileSettings settings) throws IOException {
        this.parts = parts;
        this.maxColumns = settings.maxColumns();
        var types = parts.part(CONTENT_TYPES).orElseThrow(() -> Refusal.file(parts.whatElse()));
        String place;
        try {
            place = place(parts);
        } catch (IOException | RuntimeException e) {
            types.close();
            throw e;
        }
        refuseMacros(types, parts, place);
        this.book = Book.read(parts.part(place).orElseThrow());
        var name = place.substring(place.lastIndexOf('/') + 1);
        var from = place.substring(0, place.length() - name.length());
        var relations = parts.part(from + "_rels/" + name + ".rels").orElseThrow(() -> Refusal.file("file-damaged"));
        this.targets = Targets.read(relations, from);
        if (book.visible.isEmpty()) {
            throw Refusal.file("file-no-sheet");
        }
        this.sheets = book.visible.stream()
                .filter(one -> targets.sheets.containsKey(one.part))
                .toList();
        if (sheets.isEmpty()) {
            throw Refusal.file("file-damaged");
        }
        this.sheet = sheets.getFirst();
        var styles = targets.styles == null ? null : parts.part(targets.styles).orElse(null);
        this.formats = styles == null ? CellFormats.NONE : CellFormats.read(styles);
        // The last step: only whoever has the file can release what they hold.
        this.texts = SharedTexts.read(
                targets.texts == null ? null : parts.part(targets.texts).orElse(null), upload);
    }

    public static WorkbookFile open(Path file, FileSettings settings) throws IOException {
        var parts = WorkbookParts.open(file, settings);
        WorkbookFile workbook;
        try {
            workbook = new WorkbookFile(parts, file, settings);
        } catch (IOException | RuntimeException e) {
            parts.close();
            throw e;
        }
        try {
            workbook.chooseSheet();
            return workbook;
        } catch (IOException | RuntimeException e) {
            workbook.close();
            throw e;
        }
    }

    /** Where the workbook's own part lies: programs may put it anywhere. */
    private static String place(WorkbookParts parts) throws IOException {
        var relations = parts.part(TOP_RELATIONS);
        if (relations.isPresent()) {
            try (var top = relations.get()) {
                for (var name = top.nextElement(); name != null; name = top.nextElement()) {
                    if (name.equals("Relationship") && top.attribute("Type", "").endsWith("/officeDocument")) {
                        var target = path("", top.attribute("Target", ""));
                        if (target.endsWith(".xml")
                                && parts.has(target)
                                && !target.startsWith("word/")
                                && !target.startsWith("ppt/")) {
                            return target;
                        }
                    }
                }
            }
        }
        if (!parts.has(USUAL_PLACE)) {
            throw Refusal.file(parts.whatElse());
        }
        return USUAL_PLACE;
    }

    /** The path from the top of the archive. A target is given from there, or from where the part that names it lies. */
    private static String path(String from, String target) {
        var whole = (target.startsWith("/") ? target.substring(1) : from + target).replace('\\', '/');
        var steps = new ArrayList<String>();
        for (var step : whole.split("/", -1)) {
            if (step.equals("..")) {
                if (!steps.isEmpty()) {
                    steps.removeLast();
                }
            } else if (!step.equals(".") && !step.isEmpty()) {
                steps.add(step);
            }
        }
        return String.join("/", steps);
    }

    /**
     * A workbook with macros has a part for them, or says so by the type of its own part. A type for parts that are missing does
     * not count: some libraries always write it.
     */
    private static void refuseMacros(XmlPart types, WorkbookParts parts, String place) throws IOException {
        try (types) {
            if (parts.hasAny(MACROS)) {
                throw Refusal.file("file-macros");
            }
            var byDefault = false;
            Boolean told = null;
            for (var name = types.nextElement(); name != null; name = types.nextElement()) {
                var isMacro = types.attribute("ContentType", "").contains(MACRO_TYPE);
                if (name.equals("Default")) {
                    byDefault |= isMacro
                            && types.attribute("Extension", "")
                                    .toLowerCase(Locale.ROOT)
                                    .equals("xml");
                } else if (name.equals("Override")
                        && path("", types.attribute("PartName", "")).equalsIgnoreCase(place)) {
                    told = isMacro;
                }
            }
            if (told == null ? byDefault : told) {
                throw Refusal.file("file-macros");
            }
        }
    }

    /** Looks at the first rows of each. */
    private void chooseSheet() throws IOException {
        for (var one : sheets.subList(0, Math.min(sheets.size(), MOST_SOUGHT))) {
            try (var part = parts.sheet(path(one), MOST_BEFORE_ROWS)) {
                var rows = new SheetRows(part, texts, formats, book.dates, maxColumns);
                if (HeaderSearch.finds(rows)) {
                    sheet = one;
                    return;
                }
            } catch (Refusal e) {
                if (one.equals(sheets.getFirst()) && sheets.size() == 1) {
                    throw e;
                }
            }
        }
    }

    private String path(Sheet one) {
        return Objects.requireNonNull(targets.sheets.get(one.part));
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
        return sheet.name;
    }

    @Override
    public List<String> otherSheets() {
        return book.visible.stream()
                .filter(one -> !one.equals(sheet))
                .map(Sheet::name)
                .limit(MOST_NAMES)
                .toList();
    }

    @Override
    public char separator() {
        return '\t';
    }

    @Override
    public List<Finding> notes() {
        var notes = new ArrayList<Finding>();
        var passed = sheets.subList(0, sheets.indexOf(sheet));
        if (!passed.isEmpty()) {
            notes.add(Finding.at(
                    "",
                    "sheets-passed-over",
                    sheet.name,
                    passed.stream().map(Sheet::name).collect(Collectors.joining(", "))));
        }
        if (!book.hidden.isEmpty()) {
            notes.add(Finding.at("", "sheets-hidden", String.join(", ", book.hidden)));
        }
        return notes;
    }

    @Override
    public Set<Integer> hiddenColumns() {
        return reading == null ? Set.of() : reading.hiddenColumns();
    }

    @Override
    public Iterator<FileRow> rows() throws IOException {
        var part = parts.sheet(path(sheet));
        open.add(part);
        reading = new SheetRows(part, texts, formats, book.dates, maxColumns);
        return reading;
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
