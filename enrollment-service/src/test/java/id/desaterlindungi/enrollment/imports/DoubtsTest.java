package id.desaterlindungi.enrollment.imports;

import static id.desaterlindungi.enrollment.imports.ImportCalls.DEFAULTS;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import id.desaterlindungi.enrollment.EnrollmentTest;
import id.desaterlindungi.enrollment.Owner;
import id.desaterlindungi.enrollment.SyntheticPerson;
import id.desaterlindungi.local.LocalStack;
import jakarta.inject.Inject;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Cells that leave a doubt, and what the NIK of their row makes of it. */
@EnrollmentTest
class DoubtsTest {
    @Inject
    @Owner
    Jdbi jdbi;

    LocalStack stack;

    private ImportCalls calls;

    @BeforeEach
    void signIn() {
        calls = new ImportCalls(stack, "16.01.07.2001");
    }

    /** A woman born on 8 March 1981. */
    private static String nik(int serial) {
        return SyntheticPerson.nik("160112", LocalDate.of(1981, 3, 8), true, serial);
    }

    /** @param cells of each row behind NIK and name */
    private String list(int serial, String headers, String... cells) {
        return "NIK;Nama;" + headers + "\r\n"
                + IntStream.range(0, cells.length)
                        .mapToObj(i -> nik(serial + i) + ";Uji Ragu;" + cells[i])
                        .collect(Collectors.joining("\r\n"));
    }

    @Test
    void takesBirthDateAndSexFromTheNikAndSaysSo() {
        var without = calls.checked("NIK;Nama\r\n" + nik(9401) + ";Uji NIK A\r\n123;Uji NIK B\r\n");
        var empty = calls.checked(list(9411, "Tgl Lahir;JK", ";P", "1981-03-08;", ";"));

        assertThat(calls.findings(without)).containsExactly("3 nik-format");
        assertThat(calls.get(without).getList("notes.code"))
                .containsExactly("birth-dates-from-niks", "sexes-from-niks");
        assertThat(calls.findings(empty))
                .containsExactly("2 birth-date-from-nik", "3 sex-from-nik", "4 birth-date-from-nik sex-from-nik");
        calls.commit(without);
        String kept = jdbi.withHandle(handle -> handle.createQuery(
                        "select birth_date || ' ' || sex from participant where name = 'Uji NIK A'")
                .mapTo(String.class)
                .one());
        assertThat(kept).isEqualTo("1981-03-08 F");
    }

    @Test
    void asksTheNikForTheCenturyAndForTheMonth() {
        var id = calls.checked(list(
                9421,
                "Tgl Lahir;JK",
                "08/03/81;P",
                "8 Maret '81;P",
                "Baturaja, 08-03-81;P",
                "09/03/81;P",
                "03/08/1981;P",
                "1981-08-03;P",
                "03/08/81;P",
                "04/08/1981;P",
                "31/02/81;P"));

        assertThat(calls.findings(id))
                .containsExactly(
                        "5 date-short-year",
                        "6 birth-date-swapped",
                        "7 birth-date-swapped",
                        "8 date-short-year",
                        "9 nik-birth-date",
                        "10 date-format");
    }

    @Test
    void knowsEachMonthInAnyWriting() {
        var months = List.of(
                "Januari Jan JANUARI I january",
                "Februari Pebruari Feb Peb II",
                "Maret Mar Mrt III March",
                "April Apr IV",
                "Mei MEI V May",
                "Juni Jun VI June",
                "Juli Jul VII July",
                "Agustus Agu Agt Ags Agust VIII August",
                "September Sep Sept IX",
                "Oktober Okt X October",
                "November Nopember Nov Nop XI",
                "Desember Des XII December");
        var rows = new StringBuilder("NIK;Nama;Tgl Lahir;JK\r\n");
        for (var month = 1; month <= 12; month++) {
            for (var name : months.get(month - 1).split(" ")) {
                var born = LocalDate.of(1980, month, 17);
                rows.append(SyntheticPerson.nik("160113", born, true, 9500 + rows.length() % 400))
                        .append(";Uji Bulan;17-%s-1980;P\r\n".formatted(name));
            }
        }

        var id = calls.checked(rows.toString());

        assertThat(calls.findings(id)).noneMatch(row -> row.contains("date"));
    }

