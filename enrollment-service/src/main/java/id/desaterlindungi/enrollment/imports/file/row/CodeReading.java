package id.desaterlindungi.enrollment.imports.file.row;

import id.desaterlindungi.enrollment.http.Fields;
import id.desaterlindungi.enrollment.imports.code.ListCode;
import id.desaterlindungi.enrollment.imports.file.Cells;
import id.desaterlindungi.enrollment.imports.file.Column;
import id.desaterlindungi.enrollment.imports.file.FileTrait;
import id.desaterlindungi.enrollment.imports.file.Words;
import id.desaterlindungi.enrollment.participant.codes.GroupKind;
import id.desaterlindungi.enrollment.participant.codes.Occupation;
import id.desaterlindungi.enrollment.participant.codes.Sex;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Reads the cells of a row that say a code in words, and its group. */
public final class CodeReading {
    private static final Set<String> P_OR_W = Set.of("P", "W");

    private final RowCells cells;
    private final Set<FileTrait> traits;

    CodeReading(RowCells cells, Set<FileTrait> traits) {
        this.cells = cells;
        this.traits = traits;
    }

    /** The code of an optional column; null with a warning where there is none. */
    @Nullable
    String known(Column column) {
        var text = cells.text(column);
        if (text == null) {
            return null;
        }
        var meant = Words.meant(column, text);
        if (meant.size() != 1) {
            cells.warn(column, "left-out");
            return null;
        }
        return meant.iterator().next();
    }

    @Nullable
    String groupName() {
        var text = cells.text(Column.GROUP_NAME);
        if (text == null) {
            return null;
        }
        var fields = new Fields();
        var name = fields.name("/groupName", text);
        if (name == null) {
            cells.warn(Column.GROUP_NAME, "left-out");
        }
        return name;
    }

    /** Null if it cannot be told. Then the group is left out, since no count depends on it. */
    @Nullable
    String groupKind(String name) {
        var kind = Words.groupKind(name, cells.header.name(Column.GROUP_NAME).orElse(""));
        if (kind.isEmpty()) {
            cells.warn(Column.GROUP_NAME, "group-kind-unknown");
        }
        return kind.map(GroupKind::name).orElse(null);
    }

    /** Nobody fails for want of a word: what is unknown is counted with the others, and the word stays in the report. */
    @Nullable
    String occupation() {
        var text = cells.text(Column.OCCUPATION);
        if (text == null) {
            return null;
        }
        var meant = Words.meant(Column.OCCUPATION, text);
        if (meant.size() == 1) {
            return meant.iterator().next();
        }
        if (meant.contains(cells.defaults.of(Column.OCCUPATION))) {
            return cells.defaults.of(Column.OCCUPATION);
        }
        if (meant.isEmpty()) {
            cells.warn(Column.OCCUPATION, "occupation-unknown");
            return Occupation.LAINNYA.name();
        }
        var first = new TreeSet<>(meant).first();
        cells.warn(Column.OCCUPATION, "occupation-either", String.join(", ", new TreeSet<>(meant)), first);
        return first;
    }

    @Nullable
    String code(Column column) {
        var text = cells.text(column);
        if (text == null) {
            return null;
        }
        var meant = Words.meant(column, text);
        if (meant.size() < 2) {
            return meant.isEmpty() ? text : meant.iterator().next();
        }
        if (meant.contains(cells.defaults.of(column))) {
            return cells.defaults.of(column);
        }
        cells.error(column, "code-ambiguous", String.join(", ", new TreeSet<>(meant)));
        return null;
    }

    @Nullable
    String sex() {
        if (cells.header.place(Column.SEX) < 0 && cells.header.place(Column.SEX_MALE) >= 0) {
            return markedSex();
        }
        var text = cells.text(Column.SEX);
        if (text == null) {
            return cells.isWrong(Column.SEX)
                    ? null
                    : cells.ofNik(Column.SEX, nik -> nik.sex().name(), "sex-from-nik");
        }
        if (isEither(text)) {
            if (cells.knownNik.isEmpty()) {
                cells.error(Column.SEX, ListCode.EITHER_SEX);
            }
            return cells.knownNik.map(nik -> nik.sex().name()).orElse(null);
        }
        return code(Column.SEX);
    }

    /** A column for each, with a mark in one. */
    private @Nullable String markedSex() {
        var male = !Cells.value(cells.cell(Column.SEX_MALE)).isEmpty();
        var female = !Cells.value(cells.cell(Column.SEX_FEMALE)).isEmpty();
        if (male != female) {
            return (male ? Sex.M : Sex.F).name();
        }
        return cells.ofNik(Column.SEX_MALE, nik -> nik.sex().name(), "sex-from-nik");
    }

    /** Also if a report said so before: it may hold only the failed rows, which do not tell it any more. */
    private boolean isEither(String sex) {
        return isPOrW(sex)
                        && (traits.contains(FileTrait.P_BESIDE_W)
                                || cells.cell(Column.REPORT_CODES).text().contains(ListCode.EITHER_SEX))
                || Words.meant(Column.SEX, sex).size() > 1;
    }

    /** Whether it is the bare letter that may be either. */
    public static boolean isPOrW(String sex) {
        return P_OR_W.contains(Column.plain(sex));
    }

    @Nullable
    List<String> programmes() {
        var text = cells.text(Column.PROGRAMMES);
        if (text == null) {
            return null;
        }
        var programmes = Words.programmes(text);
        var known = Words.codes(Column.PROGRAMMES);
        if (programmes.isEmpty() || !known.containsAll(programmes)) {
            // One finding, however many words there are.
            cells.error(Column.PROGRAMMES, "code-unknown", String.join(", ", known));
            return null;
        }
        return programmes;
    }
}
