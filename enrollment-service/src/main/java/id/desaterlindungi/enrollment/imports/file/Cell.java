package id.desaterlindungi.enrollment.imports.file;

/** @param numeric whether the file holds a number and not a text; only a workbook tells the two apart */
public record Cell(String text, boolean numeric) {
    public static final Cell EMPTY = new Cell("", false);

    public static Cell of(String text) {
        return text.isEmpty() ? EMPTY : new Cell(text, false);
    }

    public boolean isBlank() {
        return text.isBlank();
    }

    /** Without the text, which may be personal data. */
    @Override
    public String toString() {
        return "Cell[masked]";
    }
}