    @Test
    void readsAMarkInAColumnForEachSexAndABirthDateInThreeColumns() {
        var id = calls.checked("NIK;Nama;Tanggal Lahir;;;Jenis Kelamin;\r\n;;Tgl;Bln;Thn;L;P\r\n"
                + nik(9441) + ";Uji;8;3;1981;;v\r\n"
                + nik(9442) + ";Uji;08;Maret;1981;√;\r\n"
                + nik(9443) + ";Uji;31;2;1981;;x\r\n");

        assertThat(calls.findings(id)).containsExactly("4 nik-sex", "5 date-not-in-calendar");
    }

    @Test
    void readsThroughWhatNobodySees() {
        var nik = nik(9451);
        var id = calls.checked("N\u200bIK;Na\u00adma;Tgl\u00a0Lahir;J\u2060K;Kode Desa\r\n"
                + nik.substring(0, 6) + "\u200b" + nik.substring(6)
                + ";Uji\u200b  Tak\u00a0Tampak;08\u200b/03/1981;P\u00ad;16.01.07\u200b.2001\r\n");

        assertThat(calls.findings(id)).isEmpty();
        assertThat(calls.commit(id).getInt("enrolled")).isEqualTo(1);
    }

    @Test
    void findsVillagesByTheNumbersOfTheRegistry() {
        var defaults = new HashMap<>(DEFAULTS);
        defaults.remove("villageCode");
        var headers = "Tgl Lahir;JK;NO_PROP;NO_KAB;NO_KEC;NO_KEL";
        var id = calls.checked(
                list(
                                9461,
                                headers,
                                "1981-03-08;P;16;1;7;2001",
                                "1981-03-08;P;16;01;07;2004",
                                "1981-03-08;P;;1601;7;2001",
                                "1981-03-08;P;;;160107;2001",
                                "1981-03-08;P;;;07;2001",
                                "1981-03-08;P;16;1;7;2999",
                                "1981-03-08;P;16;1;7;16.01.07.2001")
                        .getBytes(UTF_8),
                defaults);

        assertThat(calls.findings(id)).containsExactly("7 village-unknown");
    }

    @Test
    void stopsNobodyForWhatIsOptionalAndEverybodyForAnErrorOfExcel() {
        var id = calls.checked(list(
                9471,
                "Tgl Lahir;JK;No HP;KPJ;Penghasilan;Kelompok;Pekerjaan",
                "1981-03-08;P;#REF!;#N/A;#NUM!;#NAME?;Petani",
                "1981-03-08;P;0;abc;banyak;1234567890123456;Penyihir",
                "1981-03-08;P;;;;;#VALUE!",
                "1981-03-08;P;" + "x".repeat(2_000) + ";;;;9"));

        assertThat(calls.findings(id))
                .containsExactly(
                        "2 excel-error excel-error excel-error excel-error",
                        "3 left-out occupation-unknown left-out left-out left-out",
                        "4 excel-error",
                        "5 cell-too-long");
        assertThat(calls.get(id).getInt("failed")).isEqualTo(1);
    }

    @Test
    void namesEachRowThatIsLeftOut() {
        var id = calls.checked("DAFTAR;;\r\nNIK;Nama;JK\r\n1;2;3\r\n" + nik(9481) + ";Uji;P\r\n;;\r\nJumlah;1;\r\n"
                + ";Mengetahui,;\r\n;Kepala Desa;\r\n");

        var read = calls.get(id);
        assertThat(read.getList("leftOut.reason"))
                .containsExactly("TITLE", "HEADING", "EMPTY", "COLUMN_NUMBERS", "TOTAL", "BELOW");
        assertThat(read.getList("leftOut.rowNumbers")).containsExactly("1", "2", "5", "3", "6", "7-8");
        assertThat(read.getInt("rows")
                        + read.<Integer>getList("leftOut.rows").stream()
                                .mapToInt(i -> i)
                                .sum())
                .isEqualTo(8);
        assertThat(read.getList("leftOut.message", String.class)).doesNotContainNull();
        assertThat(read.getInt("skippedRows")).isEqualTo(5);
    }
}
