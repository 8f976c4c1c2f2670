package id.desaterlindungi.enrollment.imports.file;

/**
 * Rows of a file that are no people, and why they are left out. With the people they are all rows of the file but for blank lines.
 *
 * @param rows how many
 * @param numbers of them, {@code 3, 5-8}; ends in {@code …} where not all are named
 */
public record LeftOut(Reason reason, int rows, String numbers) {
    /** Kept by name in {@code import.left_out}. */
    public enum Reason {
        /** Above the heading. */
        TITLE,
        HEADING,
        /** The heading once more, as at the top of each printed page. */
        HEADING_AGAIN,
        /** Nothing in the columns that are read. */
        EMPTY,
        /** Numbers of the columns, as printed forms have below their heading. */
        COLUMN_NUMBERS,
        TOTAL,
        /** Below the last person and without a NIK, a birth date or a sex: signatures, notes. */
        BELOW;

        /** Whether it stands above the people, with the heading. */
        public boolean isAbove() {
            return this == TITLE || this == HEADING;
        }
    }
}
