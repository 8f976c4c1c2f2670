package id.desaterlindungi.enrollment.participant;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.startsWith;

import de.siegmar.fastcsv.reader.CsvReader;
import id.desaterlindungi.enrollment.EnrollmentTest;
import id.desaterlindungi.enrollment.sheet.SheetWriter;
import id.desaterlindungi.local.LocalStack;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.dhatim.fastexcel.reader.Cell;
import org.dhatim.fastexcel.reader.CellType;
import org.dhatim.fastexcel.reader.ReadableWorkbook;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Lists as files. Each test has a village that no other uses. */
@EnrollmentTest
class ListExportTest {
    LocalStack stack;

    private ListCalls calls;

    @BeforeEach
    void signIn() {
        calls = new ListCalls(stack);
    }

    @Test
    void exportsForASpreadsheetWithoutHarm() {
        var village = calls.village(6);
        var id = calls.enroll(
                village,
                Map.of(
                        "name", "=Uji;\"Rumus\"",
                        "phone", "0812-3456-7890",
                        "groupName", "-Kelompok",
                        "groupKind", "KOPERASI"));

        var answer = calls.caller()
                .accept("text/csv")
                .queryParam("within", village)
                .get("/v1/participants")
                .then()
                .statusCode(200)
                .header("Content-Disposition", "attachment; filename=\"peserta.csv\"")
                .extract()
                .asByteArray();

        assertThat(answer).startsWith(0xEF, 0xBB, 0xBF);
        try (var csv = CsvReader.builder()
                .fieldSeparator(';')
                .detectBomHeader(true)
                .ofNamedCsvRecord(new ByteArrayInputStream(answer))) {
            var rows = csv.stream().toList();
            assertThat(rows).hasSize(1);
            assertThat(rows.getFirst().getHeader())
                    .containsExactlyInAnyOrderElementsOf(Arrays.stream(ParticipantView.class.getRecordComponents())
                            .map(RecordComponent::getName)
                            // Who is restricted is in no file.
                            .filter(field -> !List.of("version", "restrictedAt").contains(field))
                            .toList());
            assertThat(rows.getFirst().getField("id")).isEqualTo(id);
            assertThat(rows.getFirst().getField("name")).isEqualTo("'=Uji;\"Rumus\"");
            var shown = calls.caller().get("/v1/participants/" + id).jsonPath();
            for (var masked : List.of("nik", "phone")) {
                assertThat(rows.getFirst().getField(masked)).contains("*").endsWith(shown.getString(masked));
            }
            assertThat(rows.getFirst().getField("groupName")).isEqualTo("'-Kelompok");
            assertThat(rows.getFirst().getField("villageCode")).isEqualTo(village);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void exportsAWorkbookOfTexts() throws Exception {
        var village = calls.village(7);
        var id = calls.enroll(village, Map.of("kpj", "00123456789"));

        var answer = calls.caller()
                .accept(SheetWriter.XLSX)
                .queryParam("within", village)
                .get("/v1/participants")
                .then()
                .statusCode(200)
                .contentType(SheetWriter.XLSX)
                .extract()
                .asByteArray();

        try (var workbook = new ReadableWorkbook(new ByteArrayInputStream(answer))) {
            var rows = workbook.getFirstSheet().read();
            assertThat(rows).hasSize(2);
            var cells = rows.get(1).stream().toList();
            assertThat(cells).allSatisfy(cell -> assertThat(cell.getType()).isIn(CellType.STRING, CellType.EMPTY));
            assertThat(cells).extracting(Cell::getText).contains(id, "00123456789", village);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "application/json;charset=UTF-8, application/json",
        "'text/csv;charset=utf-8, */*;q=0.1', text/csv",
        "*/*, application/json",
        "'text/csv;q=0.1, application/json', application/json",
    })
    void answersInTheFormLikedBest(String accept, String type) {
        calls.caller()
                .header("Accept", accept)
                .queryParam("within", calls.village(10))
                .get("/v1/participants")
                .then()
                .statusCode(200)
                .contentType(startsWith(type));
    }

    @Test
    void refusesPagesOfAFile() {
        calls.caller()
                .accept("text/csv")
                .queryParam("limit", 10)
                .get("/v1/participants")
                .then()
                .statusCode(400)
                .body("errors.code", contains("parameter-not-with-file"));
    }
}
