package id.desaterlindungi.enrollment.imports.choice;

/**
 * What somebody decided once for all rows of a list that have a finding.
 *
 * @param code of the finding
 * @param field that it is about, by its name in the API
 * @param said what the rows say there, as it was asked; empty for whatever they say
 * @param value one of the constants, or what the field is to be
 */
public record Choice(String code, String field, String said, String value) {
    /** A warning is looked at and need not be told any more. */
    public static final String AS_READ = "AS_READ";
    /** The rows are not enrolled, and come back with those that failed. */
    public static final String LEAVE_OUT = "LEAVE_OUT";
    /** A birth date as its cell has it, and not swapped. */
    public static final String AS_WRITTEN = "AS_WRITTEN";
    /** What the NIK says. */
    public static final String NIK = "NIK";
    /** A number without the format of a date is the day that Excel keeps under it. */
    public static final String EXCEL_DAY = "EXCEL_DAY";

    /** The century of a year of two digits. */
    public static final String YEAR_1900 = "YEAR_1900";

    public static final String YEAR_2000 = "YEAR_2000";

    /** As if nobody had chosen. */
    public static final String TAKE_BACK = "TAKE_BACK";

    /** What is chosen for. Its parts are those of a choice. */
    public record Question(String code, String field, String said) {}

    public Question question() {
        return new Question(code, field, said);
    }
}
