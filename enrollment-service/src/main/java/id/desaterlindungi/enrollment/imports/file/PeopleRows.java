package id.desaterlindungi.enrollment.imports.file;

import id.desaterlindungi.enrollment.imports.code.ListCode;
import id.desaterlindungi.enrollment.imports.file.LeftOut.Reason;
import id.desaterlindungi.enrollment.participant.codes.Sex;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Finds the rows that have somebody in them, and learns what only the file as a whole tells. */
public final class PeopleRows {
    /** Rows that wait until another person follows. Signatures take a dozen; more rows are people with missing fields. */
    private static final int MOST_HELD = 50;

    private final Header header;
    private final List<FileRow> heading;
    private final Map<Reason, RowNumbers> leftOut = new EnumMap<>(Reason.class);
    private final List<FileRow> held = new ArrayList<>();
    private final Set<FileTrait> traits = EnumSet.noneOf(FileTrait.class);
    private int niks;
    private int niksEndingInZero;
    private boolean bareP;
    private boolean wanita;
    private boolean manInOtherWords;

    public PeopleRows(Header header) {
        this(header, List.of());
    }

    /** @param heading the rows of the heading, if it takes up more than one */
    PeopleRows(Header header, List<FileRow> heading) {
        this.header = header;
        this.heading = List.copyOf(heading);
        header.name(Column.SEX).filter(Words::namesPAndW).ifPresent(name -> traits.add(FileTrait.P_BESIDE_W));
    }

    /**
     * The rows that are known to be people now that this one is seen: none, this one, or this one and some before it. What stands
     * below the last person, such as signatures, has no NIK, birth date or sex, and is never among them.
     */
    public List<FileRow> upTo(FileRow row) {
        var nik = NikDigits.of(row.cell(header.place(Column.NIK)));
        // A row with the 16 digits of a NIK is a person, as nearly every row of a long list is.
        var reason = nik.isPresent() || Somebody.holdsANik(row) ? Optional.<Reason>empty() : reason(row);
        if (reason.isPresent()) {
            leaveOut(reason.get(), row.number());
            return List.of();
        }
        learn(row, nik);
        var isPerson = nik.isPresent() || header.isPersonIn(row) || Somebody.isIn(row);
        if (isPerson && held.isEmpty()) {
            return List.of(row);
        }
        held.add(row);
        if (!isPerson && held.size() <= MOST_HELD) {
            return List.of();
        }
        var people = List.copyOf(held);
        held.clear();
        return people;
    }

    /** Why a row without a NIK has nobody in it. A name and a date are somebody. */
    private Optional<Reason> reason(FileRow row) {
        if (header.isTotalIn(row)) {
            return Optional.of(Reason.TOTAL);
        }
        if (header.isRepeatedIn(row) || heading.stream().anyMatch(one -> isSame(one, row))) {
            return Optional.of(Reason.HEADING_AGAIN);
        }
        if (header.isNumberedIn(row)) {
            return Optional.of(Reason.COLUMN_NUMBERS);
        }
        return header.isEmptyIn(row) && !Somebody.isIn(row) ? Optional.of(Reason.EMPTY) : Optional.empty();
    }

    private static boolean isSame(FileRow heading, FileRow row) {
        for (var i = 0; i < Math.max(heading.cells().size(), row.cells().size()); i++) {
            if (!Column.plain(heading.cell(i).text())
                    .equals(Column.plain(row.cell(i).text()))) {
                return false;
            }
        }
        return true;
    }

    void leaveOut(Reason reason, int row) {
        leftOut.computeIfAbsent(reason, _ -> new RowNumbers()).add(row);
    }

    /** The rows that are left out, if no more follow. */
    public List<LeftOut> leftOut() {
        held.forEach(row -> leaveOut(Reason.BELOW, row.number()));
        held.clear();
        return leftOut.entrySet().stream()
                .map(one -> new LeftOut(
                        one.getKey(), one.getValue().count(), one.getValue().told()))
                .toList();
    }

    private void learn(FileRow row, Optional<String> nik) {
        // An earlier report found these to be rounded, and somebody typed them again. They say nothing about the
        // others.
        var wasTold = row.cell(header.place(Column.REPORT_CODES)).text().contains(ListCode.ROUNDED);
        if (nik.isPresent() && !wasTold) {
            niks++;
            niksEndingInZero += nik.get().endsWith("0") ? 1 : 0;
        }
        var sex = row.cell(header.place(Column.SEX));
        if (Words.isBareW(sex)) {
            traits.add(FileTrait.P_BESIDE_W);
        }
        var said = Column.plain(sex.text());
        bareP |= said.equals("P");
        wanita |= said.equals("WANITA");
        manInOtherWords = manInOtherWords || Words.meant(Column.SEX, sex.text()).equals(Set.of(Sex.M.name()));
    }

    /**
     * A tenth of all NIKs end in 0. So many more by chance: less than one list in a million; and a quarter of a long list, whose
     * serials need not be as even.
     */
    private static boolean isBeyondChance(int endingInZero, int niks) {
        return endingInZero >= 0.1 * niks + 5 * Math.sqrt(0.09 * niks) + 2 && endingInZero >= 0.25 * niks;
    }

    /** As far as the rows seen until now tell. */
    public Set<FileTrait> traits() {
        var all = EnumSet.noneOf(FileTrait.class);
        all.addAll(traits);
        if (isBeyondChance(niksEndingInZero, niks)) {
            all.add(FileTrait.NIKS_ROUNDED);
        }
        if (bareP && wanita && !manInOtherWords) {
            all.add(FileTrait.P_BESIDE_W);
        }
        return all;
    }
}
