package id.desaterlindungi.enrollment.imports.file;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class WordsTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "SEX | M | L; l.; LK; Lk; Laki; Laki-laki; laki laki; LAKI - LAKI; Laki2; Pria; M; Laki-laki (L)",
                "SEX | F | P; PR; Pr.; perempuan; PEREMPUAN; Wanita; F; Perempuan (P)",
                "OCCUPATION | NELAYAN | Nelayan; Nelayan/Perikanan; NELAYAN / PERIKANAN",
                "OCCUPATION | BURUH | Buruh Tani/Perkebunan; Buruh Harian Lepas; buruh tani; Buruh (harian)",
                "OCCUPATION | RT_RW | Ketua RT; RT; RW; RT/RW; Ketua RT 01; Ketua RT.003; RT 01/RW 02; Ketua RT/RW; RT01",
                "OCCUPATION | BPD | BPD; Anggota BPD; Ketua BPD; Anggota BPD (Badan Permusyawaratan Desa)",
                "OCCUPATION | PERANGKAT_DESA | Perangkat Desa; Perangkat Desa (Kaur); Kaur; Kaur Keuangan; Kasi; Kasi Pelayanan; Kadus; Kadus 1; Kepala Dusun III; Sekdes; Sekretaris Desa; Kepala Urusan Umum",
                "OCCUPATION | KEPALA_DESA | Kades; Kepala Desa; Pj Kepala Desa; Village head",
                "FUNDING_SOURCE | ADD | ADD; Alokasi Dana Desa; Alokasi Dana Desa (ADD); ADD (Alokasi Dana Desa)",
                "FUNDING_SOURCE | DANA_DESA | Dana Desa; DD; Dana Desa (DD)",
                "FUNDING_SOURCE | APBD_KABUPATEN | APBD Kab; APBD Kabupaten; APBD Kab/Kota; APBD kabupaten atau kota",
                "FUNDING_SOURCE | DBH_SAWIT | DBH Sawit; Dana Bagi Hasil Sawit",
                "FUNDING_SOURCE | CSR | CSR; Tanggung Jawab Sosial Perusahaan",
                "SEGMENT | BPU | BPU; Bukan Penerima Upah; Bukan Penerima Upah (BPU); Pekerja Bukan Penerima Upah",
                "SEGMENT | PU | PU; Penerima Upah (PU)",
                "SEGMENT | JAKON | Jasa Konstruksi; JAKON; Jakon (Jasa Konstruksi)",
                "MONTHLY_INCOME | UNDER_1_MILLION | 500000; Rp 750.000; 900 ribu; 500rb; Rp999.999,00; UNDER_1_MILLION",
                "MONTHLY_INCOME | FROM_1_TO_2_MILLION | 1000000; Rp1.500.000; Rp. 1.500.000,-; 1,5 juta; 1.5jt; 1,500,000; Rp1.500.000/bulan",
                "MONTHLY_INCOME | FROM_2_TO_3_5_MILLION | 2000000; Rp3.500.000; 3,5 juta per bulan",
                "MONTHLY_INCOME | OVER_3_5_MILLION | 3500001; Rp12.000.000; 4 juta"
            })
    void knowsWhatPeopleWrite(Column column, String code, String texts) {
        assertThat(texts.split(";"))
                .allSatisfy(text -> assertThat(Words.code(column, text.strip())).isEqualTo(code));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "OCCUPATION | PEKEBUN, PETANI | Petani Karet; petani dan pekebun; Pekebun/Petani",
                "OCCUPATION | NELAYAN, PETANI | Petani, Nelayan; Petani (Nelayan)",
                "OCCUPATION | PERANGKAT_DESA, PETANI | Kaur/Petani; Kaur Umum & Petani",
                "FUNDING_SOURCE | ADD, DANA_DESA | APBDes; ADD/DD; Dana Desa (ADD); ADD dan Dana Desa",
                "FUNDING_SOURCE | APBD_KABUPATEN, APBD_PROVINSI | APBD",
                "SEX | F, M | L/P; Laki-laki/Perempuan"
            })
    void choosesNeitherOfTwo(Column column, String codes, String texts) {
        assertThat(texts.split(";")).allSatisfy(text -> {
            assertThat(Words.meant(column, text.strip())).containsExactlyInAnyOrder(codes.split(", "));
            assertThat(Words.code(column, text.strip())).isEqualTo(text.strip());
        });
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "SEX | W; X; 3; 0; ?",
                "OCCUPATION | Kasir; 89; 0; RTX; Istri (Petani); Petani/Penyihir; Kades (mantan); Eks Kades; Ketua RT (istri); RT 03 anak",
                "FUNDING_SOURCE | Koperasi; Iuran (ADD)",
                "MONTHLY_INCOME | 2; 1.500; 1,5; tidak tentu; 1-2 juta; 1.500 ribu; -1500000; 15000000000000"
            })
    void guessesNothing(Column column, String texts) {
        assertThat(texts.split(";"))
                .allSatisfy(text ->
                        assertThat(Words.meant(column, text.strip())).as(text).isEmpty());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "JKK+JKM",
                "JKK & JKM",
                "JKK dan JKM",
                "jkk/jkm",
                "Jaminan Kecelakaan Kerja, Jaminan Kematian",
                "Jaminan Kecelakaan Kerja (JKK) dan Jaminan Kematian (JKM)",
                "Jaminan Kecelakaan Kerja dan Kematian",
                "Work accident insurance, death insurance"
            })
    void readsProgrammes(String text) {
        assertThat(Words.programmes(text)).containsExactly("JKK", "JKM");
    }

    @Test
    void keepsWhatIsNoProgramme() {
        assertThat(Words.programmes("JKK, JKX, JKX")).containsExactly("JKK", "JKX");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            nullValues = "-",
            value = {
                "Poktan Uji Makmur | Kelompok | KELOMPOK_TANI",
                "PT. Uji Sawit | Pemberi Kerja | PERUSAHAAN",
                "KUD Uji | Nama Perusahaan | KOPERASI",
                "Uji Makmur | Nama Perusahaan | PERUSAHAAN",
                "Uji Makmur | Kelompok Tani | KELOMPOK_TANI",
                "Uji Makmur | Nama Kelompok Nelayan | KELOMPOK_NELAYAN",
                "Uji Makmur | Kelompok | -",
                "Ptolemeus | Pemberi Kerja | -"
            })
    void tellsTheKindOfAGroupWhereItIsSaid(String name, String header, String kind) {
        assertThat(Words.groupKind(name, header).map(Enum::name).orElse(null)).isEqualTo(kind);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "1980-12-31",
                "31-12-1980",
                "31/12/1980",
                "31.12.1980",
                "31 - 12 - 1980",
                "31 Desember 1980",
                "31-Des-1980",
                "31 DES, 1980",
                "1980-12-31 00:00:00",
                "Baturaja, 31-12-1980",
                "Baturaja 31/12/1980",
                "Ulak Pandan 2, 31 Desember 1980",
                "BATURAJA/31-12-1980",
                "31\u00a0Desember\u00a01980"
            })
    void readsDatesAlsoBehindAPlace(String text) {
        assertThat(Dates.birthDate(text)).isEqualTo("1980-12-31");
    }

    /** Of a text as long as a cell may be, what is between two numbers could be divided up in more ways than can be tried. */
    @Test
    void looksAtNoTextThatIsLongerThanADate() {
        var gap = " ".repeat(30);
        for (var text : List.of(
                "31" + gap + "/" + gap + "12/1980",
                "1980-12-31" + " 00:00" + "0".repeat(100),
                "1" + " ".repeat(100_000) + "x",
                "1" + "-".repeat(50_000) + "a".repeat(50_000))) {
            assertThat(Dates.date(text)).isEqualTo(text);
            assertThat(Dates.birthDate(text)).isEqualTo(text);
        }
    }

    @Test
    void readsAnyLongCellInItsOwnTime() {
        for (var piece : List.of(" ", "(", ")", "/", "1", "1.", "a", "é", "RT ", " DAN ", "-", ",", "\"", "BURUH ")) {
            var text = piece.repeat(1_000 / piece.length());
            for (var column : Column.values()) {
                assertThat(Words.meant(column, text)).hasSizeLessThan(2);
            }
            Words.programmes(text);
            Words.groupKind(text, text);
            assertThat(NikDigits.areLikely(text)).isFalse();
        }
    }
}
