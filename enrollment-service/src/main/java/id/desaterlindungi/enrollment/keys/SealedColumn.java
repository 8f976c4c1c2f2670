package id.desaterlindungi.enrollment.keys;

import java.util.List;
import java.util.function.LongFunction;

/**
 * A column of sealed values.
 *
 * @param row the column of the id that its values are bound to
 * @param number the column that tells rows of one id apart; 0 where there is none
 * @param field what else a value is bound to, by that number
 * @param atOnce rows in one step
 */
record SealedColumn(String table, String row, String number, String column, LongFunction<String> field, int atOnce) {
    private static final int ROWS = 500;
    /** A chunk, or a part of a file, has up to some hundred kilobytes. */
    private static final int CHUNKS = 20;

    private static final String NO_NUMBER = "0";

    /** All that there are. Whoever seals something new adds it here; a test looks for columns that are missing. */
    static final List<SealedColumn> ALL = List.of(
            of("participant", "nik_sealed", "nik"),
            of("participant", "phone_sealed", "phone"),
            of("village", "head_phone_sealed", "head-phone"),
            of("village", "office_phone_sealed", "office-phone"),
            of("idempotent_request", "request_sealed", "request"),
            of("idempotent_request", "answer_sealed", "answer"),
            of("import", "said_sealed", "said"),
            of("import_correction", "said_sealed", "said"),
            chunks("import_chunk", "import_id", "number", "sealed", "chunk "),
            chunks("import_chunk", "import_id", "number", "said_sealed", "said in chunk "),
            chunks("import_upload_part", "upload_id", "begins_at", "sealed", "from "));

    private static SealedColumn of(String table, String column, String field) {
        return new SealedColumn(table, "id", NO_NUMBER, column, _ -> field, ROWS);
    }

    private static SealedColumn chunks(String table, String row, String number, String column, String field) {
        return new SealedColumn(table, row, number, column, place -> field + place, CHUNKS);
    }

    /** What comes behind a row, in the order of the table's key. */
    String after() {
        return number.equals(NO_NUMBER) ? row + " > :row" : "(%s, %s) > (:row, :number)".formatted(row, number);
    }

    String order() {
        return number.equals(NO_NUMBER) ? row : row + ", " + number;
    }
}
