package id.desaterlindungi.enrollment.imports.file;

/** How a row was read, where that was not straight on. Kept by name in the chunks. */
public enum RowMark {
    /** A filter, or a hand, hides it in the workbook. */
    HIDDEN("row-hidden"),
    /** It was cut by another separator than its list, or stood in one cell as a whole. */
    UNFOLDED("row-unfolded"),
    /** Its cells stood beside their columns. */
    SHIFTED("row-shifted"),
    /** A quotation mark in it has no partner; it was read as if the mark were not there. */
    QUOTE("row-quote"),
    /** It has somebody in it, but nothing where it should be. */
    MISPLACED("row-misplaced");

    private final String code;

    RowMark(String code) {
        this.code = code;
    }

    /** Of the finding: a warning, but an error for a row that is misplaced. */
    public String code() {
        return code;
    }
}
