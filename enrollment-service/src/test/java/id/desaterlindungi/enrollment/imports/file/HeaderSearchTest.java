package id.desaterlindungi.enrollment.imports.file;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HeaderSearchTest {
    /** Rows are parted by {@code ~}, cells by {@code ;}. What follows is each column's field, {@code -} for none. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "NIK;Nama;Tempat & Tanggal Lahir;;JK~;;Tempat;Tanggal; | nik name - birthDate sex | 2",
                "NIK;Nama;Tempat, Tanggal Lahir;;JK~1601074507849016;SITI;Baturaja;05-07-1984;P | nik name birthDate - sex | 1",
                "NIK;Nama;Tgl Lahir;Jenis Kelamin;~;;;L;P | nik name birthDate sexMale sexFemale | 2",
                "NIK;Nama;Tanggal Lahir;;;JK~;;Tgl;Bln;Thn; | nik name birthDate birthMonth birthYear sex | 2",
                "No;Identitas;;Kelahiran;;JK~;NIK;Nama;Tempat Lahir;Tanggal Lahir; | - nik name - birthDate sex | 2",
                "NIK;Nama;JK;Nama Orang Tua;~;;(L/P);Ayah;Ibu | nik name sex - - | 2",
                "NIK;Nama;JK~;SITI;P | nik name sex | 1",
                "NIK;Nama;JK~1601074507849016;SITI;P | nik name sex | 1",
                "NO_KK;NIK;NAMA_LGKP;JENIS_KLMIN;TGL_LHR;JENIS_PKRJN;NO_KEC;NO_KEL | - nik name sex birthDate occupation districtNumber villageCode | 1",
                "N I K;(Nama);Tgl. Lahir (hh/bb/tttt);Jenis Kelamin (1=L, 2=P) | nik name birthDate sex | 1",
                "1. NIK;2. Nama Lengkap;3. Tgl Lahir | nik name birthDate | 1",
                "N\u200bIK;Na\u00adma;Tgl\u00a0Lahir | nik name birthDate | 1",
                "NIK;Nama;NIK Ibu;Nama Ibu;NIK KTP | nik name - - - | 1"
            })
    void knowsTheColumns(String rows, String fields, int heading) {
        var found = find(rows).orElseThrow();

        assertThat(found.header().columns().stream()
                        .map(column ->
                                column.filter(Column::isRead).map(Column::field).orElse("-")))
                .containsExactly(fields.strip().split(" "));
        assertThat(found.rows()).hasSize(heading);
    }

    @Test
    void namesColumnsOfTwoRowsSoThatAReportIsKnownInOne() {
        var found = find("NIK;Nama;Tempat & Tanggal Lahir;;Jenis Kelamin;~;;Tempat;Tanggal;L;P")
                .orElseThrow();

        var again = Header.of(new FileRow(
                        1, found.header().names().stream().map(Cell::of).toList()))
                .orElseThrow();

        assertThat(again.columns()).isEqualTo(found.header().columns());
    }

    @Test
    void tellsWhichOfTwoColumnsIsRead() {
        assertThat(find("NIK;No KTP;Nama;Nama (panggilan);Nama Ibu")
                        .orElseThrow()
                        .header()
                        .doubled())
                .containsExactly(List.of("No KTP", "NIK"), List.of("Nama (panggilan)", "Nama"));
    }

    @Test
    void findsNoHeadingInPeopleOrWords() {
        assertThat(find("Satu;dua;tiga~1;2;3")).isEmpty();
        assertThat(find("1601074507849016;SITI;05/07/1984;P~1601074507849017;ANI;05/07/1984;P"))
                .isEmpty();
    }

    private static Optional<HeaderSearch.Found> find(String text) {
        var rows = new ArrayList<FileRow>();
        for (var line : text.strip().split("~", -1)) {
            rows.add(new FileRow(
                    rows.size() + 1,
                    Arrays.stream(line.split(";", -1)).map(Cell::of).toList()));
        }
        return HeaderSearch.in(rows.iterator(), 1_000);
    }
}
