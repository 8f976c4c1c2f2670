package id.desaterlindungi.enrollment.imports.file;

import id.desaterlindungi.enrollment.participant.codes.Sex;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Tells the rows of a list that have somebody in them from the others, and what only the list as a whole says. */
public final class PeopleRows {
    /** Rows held back until another person comes; signatures take a dozen. More of them are a list of incomplete people. */
    private static final int MOST_HELD = 50;

    private final Header header;
    private final List<FileRow> held = new ArrayList<>();
    private final Set<FileTrait> traits = EnumSet.noneOf(FileTrait.class);
    private int skipped;
    private int niks;
    private int niksEndingInZero;
    private boolean bareP;
    private boolean wanita;
    private boolean manInOtherWords;

    public PeopleRows(Header header) {
        this.header = header;
        header.name(Column.SEX).filter(Words::namesPAndW).ifPresent(name -> traits.add(FileTrait.P_BESIDE_W));
    }

    /**
     * The rows of people that are known to be such once this one is seen: none, this one, or this one and some before it.
     * What stands below the last person, such as signatures, has no NIK, birth date or sex, and is never among them.
     */
    public List<FileRow> upTo(FileRow row) {
        var nik = Words.nik(row.cell(header.place(Column.NIK)));
        // With 16 digits for a NIK it is none of these, but a person: so it is with nearly every row of a long list.
        if (nik.isEmpty()
                && (header.isEmptyIn(row)
                        || header.isRepeatedIn(row)
                        || header.isNumberedIn(row)
                        || header.isTotalIn(row))) {
            skipped++;
            return List.of();
        }
        learn(row, nik);
        var isPerson = nik.isPresent() || header.isPersonIn(row);
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

    /** Rows left out, if no more follow. */
    public int skipped() {
        return skipped + held.size();
    }

    private void learn(FileRow row, Optional<String> nik) {
        // In a report these were told to be rounded, and are typed again: of the list, those that truly end in 0 are
        // left.
        var wasTold = row.cell(header.place(Column.REPORT_CODES)).text().contains(RowCheck.ROUNDED);
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

    /** As far as rows were seen. */
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
