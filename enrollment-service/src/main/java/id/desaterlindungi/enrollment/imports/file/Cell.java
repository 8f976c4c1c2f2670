package id.desaterlindungi.enrollment.imports.file;

/** @param numeric whether the file holds it as a number and not as a text, as only a workbook can say */
public record Cell(String text, boolean numeric) {
    static final Cell EMPTY = new Cell("", false);

    public static Cell of(String text) {
        return text.isEmpty() ? EMPTY : new Cell(text, false);
    }

    boolean isBlank() {
        return text.isBlank();
    }

    /** Not what it says, which may be a person's. */
    @Override
    public String toString() {
        return "Cell[masked]";
    }
}
