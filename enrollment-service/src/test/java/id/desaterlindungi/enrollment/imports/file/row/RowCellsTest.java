package id.desaterlindungi.enrollment.imports.file.row;

import static org.assertj.core.api.Assertions.assertThat;

import id.desaterlindungi.enrollment.imports.file.Column;
import id.desaterlindungi.enrollment.participant.EnrollmentRequest;
import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class RowCellsTest {
    /** An enrollment has a value for them where nothing is said; what is said and cannot be read stops the person. */
    private static final Set<Column> WITH_A_VALUE = EnumSet.of(
            Column.ORIGIN, Column.ENROLLED_ON, Column.BACKDATING_REASON, Column.COVERED_FROM, Column.COVERED_UNTIL);

    @Test
    void leavesOutEachFieldThatAnEnrollmentDoesWithout() {
        var fields = Arrays.stream(EnrollmentRequest.class.getRecordComponents())
                .map(RecordComponent::getName)
                .collect(Collectors.toSet());

        assertThat(Column.values())
                .filteredOn(column -> fields.contains(column.field()))
                .filteredOn(column -> !Column.REQUIRED.contains(column) && !WITH_A_VALUE.contains(column))
                .as(
                        "a column of an optional field is in RowCells.OPTIONAL; one that stops the person is named in this test")
                .containsExactlyInAnyOrderElementsOf(RowCells.OPTIONAL);
    }
}
