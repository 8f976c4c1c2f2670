package id.desaterlindungi.enrollment.imports.file.row;

import id.desaterlindungi.enrollment.imports.choice.Choice;
import id.desaterlindungi.enrollment.imports.choice.Choices;
import id.desaterlindungi.enrollment.imports.code.ListCode;
import id.desaterlindungi.enrollment.imports.file.Column;
import id.desaterlindungi.enrollment.imports.file.Words;
import id.desaterlindungi.enrollment.participant.EnrollmentRequest;
import id.desaterlindungi.enrollment.problem.Finding;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** What choices make of one row: values in place of what its cells say, warnings that are settled, and rows held back. */
final class Mending {
    private final Choices choices;
    private final UnaryOperator<String> said;
    private final BiFunction<Column, String, Optional<String>> meant;
    private final Map<Column, String> values;
    private final Set<String> done = new HashSet<>();
    private final Set<String> settled = new HashSet<>();
    private final List<Finding> heldBack = new ArrayList<>();

    /**
     * @param said what the row says of a field
     * @param meant the value that a field gets by a choice; empty where this row has nothing that could be read so
     */
    Mending(Choices choices, UnaryOperator<String> said, BiFunction<Column, String, Optional<String>> meant) {
        this.choices = choices;
        this.said = said;
        this.meant = meant;
        this.values = choices.isEmpty() ? Map.of() : new EnumMap<>(Column.class);
    }

    /**
     * Each finding is mended once, so that this comes to an end: what a value leads to may be mended by another choice.
     *
     * @return the fields that have another value now
     */
    Set<Column> apply(List<Finding> told) {
        var mended = EnumSet.noneOf(Column.class);
        for (var finding : told) {
            choices.of(finding.code(), finding.field(), () -> said.apply(finding.field()))
                    .ifPresent(choice -> {
                        switch (choice) {
                            case Choice.AS_READ -> settled.add(key(finding));
                            case Choice.LEAVE_OUT -> hold(Finding.at(finding.pointer(), ListCode.HELD_BACK));
                            default ->
                                target(finding)
                                        // Whether its second finding is still there is seen with the new value.
                                        .filter(column -> !mended.contains(column) && done.add(key(finding)))
                                        .ifPresent(column -> meant.apply(column, choice)
                                                .ifPresent(value -> {
                                                    values.put(column, value);
                                                    mended.add(column);
                                                }));
                        }
                    });
        }
        return mended;
    }

    private void hold(Finding finding) {
        if (!heldBack.contains(finding)) {
            heldBack.add(finding);
        }
    }

    boolean isSettled(Finding warning) {
        return settled.contains(key(warning));
    }

    List<Finding> heldBack() {
        return heldBack;
    }

    Map<Column, String> values() {
        return values;
    }

    /** @param groupName what the row says; left out of the request as long as its kind is not known */
    EnrollmentRequest of(EnrollmentRequest read, @Nullable String groupName) {
        var programmes = values.get(Column.PROGRAMMES);
        return new EnrollmentRequest(
                read.nik(),
                read.name(),
                value(Column.BIRTH_DATE, read.birthDate()),
                value(Column.SEX, read.sex()),
                value(Column.VILLAGE_CODE, read.villageCode()),
                value(Column.SEGMENT, read.segment()),
                value(Column.OCCUPATION, read.occupation()),
                value(Column.FUNDING_SOURCE, read.fundingSource()),
                programmes == null ? read.programmes() : Words.programmes(programmes),
                value(Column.ORIGIN, read.origin()),
                value(Column.ENROLLED_ON, read.enrolledOn()),
                value(Column.BACKDATING_REASON, read.backdatingReason()),
                read.phone(),
                read.kpj(),
                read.monthlyIncome(),
                values.containsKey(Column.GROUP_KIND) ? groupName : read.groupName(),
                value(Column.GROUP_KIND, read.groupKind()),
                value(Column.COVERED_FROM, read.coveredFrom()),
                value(Column.COVERED_UNTIL, read.coveredUntil()));
    }

    private @Nullable String value(Column column, @Nullable String read) {
        var mended = values.get(column);
        return mended == null ? read : mended;
    }

    /** Whether a finding is about a field. */
    static boolean isAbout(Column column, Finding finding) {
        return target(finding).filter(column::equals).isPresent();
    }

    /** The field that a choice for a finding gives another value. */
    private static Optional<Column> target(Finding finding) {
        return switch (finding.code()) {
            case "nik-birth-date" -> Optional.of(Column.BIRTH_DATE);
            case "nik-sex" -> Optional.of(Column.SEX);
            case "group-kind-unknown" -> Optional.of(Column.GROUP_KIND);
            default ->
                Column.ofField(finding.field()).map(column -> column.isOfAPlace() ? Column.VILLAGE_CODE : column);
        };
    }

    private static String key(Finding finding) {
        return finding.code() + finding.pointer();
    }
}
