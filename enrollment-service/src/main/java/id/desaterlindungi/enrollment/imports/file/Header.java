package id.desaterlindungi.enrollment.imports.file;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * The row that names a list's columns. Titles may stand above it.
 *
 * @param row its number in the file
 * @param names as they stand there
 * @param columns what each is read as; of two of one kind the second is unknown
 * @param places where each kind of column stands, by its ordinal; −1 where the file has none
 */
public record Header(int row, List<String> names, List<Optional<Column>> columns, List<Integer> places) {
    /** How many rows are searched for it. */
    public static final int SOUGHT_IN = 50;

    private static final int FEWEST = 2;

    /** Fewer numbers in a row may be anything. */
    private static final int FEWEST_NUMBERS = 3;

    private static final int FEWEST_OF_A_PERSON = 3;

    private static final Pattern TOTAL =
            Pattern.compile("(?:GRAND[ -]?|SUB[ -]?)?(?:TOTAL|JUMLAH)\\b", Pattern.CASE_INSENSITIVE);

    private static final Pattern NUMBER = Pattern.compile("\\(?[0-9]{1,7}\\)?[.)]?");

    public Header(int row, List<String> names, List<Optional<Column>> columns) {
        this(
                row,
                List.copyOf(names),
                List.copyOf(columns),
                Stream.of(Column.values())
                        .map(column -> columns.indexOf(Optional.of(column)))
                        .toList());
    }

    /** Empty if the row names no columns: too few of them are known, or neither NIK nor name is among them. */
    public static Optional<Header> of(FileRow row) {
        return of(
                row.number(),
                row.cells().stream().map(cell -> Cells.visible(cell.text())).toList());
    }

    static Optional<Header> of(int row, List<String> names) {
        var last = IntStream.range(0, names.size())
                .filter(i -> !names.get(i).isEmpty())
                .max()
                .orElse(-1);
        var seen = EnumSet.noneOf(Column.class);
        var columns = new ArrayList<>(names.stream()
                .limit(last + 1L)
                .map(name -> Column.ofHeader(name).filter(seen::add))
                .toList());
        // Only then those with something in brackets behind, so that "Nama" is the name and not "Nama (panggilan)".
        for (var i = 0; i <= last; i++) {
            if (columns.get(i).isEmpty()) {
                columns.set(i, Column.ofHeaderInBrackets(names.get(i)).filter(seen::add));
            }
        }
        return seen.stream().filter(Column::isRead).count() >= FEWEST
                        && (seen.contains(Column.NIK) || seen.contains(Column.NAME))
                ? Optional.of(withPlaceOfBirth(row, names.subList(0, last + 1), columns))
                : Optional.empty();
    }

    /** Beside a last heading {@code Tempat, Tanggal Lahir} there may be a column without a heading. */
    private static Header withPlaceOfBirth(int row, List<String> names, List<Optional<Column>> columns) {
        var header = new Header(row, names, columns);
        if (header.place(Column.BIRTH_DATE) != names.size() - 1 || !Column.namesAPlaceOfBirth(names.getLast())) {
            return header;
        }
        var wider = new ArrayList<>(names);
        wider.add("");
        var more = new ArrayList<>(columns);
        more.add(Optional.empty());
        return new Header(row, wider, more);
    }

    /** Where the day of birth stands if its own cell has only the place: beside it, without a heading. −1 if nowhere. */
    public int placeBesideBirth() {
        var place = place(Column.BIRTH_DATE);
        return place >= 0
                        && place + 1 < names.size()
                        && names.get(place + 1).isEmpty()
                        && Column.namesAPlaceOfBirth(names.get(place))
                ? place + 1
                : -1;
    }

    /** The columns that are not read since another of the same meaning is: the name of each, and of the one that is read. */
    public List<List<String>> doubled() {
        return IntStream.range(0, names.size())
                .filter(i -> columns.get(i).isEmpty())
                .boxed()
                .flatMap(i -> Column.ofHeader(names.get(i))
                        .or(() -> Column.ofHeaderInBrackets(names.get(i)))
                        .filter(Column::isRead)
                        .flatMap(this::name)
                        .map(read -> List.of(names.get(i), read))
                        .stream())
                .toList();
    }

    /** How many columns are known by this row. */
    public static int knownIn(FileRow row) {
        return of(row).map(header -> header.known().size()).orElse(0);
    }

