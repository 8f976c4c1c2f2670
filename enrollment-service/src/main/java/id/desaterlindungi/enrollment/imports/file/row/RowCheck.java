package id.desaterlindungi.enrollment.imports.file.row;

import id.desaterlindungi.enrollment.imports.file.Column;
import id.desaterlindungi.enrollment.imports.file.FileRow;
import id.desaterlindungi.enrollment.imports.file.FileSettings;
import id.desaterlindungi.enrollment.imports.file.RowMark;
import id.desaterlindungi.enrollment.participant.Enrollment;
import id.desaterlindungi.enrollment.participant.EnrollmentCheck;
import id.desaterlindungi.enrollment.participant.EnrollmentCheck.Verdict;
import id.desaterlindungi.enrollment.problem.Finding;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Reads the cells of a row, sees what Excel has damaged, and applies the register's rules. Needs only the row and the villages. */
@ApplicationScoped
public class RowCheck {
    private final EnrollmentCheck check;
    private final int maxCell;

    RowCheck(EnrollmentCheck check, FileSettings settings) {
        this.check = check;
        this.maxCell = settings.maxCell();
    }

    /**
     * @param enrollment null if there are errors
     * @param findings the errors, or else the warnings
     * @param said what the row says of a field, for findings that are asked about by it
     * @param mended fields that a choice gave another value, as a cell would have it
     */
    public record Checked(
            int row,
            @Nullable Enrollment enrollment,
            List<Finding> findings,
            Map<String, String> said,
            Map<Column, String> mended) {
        public boolean isGood() {
            return enrollment != null;
        }
    }

    public Checked of(FileRow row, Terms terms) {
        if (row.marks().contains(RowMark.MISPLACED)) {
            return new Checked(
                    row.number(), null, List.of(Finding.at("/row", RowMark.MISPLACED.code())), Map.of(), Map.of());
        }
        var cells = new RowCells(row, terms.header(), terms.defaults(), maxCell);
        var read = new RowReading(cells, terms, check.today());
        var request = read.request();
        var verdict = check.of(request, terms.datesBack());
        while (!terms.choices().isEmpty() && read.mend(told(verdict, cells))) {
            verdict = check.of(read.mended(request), terms.datesBack());
        }
        var mending = read.mending();
        var findings = told(verdict, cells);
        if (verdict instanceof Verdict.Accepted(var enrollment) && cells.errors.isEmpty()) {
            var heldBack = mending.heldBack();
            return heldBack.isEmpty()
                    ? checked(
                            cells,
                            enrollment,
                            findings.stream()
                                    .filter(one -> !mending.isSettled(one))
                                    .toList(),
                            mending)
                    : checked(cells, null, heldBack, mending);
        }
        return checked(cells, null, findings, mending);
    }

    /** The errors, or else the warnings. */
    private List<Finding> told(Verdict verdict, RowCells cells) {
        var errors = cells.errors;
        return switch (verdict) {
            case Verdict.Accepted(var enrollment)
            when errors.isEmpty() ->
                Stream.concat(enrollment.warnings().stream().map(check::warning), cells.warnings.stream())
                        .toList();
            case Verdict.Accepted _ -> errors;
            case Verdict.Refused(var refused) ->
                // What is wrong with a cell says more than that nothing could be read from it.
                Stream.concat(
                                errors.stream(),
                                refused.stream()
                                        .filter(one -> !cells.untold.contains(one.pointer())
                                                && errors.stream().noneMatch(other -> isOfTheSame(other, one))))
                        .toList();
        };
    }

    private static boolean isOfTheSame(Finding one, Finding other) {
        return one.pointer().equals(other.pointer())
                || one.pointer().equals("/villageName") && other.pointer().equals("/villageCode");
    }

    private static Checked checked(
            RowCells cells, @Nullable Enrollment enrollment, List<Finding> findings, Mending mending) {
        var asked = new HashMap<String, String>();
        for (var finding : findings) {
            var said = SaidText.of(cells, finding.field());
            if (!said.isEmpty()) {
                asked.put(finding.field(), said);
            }
        }
        return new Checked(cells.row.number(), enrollment, findings, asked, mending.values());
    }
}
