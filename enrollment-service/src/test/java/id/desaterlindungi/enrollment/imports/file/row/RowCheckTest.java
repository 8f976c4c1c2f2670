package id.desaterlindungi.enrollment.imports.file.row;

import static org.assertj.core.api.Assertions.assertThat;

import id.desaterlindungi.enrollment.SyntheticPerson;
import id.desaterlindungi.enrollment.imports.choice.Choice;
import id.desaterlindungi.enrollment.imports.choice.Choices;
import id.desaterlindungi.enrollment.imports.file.Cell;
import id.desaterlindungi.enrollment.imports.file.Column;
import id.desaterlindungi.enrollment.imports.file.Defaults;
import id.desaterlindungi.enrollment.imports.file.FileRow;
import id.desaterlindungi.enrollment.imports.file.Header;
import id.desaterlindungi.enrollment.imports.file.Places;
import id.desaterlindungi.enrollment.imports.file.Places.Place;
import id.desaterlindungi.enrollment.imports.file.Settings;
import id.desaterlindungi.enrollment.imports.file.row.RowCheck.Checked;
import id.desaterlindungi.enrollment.participant.EnrollmentChecks;
import id.desaterlindungi.enrollment.problem.Finding;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.Size;

/** One row, its findings, and what choices make of it. */
class RowCheckTest {
    private static final Places PLACES = new Places(List.of(
            Place.of("16.01.07.2001", true, "Negeri Sindang", "Sosoh Buay Rayap", "Kabupaten Ogan Komering Ulu"),
            Place.of("16.01.07.2004", true, "Kungkilan", "Sosoh Buay Rayap", "Kabupaten Ogan Komering Ulu"),
            Place.of("16.02.01.2004", false, "Kungkilan", "Lempuing", "Kabupaten Ogan Komering Ilir")));

    private static final Map<Column, String> DEFAULTS = Map.of(
            Column.SEX, "F",
            Column.VILLAGE_CODE, "16.01.07.2001",
            Column.SEGMENT, "BPU",
            Column.OCCUPATION, "PETANI",
            Column.FUNDING_SOURCE, "ADD",
            Column.PROGRAMMES, "JKK+JKM",
            Column.ENROLLED_ON, "2026-03-01");

    private static final String BORN = "1984-07-05";
    private static final String NIK = nik(BORN);
    private static final String NIK_OF_ANOTHER_DAY = nik("1984-07-09");
    /** With day and month in each other's place. */
    private static final String NIK_SWAPPED = nik("1984-05-07");

    private final RowCheck check = new RowCheck(EnrollmentChecks.at("2026-03-10T05:00:00Z"), Settings.DEFAULT);

    private static String nik(String born) {
        return SyntheticPerson.nik("160107", LocalDate.parse(born), true, 9001);
    }

    private static Choice choice(String code, String field, String said, String value) {
        return new Choice(code, field, said, value);
    }

    /** @param cells of the columns that the headings name behind NIK and name; a number begins with # */
    private Checked checked(String headings, String nik, String cells, Choice... choices) {
        return checked(headings, nik, cells, DEFAULTS, choices);
    }

    private Checked checked(
            String headings, String nik, String cells, Map<Column, String> defaults, Choice... choices) {
        var header = Header.of(row(1, "NIK;Nama;" + headings)).orElseThrow();
        return check.of(
                row(2, nik + ";Uji Baris;" + cells),
                new Terms(header, new Defaults(defaults), Set.of(), new Choices(List.of(choices)), PLACES, true));
    }

    private Checked inVillage(String headings, String cells, Choice... choices) {
        var defaults = new HashMap<>(DEFAULTS);
        defaults.remove(Column.VILLAGE_CODE);
        return checked("Tgl Lahir;" + headings, NIK, BORN + ";" + cells, defaults, choices);
    }

    private static FileRow row(int number, String cells) {
        return new FileRow(
                number,
                Stream.of(cells.split(";", -1))
                        .map(text -> text.startsWith("#") ? new Cell(text.substring(1), true) : Cell.of(text))
                        .toList());
    }

    private static List<String> codes(Checked checked) {
        return checked.findings().stream().map(Finding::code).toList();
    }

    /** Each of them by what alone tells one row from the other. */
    @Example
    void doesNotTakeTheSameNumberOrNameInAnotherDistrictForTheSame() {
        var numbers = "NO_PROP;NO_KAB;NO_KEC;NO_KEL";
        for (var two : List.of(
                List.of(numbers, "16;1;7;2999", "16;1;8;2999"),
                List.of(numbers, "16;1;7;2999", "16;2;7;2999"),
                List.of(numbers, "16;1;7;2999", "17;1;7;2999"),
                List.of(numbers, ";16;7;2999", "16;;7;2999"),
                List.of("NO_KEC;Desa", "7;Kungkilan", "1;Kungkilan"),
                List.of("NO_KAB;Desa", "1;Kungkilan", "2;Kungkilan"),
                List.of("Desa;Kecamatan", "Kungkilam;Sosoh Buay Rayap", "Kungkilam;Lempuing"))) {
            var one = inVillage(two.get(0), two.get(1));
            var finding = one.findings().getFirst();
            var field = finding.field();
            var chosen = choice(finding.code(), field, one.said().get(field), "16.01.07.2004");

            assertThat(codes(inVillage(two.get(0), two.get(1), chosen)))
                    .as(two.get(1))
                    .isEmpty();
            var other = inVillage(two.get(0), two.get(2), chosen);
            assertThat(codes(other)).as(two.get(2)).containsExactly(finding.code());
            assertThat(other.mended()).isEmpty();
        }
    }

