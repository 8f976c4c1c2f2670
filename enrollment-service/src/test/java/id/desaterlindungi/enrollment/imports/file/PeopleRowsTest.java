package id.desaterlindungi.enrollment.imports.file;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PeopleRowsTest {
    private static final String HEADER = "No;NIK;Nama;Tgl Lahir;JK;Alamat";
    private static final String PERSON = "%d;1601074507849%03d;Uji Peserta;1984-07-05;%s;Dusun 1";

    private int skipped;

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Tempat, Tanggal Lahir",
                "Tempat/Tgl Lahir",
                "Tempat Tgl Lahir",
                "Tanggal Lahir (DD/MM/YYYY)",
                "TTL (Tempat, Tanggal Lahir)",
                "Jenis Kelamin (L/P)|sex",
                "JK (L/P)|sex",
                "L/P|sex",
                "No HP/WA|phone",
                "No. HP / WA|phone",
                "Nomor Telepon|phone",
                "Desa/Kelurahan|villageName",
                "Kelompok Tani|groupName",
                "No. KPJ|kpj",
                "Sumber Dana Iuran|fundingSource",
                "Tanggal Mulai|coveredFrom",
                "Tanggal Akhir|coveredUntil"
            })
    void knowsUsualHeaders(String header) {
        var wanted = header.contains("|") ? header.split("\\|")[1] : "birthDate";

        assertThat(header("NIK;Nama;" + header.split("\\|")[0]).columns().get(2).map(Column::field))
                .contains(wanted);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "NIK KTP",
                "No. KTP/NIK",
                "NIK / No. KTP",
                "No. (KTP)",
                "Nomor (NIK)",
                "Nomor Induk Kependudukan (NIK)",
                "NIK*"
            })
    void knowsHeadersOfTheNik(String header) {
        assertThat(header(header + ";Nama Peserta;Tgl Lahir").known()).contains(Column.NIK, Column.NAME);
    }

    @ParameterizedTest
    @ValueSource(strings = {"Asal", "No Peserta", "Nomor Peserta", "Nama (Ibu Kandung)", "No HP (darurat)"})
    void leavesOutWhatIsRatherSomethingElse(String header) {
        assertThat(header("NIK;Tgl Lahir;" + header).known()).containsOnly(Column.NIK, Column.BIRTH_DATE);
    }

    @Test
    void prefersTheHeaderWithoutBrackets() {
        assertThat(header("NIK;Nama (panggilan);Nama").place(Column.NAME)).isEqualTo(2);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "7;;;;;",
                "7;-;-;;–;",
                "\u00a0;\u00a0;;;;\u00a0",
                "1;2;3;4;5;6",
                "(1);(2);(3);(4);(5);(6)",
                ";;;;;Dusun 1",
                "Jumlah;2;;;;",
                "\u00a0;Total: 2 orang;;;;"
            })
    void leavesOutRowsWithNobodyInThem(String row) {
        assertThat(people(person(1), row, person(2))).containsExactly(person(1), person(2));
        assertThat(skipped).isEqualTo(1);
    }

    @Test
    void leavesOutWhatStandsBelowTheLastPerson() {
        assertThat(people(
                        person(1),
                        ";;Uji Tanpa Data;;;",
                        person(2),
                        "Keterangan: data sementara;;;;;",
                        ";;Mengetahui,;;;",
                        ";Desa Uji, 22 November 2026;;Desa Uji, 22 November 2026;;",
                        ";;Mengetahui,;Baturaja, 29 April 2026;;",
                        ";Camat;;;Kepala Desa Uji;"))
                .containsExactly(person(1), ";;Uji Tanpa Data;;;", person(2));
        assertThat(skipped).isEqualTo(5);
    }

    @Test
    void keepsAnIncompletePersonAtTheEndWhereItIsNumbered() {
        assertThat(people(person(1), "2;;Uji Tanpa Data;;;")).hasSize(2);
        assertThat(people(person(1), ";;Uji;5 Juli 1984;;")).hasSize(2);
        assertThat(people(person(1), ";1,60107E+15;;;;", ";;;;P;")).hasSize(3);
        assertThat(people(person(1), ";belum ada;Uji Menyusul;akan menyusul;;")).hasSize(2);
    }

    @Test
    void keepsAListOfIncompletePeople() {
        var rows = IntStream.range(0, 120)
                .mapToObj(i -> ";;Uji %s;;;".formatted(i))
                .toArray(String[]::new);

        assertThat(people(rows)).hasSizeGreaterThan(100);
        assertThat(people(rows).size() + skipped).isEqualTo(120);
    }

    @Test
    void tellsAListWhosePIsAMan() {
        assertThat(traits(HEADER, person(1), person(2).replace(";P;", "; w. ;")))
                .containsExactly(FileTrait.P_BESIDE_W);
        assertThat(traits("NIK;Nama;JK (P/W)", "1;Uji;P")).containsExactly(FileTrait.P_BESIDE_W);
        assertThat(traits("NIK;Nama;P/W", "1;Uji;P")).containsExactly(FileTrait.P_BESIDE_W);
        assertThat(traits(
                        HEADER,
                        person(1),
                        person(2).replace(";P;", ";L;"),
                        person(3).replace(";P;", ";Wanita;")))
                .isEmpty();
        assertThat(traits(HEADER, person(1), person(2).replace(";P;", ";Wanita;")))
                .containsExactly(FileTrait.P_BESIDE_W);
        assertThat(traits(HEADER, person(1), person(2).replace(";P;", ";Pria;")))
                .isEmpty();
    }

    @Test
    void tellsAListWhoseNiksWereRounded() {
        assertThat(traits(HEADER, zeros(10, 8))).containsExactly(FileTrait.NIKS_ROUNDED);
        assertThat(traits(HEADER, zeros(10, 7))).isEmpty();
        assertThat(traits(HEADER, zeros(7, 7))).containsExactly(FileTrait.NIKS_ROUNDED);
        assertThat(traits(HEADER, zeros(6, 6))).isEmpty();
        // A rounded list that was corrected in part.
        assertThat(traits(HEADER, zeros(90, 26))).containsExactly(FileTrait.NIKS_ROUNDED);
        assertThat(traits(HEADER, zeros(90, 24))).isEmpty();
        // A long list has its own habits: serials that begin anew in each village.
        assertThat(traits(HEADER, zeros(400, 90))).isEmpty();
    }

    @Test
    void countsInAReportOnlyNiksThatWereNotToldToBeRounded() {
        var told = Stream.of(zeros(10, 10)).map(row -> row + ";excel-rounded").toArray(String[]::new);
        assertThat(traits(HEADER + ";Kode temuan", told)).isEmpty();
        // Saved as numbers while something else was corrected; and a list with such a column of its own.
        var other = Stream.of(zeros(10, 10)).map(row -> row + ";code-unknown").toArray(String[]::new);
        assertThat(traits(HEADER + ";Kode temuan", other)).containsExactly(FileTrait.NIKS_ROUNDED);
        assertThat(traits(HEADER + ";Codes", other)).containsExactly(FileTrait.NIKS_ROUNDED);
    }

    private static String[] zeros(int rows, int endingInZero) {
        return IntStream.range(0, rows)
                .mapToObj(i -> person(i % 100 * 10 + (i < endingInZero ? 0 : 1)))
                .toArray(String[]::new);
    }

    private static String person(int number) {
        return PERSON.formatted(number, number, "P");
    }

    private static Header header(String names) {
        return Header.of(row(1, names)).orElseThrow();
    }

    private static FileRow row(int number, String text) {
        return new FileRow(
                number, Arrays.stream(text.split(";", -1)).map(Cell::of).toList());
    }

    private List<String> people(String... rows) {
        var people = new PeopleRows(header(HEADER));
        var found = new ArrayList<FileRow>();
        for (var i = 0; i < rows.length; i++) {
            found.addAll(people.upTo(row(i + 2, rows[i])));
        }
        skipped = people.leftOut().stream().mapToInt(LeftOut::rows).sum();
        assertThat(found).isSortedAccordingTo((one, other) -> Integer.compare(one.number(), other.number()));
        return found.stream()
                .map(row ->
                        String.join(";", row.cells().stream().map(Cell::text).toList()))
                .toList();
    }

    private static Iterable<FileTrait> traits(String header, String... rows) {
        var people = new PeopleRows(header(header));
        for (var i = 0; i < rows.length; i++) {
            people.upTo(row(i + 2, rows[i]));
        }
        return people.traits();
    }
}
