package id.desaterlindungi.enrollment.imports.file;

import id.desaterlindungi.enrollment.http.Day;
import java.util.List;
import java.util.regex.Pattern;

/**
 * Tells a row that has somebody in it, wherever in the row that stands: the number of a NIK, or a name and a date. Such a row is
 * never left out, also if nothing else in it can be read.
 */
public final class Somebody {
    /** By which people, and the programs that they use, part the cells of a row. */
    public static final List<Character> SEPARATORS = List.of(';', ',', '\t', '|');

    /** Nobody in a list was born after the register began. */
    private static final int BORN_TOO_LATE = 2026;

    /** Behind a place, {@code Baturaja, 05-07-1984}, an older day can only be that of a birth. */
    private static final int BORN_AND_NOT_SIGNED = 2012;

    private static final int NIK_DIGITS = 16;
    private static final int FEWEST_PIECES = 3;
    private static final int LONGEST_PLACE_AND_DATE = 80;
    private static final int LONGEST_LOOKED_AT = 2_000;

    /** One digit more or less; also in groups, which the 18 digits of an officer's number are not. */
    private static final Pattern LIKE_A_NIK = Pattern.compile("(?<![0-9])[0-9]{15,17}(?![0-9])"
            + "|(?<![0-9])(?<![0-9][ .\\-])[0-9](?:[ .\\-\u00a0\u200b\"']?[0-9]){14,16}(?![ .\\-]?[0-9])");

    private static final Pattern SHORT_FORM = Pattern.compile("[0-9][.,][0-9]{2,}E\\+?1[456](?![0-9])");

    private Somebody() {}

    static boolean isIn(FileRow row) {
        return holdsANik(row) || holdsANameAndADate(row);
    }

    /** 15 to 17 digits in some cell, or Excel's short form of them. */
    static boolean holdsANik(FileRow row) {
        for (var cell : row.cells()) {
            if (holdsANik(cell.text())) {
                return true;
            }
        }
        return false;
    }

    /** 15 to 17 digits in a text, or Excel's short form of them. */
    public static boolean holdsANik(String text) {
        if (text.length() < NIK_DIGITS / 2) {
            return false;
        }
        return text.length() >= NIK_DIGITS - 1 && LIKE_A_NIK.matcher(text).find()
                || (text.indexOf('E') > 0 && SHORT_FORM.matcher(text).find());
    }

    private static boolean holdsANameAndADate(FileRow row) {
        var names = 0;
        var dates = 0;
        for (var cell : row.cells()) {
            var text = Cells.value(cell).replace("\"", "");
            if (!text.isEmpty()) {
                if (isRow(text)) {
                    return true;
                }
                if (isBirthDate(text)) {
                    dates++;
                } else if (isPlaceAndBirthDate(text)) {
                    dates++;
                } else if (isLikeAName(text)) {
                    names++;
                }
            }
        }
        return names > 0 && dates > 0;
    }

    /** Whether a text is a whole row: several pieces between separators, a NIK among them, or a name and a date. */
    public static boolean isRow(String text) {
        if (text.length() < NIK_DIGITS / 2) {
            return false;
        }
        for (var separator : SEPARATORS) {
            if (isRow(text, separator)) {
                return true;
            }
        }
        return false;
    }

    /** Whether it is one with this separator. */
    public static boolean isRow(String text, char separator) {
        if (text.indexOf(separator) < 0) {
            return false;
        }
        if (holdsANik(text)) {
            return true;
        }
        var names = 0;
        var dates = 0;
        var pieces = 0;
        var looked = text.length() <= LONGEST_LOOKED_AT ? text : text.substring(0, LONGEST_LOOKED_AT);
        for (var piece : looked.split(Pattern.quote(Character.toString(separator)), -1)) {
            var value = Cells.value(Cell.of(piece)).replace("\"", "");
            pieces += value.isEmpty() ? 0 : 1;
            if (isBirthDate(value)) {
                dates++;
            } else if (isLikeAName(value)) {
                names++;
            }
        }
        return pieces >= FEWEST_PIECES && names > 0 && dates > 0;
    }

    /** A day by itself, even a wrong one; but not the day on which the list was signed. */
    static boolean isBirthDate(String text) {
        if (text.isEmpty() || text.length() > Dates.LONGEST_DATE || text.chars().noneMatch(Character::isDigit)) {
            return false;
        }
        var date = Dates.date(text);
        return date.length() == Dates.ISO_LENGTH
                        && date.charAt(4) == '-'
                        && date.charAt(7) == '-'
                        && Day.read(date)
                                .filter(day -> day.getYear() >= BORN_TOO_LATE)
                                .isEmpty()
                || Dates.shortYear(text).isPresent();
    }

    /** Even a wrong one, also behind a place; but not the day on which the list was signed. */
    static boolean isBirthDateOrPlace(String text) {
        return text.chars().anyMatch(Character::isDigit)
                && Day.read(Dates.birthDate(text))
                        .filter(date -> date.getYear() >= BORN_TOO_LATE)
                        .isEmpty();
    }

    private static boolean isPlaceAndBirthDate(String text) {
        return text.length() <= LONGEST_PLACE_AND_DATE
                && Day.read(Dates.birthDate(text))
                        .filter(date -> date.getYear() < BORN_AND_NOT_SIGNED)
                        .isPresent();
    }

    private static boolean isLikeAName(String text) {
        var letters = 0;
        for (var i = 0; i < text.length() && letters < 2; i++) {
            letters += Character.isLetter(text.charAt(i)) ? 1 : 0;
        }
        return letters == 2;
    }
}
