package id.desaterlindungi.enrollment.imports;

import static org.assertj.core.api.Assertions.assertThat;

import id.desaterlindungi.enrollment.EnrollmentTest;
import id.desaterlindungi.local.LocalStack;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Lists as people really send them: a small made-up file of each kind that was seen, and what is right for it. */
@EnrollmentTest
class CasesTest {
    private static final Path CASES = Path.of("src/test/resources/imports/cases");
    private static final Map<String, String> DEFAULTS = Map.of(
            "villageCode", "16.01.07.2001",
            "segment", "BPU",
            "occupation", "PETANI",
            "fundingSource", "ADD",
            "programmes", "JKK+JKM");

    LocalStack stack;

    /**
     * @param good people that can be enrolled, with a warning or without
     * @param findings of each row that has any, {@code 2 code code …}
     * @param notes codes of what is told of the list
     */
    private record Case(String file, int good, List<String> findings, List<String> notes) {
        static Case of(String file, int good, String... findings) {
            return new Case(file, good, List.of(findings), List.of());
        }

        Case noted(String... codes) {
            return new Case(file, good, findings, List.of(codes));
        }

        @Override
        public String toString() {
            return file;
        }
    }

    static Stream<Case> cases() {
        return Stream.of(
                Case.of("A1-siak-raw.csv", 2),
                Case.of("A2-opensid-import.xlsx", 2),
                Case.of("E1-two-row-header.xlsx", 2),
                Case.of("E3-filtered.xlsx", 4, "2 row-hidden", "4 row-hidden").noted("rows-hidden"),
                Case.of("F2-occupation.csv", 78),
                Case.of(
                        "F3-phone.csv",
                        23,
                        "10 left-out",
                        "11 left-out",
                        "12 left-out",
                        "14 left-out",
                        "15 left-out",
                        "17 left-out",
                        "18 left-out",
                        "19 excel-scientific",
                        "21 left-out",
                        "22 left-out",
                        "24 left-out"),
                Case.of("F4-villagecode.csv", 13, "12 village-unknown", "13 village-format", "17 village-unknown"),
                Case.of("F5-villagename.csv", 9, "9 village-name-unknown", "12 village-name-unknown"),
                Case.of("G1-one-W.csv", 41),
                Case.of("G19-income.csv", 18, "12 left-out", "13 left-out", "14 left-out", "19 left-out"),
                Case.of(
                        "G2-error-cells.xlsx",
                        0,
                        "2 excel-error",
                        "3 excel-error",
                        "4 excel-error",
                        "5 excel-error",
                        "6 excel-error"),
                Case.of(
                        "G3-swapped.xlsx",
                        20,
                        IntStream.of(2, 5, 6, 9, 10, 14, 17, 18, 21)
                                .mapToObj(row -> row + " birth-date-swapped")
                                .toArray(String[]::new)),
                Case.of("G4-yy.csv", 10),
                Case.of("G5-petunjuk-first.xlsx", 1).noted("sheets-passed-over"),
                Case.of("G8-ttl-two-cols.xlsx", 2),
                Case.of("H3b-mixed-all-but-one.csv", 3, "2 row-unfolded", "3 row-unfolded"),
                Case.of("J1-sheetjs.xlsx", 2),
                Case.of("L1-openpyxl-iso-dates.xlsx", 1));
    }

    @ParameterizedTest
    @MethodSource("cases")
    void answersAsIsRight(Case one) throws IOException {
        var calls = new ImportCalls(stack, "16.01.07.2001");

        var id = calls.checked(Files.readAllBytes(CASES.resolve(one.file)), DEFAULTS);

        var read = calls.get(id);
        assertThat(calls.findings(id)).as("findings").isEqualTo(one.findings);
        assertThat(read.getInt("ok") + read.getInt("warned")).isEqualTo(one.good);
        assertThat(read.getList("notes.code")).isEqualTo(one.notes);
    }

    @Test
    void hasEachFileInItsTable() throws IOException {
        try (var files = Files.list(CASES)) {
            assertThat(files.map(file -> file.getFileName().toString()))
                    .containsExactlyInAnyOrderElementsOf(cases().map(Case::file).toList());
        }
    }
}