    /** Cuts names that are longer than this. No known name is. */
    public Header shortened(int longest) {
        return new Header(
                row,
                names.stream()
                        .map(name -> name.length() <= longest ? name : name.substring(0, longest))
                        .toList(),
                columns);
    }

    public Set<Column> known() {
        var known = EnumSet.noneOf(Column.class);
        columns.forEach(column -> column.filter(Column::isRead).ifPresent(known::add));
        return known;
    }

    /** Whether a column of the list is not read, and only kept for the report. */
    public boolean isOnlyKept(int place) {
        return columns.get(place).filter(column -> column != Column.SEQUENCE).isEmpty();
    }

    /** How many columns it has, without those that a report may have added. */
    public int columnsOfItsOwn() {
        return (int) columns.stream()
                .filter(column -> column.filter(one -> Defaults.OFFERED.contains(one) || Column.REPORTED.contains(one))
                        .isEmpty())
                .count();
    }

    /** @return −1 where the file has no such column */
    public int place(Column column) {
        return places.get(column.ordinal());
    }

    public Optional<String> name(Column column) {
        var place = place(column);
        return place < 0 ? Optional.empty() : Optional.of(names.get(place));
    }

    /** Whether a row below repeats the header, as at the top of each printed page. */
    boolean isRepeatedIn(FileRow row) {
        return IntStream.range(0, names.size())
                .filter(i -> columns.get(i).isPresent())
                .allMatch(i -> Column.plain(row.cell(i).text()).equals(Column.plain(names.get(i))));
    }

    /** Whether a row below is empty in every column that is read, as a row of a form that has only its number. */
    boolean isEmptyIn(FileRow row) {
        return IntStream.range(0, names.size())
                .filter(i -> columns.get(i).filter(Column::isRead).isPresent())
                .allMatch(i -> Cells.value(row.cell(i)).isEmpty());
    }

    /**
     * Whether a row below has somebody in it: a NIK, even a wrong one; a sex; a name beside a birth date or a number in the list;
     * or several other cells that are read. Signatures have none of these, whatever column they stand in.
     */
    boolean isPersonIn(FileRow row) {
        var nik = Cells.value(row.cell(place(Column.NIK)));
        if (!nik.isEmpty() && (nik.chars().noneMatch(Character::isLetter) || NikDigits.areLikely(nik))) {
            return true;
        }
        var sex = row.cell(place(Column.SEX));
        // A number may be anything, also where it stands for a sex.
        if (Words.isBareW(sex)
                || !Words.meant(Column.SEX, sex.text()).isEmpty()
                        && !Character.isDigit(Cells.clean(sex.text()).charAt(0))) {
            return true;
        }
        return filled(row) >= FEWEST_OF_A_PERSON
                || !Cells.value(row.cell(place(Column.NAME))).isEmpty()
                        && (NUMBER.matcher(Cells.clean(
                                                row.cell(place(Column.SEQUENCE)).text()))
                                        .matches()
                                || Somebody.isBirthDateOrPlace(
                                        row.cell(place(Column.BIRTH_DATE)).text()));
    }

    private long filled(FileRow row) {
        return IntStream.range(0, names.size())
                .filter(i -> columns.get(i).filter(Column::isRead).isPresent()
                        && !Cells.value(row.cell(i)).isEmpty())
                .count();
    }

    /** Whether a row below numbers the columns, {@code 1 2 3 4}, as printed forms do. */
    boolean isNumberedIn(FileRow row) {
        var seen = 0;
        var last = 0;
        for (var cell : row.cells()) {
            var text = Cells.value(cell);
            if (!text.isEmpty()) {
                if (!NUMBER.matcher(text).matches()) {
                    return false;
                }
                var number = Integer.parseInt(Column.plain(text));
                if (seen++ > 0 && number != last + 1) {
                    return false;
                }
                last = number;
            }
        }
        return seen >= FEWEST_NUMBERS;
    }

    /** Whether a row below is a total: no number of a NIK, and its first word is one for a total. */
    boolean isTotalIn(FileRow row) {
        var nik = row.cell(place(Column.NIK)).text();
        return nik.chars().filter(Character::isDigit).count() < 6
                && row.cells().stream()
                        .map(Cells::value)
                        .filter(text -> !text.isEmpty())
                        .findFirst()
                        .filter(text -> TOTAL.matcher(text).lookingAt())
                        .isPresent();
    }
}
