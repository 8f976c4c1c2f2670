package id.desaterlindungi.enrollment.imports.code;

import java.util.List;
import java.util.stream.Stream;

/**
 * A finding that lists can have, and what follows from it. What the goal or the law needs stops a person; what an enrollment does
 * without is left out of it, with a warning.
 *
 * @param leftOutIfOptional whether it only warns where it is about the phone, the KPJ, the income or the group
 */
public record ListCode(String code, Severity severity, boolean leftOutIfOptional) {
    /** What a finding stops. */
    public enum Severity {
        /** The file: nothing of it is kept. */
        FILE,
        /** The row: the person is not enrolled. */
        ROW,
        /** Nothing; somebody should look at the row. */
        WARNING,
        /** Nothing; it is told of the list as a whole. */
        NOTE
    }

    /** Of a NIK whose last digit is lost. */
    public static final String ROUNDED = "excel-rounded";

    /** Of a sex that may be either. */
    public static final String EITHER_SEX = "sex-p-or-w";

    /** Of a row that is not enrolled since somebody chose so. */
    public static final String HELD_BACK = "row-held-back";

    /** All that there are, by severity. */
    public static final List<ListCode> ALL = Stream.of(
                    of(
                            Severity.FILE,
                            "file-empty",
                            "file-binary",
                            "file-pdf",
                            "file-picture",
                            "file-xls",
                            "file-xlsb",
                            "file-ods",
                            "file-zip",
                            "file-html",
                            "file-xml",
                            "file-other-office",
                            "file-encrypted",
                            "file-macros",
                            "file-entities",
                            "file-damaged",
                            "file-too-large-unpacked",
                            "file-no-sheet",
                            "file-encoding",
                            "file-csv",
                            "file-quote",
                            "file-columns",
                            "file-header-missing",
                            "file-column-missing",
                            "file-column-or-default-missing",
                            "file-no-rows",
                            "file-rows",
                            "file-slow"),
                    of(
                            Severity.ROW,
                            "row-misplaced",
                            HELD_BACK,
                            "field-missing",
                            "nik-format",
                            "nik-serial",
                            "nik-date",
                            "nik-repeated",
                            "nik-registered",
                            "nik-registered-here",
                            "nik-registered-elsewhere",
                            "nik-not-looked-up",
                            "nik-lapsed-here",
                            "nik-ended-here",
                            ROUNDED,
                            "kpj-repeated",
                            "kpj-registered",
                            "name-format",
                            "text-broken",
                            "text-line-break",
                            "text-control",
                            "text-direction",
                            "text-digits",
                            "date-format",
                            "date-not-in-calendar",
                            "date-out-of-range",
                            "date-number",
                            "date-short-year",
                            "birth-date-future",
                            "enrolled-on-future",
                            "enrolled-on-early",
                            "dated-back-too-far",
                            "backdating-reason-missing",
                            "too-young",
                            "too-old",
                            EITHER_SEX,
                            "code-unknown",
                            "code-ambiguous",
                            "programmes-base",
                            "programmes-segment",
                            "covered-from-early",
                            "covered-from-late",
                            "covered-until-early",
                            "village-format",
                            "village-unknown",
                            "village-closed",
                            "village-name-alone",
                            "village-name-unknown",
                            "village-name-ambiguous",
                            "village-regency-other"),
                    Stream.of("excel-error", "excel-scientific", "cell-too-long", "cell-line-break")
                            .map(code -> new ListCode(code, Severity.ROW, true)),
                    of(
                            Severity.WARNING,
                            "row-hidden",
                            "row-unfolded",
                            "row-shifted",
                            "row-quote",
                            "nik-province",
                            "nik-birth-date",
                            "nik-sex",
                            "birth-date-from-nik",
                            "birth-date-swapped",
                            "sex-from-nik",
                            "occupation-unknown",
                            "occupation-either",
                            "left-out",
                            "group-kind-unknown",
                            "cover-under-3-months",
                            "cover-under-6-months"),
                    of(
                            Severity.NOTE,
                            "sheets-passed-over",
                            "sheets-hidden",
                            "rows-hidden",
                            "columns-hidden",
                            "column-doubled",
                            "list-in-one-column",
                            "people-above-heading",
                            "birth-dates-from-niks",
                            "sexes-from-niks"))
            .flatMap(codes -> codes)
            .toList();

    private static Stream<ListCode> of(Severity severity, String... codes) {
        return Stream.of(codes).map(code -> new ListCode(code, severity, false));
    }
}