    @Example
    void saysAVillageAsItsRowDoesAndNoNumberOfSomebody() {
        assertThat(inVillage("Kode Desa;Desa;Kecamatan;NO_KEC", ";Kungkilam;Kec.  Lempuing;")
                        .said())
                .containsExactly(Map.entry("villageName", "KUNGKILAM, KEC. LEMPUING"));
        assertThat(inVillage("NO_PROP;Kode Kab;Kode Kec;Kode Desa", "16;1601;160107;2999")
                        .said())
                .containsExactly(Map.entry("villageCode", "2999, 160107, 1601, 16"));
        assertThat(inVillage("Kode Desa;Desa", NIK + ";Kungkilan").said()).isEmpty();
        assertThat(inVillage("Desa", "K".repeat(101)).said()).isEmpty();
    }

    /** The day beside its place, and the day, month and year in three columns. */
    @Example
    void takesTheDayFromWhereItWasRead() {
        var short1900 = choice("date-short-year", "birthDate", "", Choice.YEAR_1900);
        var excel = choice("date-number", "birthDate", "", Choice.EXCEL_DAY);
        for (var one : List.of(
                checked("Tempat, Tanggal Lahir", NIK_OF_ANOTHER_DAY, "Baturaja;05-07-84", short1900),
                checked("Tempat, Tanggal Lahir", NIK_OF_ANOTHER_DAY, "Baturaja, 05-07-84", short1900),
                checked("Tempat, Tanggal Lahir", NIK_OF_ANOTHER_DAY, "Baturaja;#30868", excel),
                checked("Tgl Lahir", NIK_OF_ANOTHER_DAY, "#30868", excel),
                checked("Tgl Lahir;Bulan Lahir;Tahun Lahir", NIK_OF_ANOTHER_DAY, "#5;#7;#84", short1900),
                checked("Tgl Lahir;Bulan Lahir;Tahun Lahir", NIK_OF_ANOTHER_DAY, "5;Juli;84", short1900))) {
            assertThat(one.mended()).containsExactly(Map.entry(Column.BIRTH_DATE, BORN));
            assertThat(codes(one)).containsExactly("nik-birth-date");
        }
    }

    /** What a choice leads to is asked in its turn. */
    @Example
    void mendsAlsoWhatAMendingLedTo() {
        var century = choice("date-short-year", "birthDate", "", Choice.YEAR_1900);
        var ofNik = choice("nik-birth-date", "nik", "", Choice.NIK);
        var mended = checked("Tgl Lahir", NIK_OF_ANOTHER_DAY, "05-07-84", century, ofNik);
        assertThat(codes(mended)).isEmpty();
        assertThat(mended.mended()).containsExactly(Map.entry(Column.BIRTH_DATE, "1984-07-09"));

        var unknown = choice("code-unknown", "programmes", "SEMUA", "JKK+JKM+JP");
        var ofSegment = choice("programmes-segment", "programmes", "SEMUA", "JKK+JKM");
        assertThat(codes(checked("Tgl Lahir;Program", NIK, BORN + ";Semua", unknown)))
                .containsExactly("programmes-segment");
        assertThat(codes(checked("Tgl Lahir;Program", NIK, BORN + ";Semua", unknown, ofSegment)))
                .isEmpty();

        var closed = choice("village-name-unknown", "villageName", "", "16.02.01.2004");
        var open = choice("village-closed", "villageCode", "", "16.01.07.2004");
        var village = List.of("Desa;Kecamatan", "Entah;Lempuing");
        assertThat(codes(inVillage(village.get(0), village.get(1), closed))).containsExactly("village-closed");
        assertThat(codes(inVillage(village.get(0), village.get(1), closed, open)))
                .isEmpty();
    }

    /** A later choice of the NIK for all rows does not undo it. */
    @Example
    void keepsADateAsItIsWrittenWhereThatWasChosen() {
        var written = choice("birth-date-swapped", "birthDate", "", Choice.AS_WRITTEN);
        var ofNik = choice("nik-birth-date", "nik", "", Choice.NIK);

        var kept = checked("Tgl Lahir", NIK_SWAPPED, BORN, written, ofNik);

        assertThat(kept.mended()).containsExactly(Map.entry(Column.BIRTH_DATE, BORN));
        assertThat(codes(kept)).containsExactly("nik-birth-date");
    }

    /** Whatever is chosen, a row has its verdict: choices that lead to each other's findings end too. */
    @Property(tries = 200)
    void comesToAnEnd(@ForAll @Size(max = 6) List<Boolean> with) {
        var values = List.of("JKK", "JKK+JKM+JP", "JKM+JP", "", "SEMUA", "JKK+JKM");
        var codes = List.of("code-unknown", "programmes-segment", "programmes-base", "field-missing");
        var choices = Stream.iterate(0, i -> i < with.size(), i -> i + 1)
                .map(i -> choice(
                        codes.get(i % codes.size()),
                        "programmes",
                        "",
                        values.get(with.get(i) ? i : values.size() - 1 - i)))
                .toArray(Choice[]::new);

        var checked = checked("Tgl Lahir;Program", NIK, BORN + ";Semua", choices);

        assertThat(checked.isGood()).isEqualTo(codes(checked).isEmpty());
    }
}
