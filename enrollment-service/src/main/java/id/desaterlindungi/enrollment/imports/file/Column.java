package id.desaterlindungi.enrollment.imports.file;

import java.text.Normalizer;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** The columns that a list can have, with the headers by which each is known: Indonesian, English, and the API's names. */
public enum Column {
    NIK(
            "nik",
            "No NIK",
            "Nomor NIK",
            "NIK KTP",
            "No KTP",
            "Nomor KTP",
            "No Induk Kependudukan",
            "Nomor Induk Kependudukan",
            "KTP",
            "NIK/KTP",
            "KTP/NIK",
            "No KTP/NIK",
            "Nomor KTP/NIK",
            "NIK/No KTP",
            "NIK/Nomor KTP",
            "NIK e-KTP",
            "No e-KTP",
            "Nomor e-KTP",
            "NIK Peserta",
            "Nomor Induk Kependudukan/NIK",
            "NIK Pekerja",
            "No Identitas",
            "Nomor Identitas",
            "National ID",
            "National identity number"),
    KPJ(
            "kpj",
            "No KPJ",
            "Nomor KPJ",
            "No Kartu",
            "No Kartu Peserta",
            "No Peserta BPJS Ketenagakerjaan",
            "Member number"),
    NAME(
            "name",
            "Nama",
            "Nama Lengkap",
            "Nama Peserta",
            "Nama Pekerja",
            "Nama Tenaga Kerja",
            "Nama Calon Peserta",
            "Nama Lengkap Peserta",
            "Nama Anggota",
            "Nama Penduduk",
            "Nama Warga",
            "Nama Penerima",
            "Nama Lengkap Pekerja",
            "Nama sesuai KTP",
            "Nama Lengkap sesuai KTP",
            "Nama sesuai e-KTP",
            "NAMA_LGKP",
            "Full name"),
    BIRTH_DATE(
            "birthDate",
            "Tgl Lahir",
            "Tanggal Lahir",
            "Tgl. Lhr",
            "TTL",
            "Tempat, Tanggal Lahir",
            "Tempat/Tgl Lahir",
            "Tempat/Tgl. Lhr",
            "Tempat & Tanggal Lahir",
            "Tempat & Tgl Lahir",
            "Tmpt/Tgl Lahir",
            "TGL_LHR",
            "Tanggal Lhr",
            "Tgl Lahir DD/MM/YYYY",
            "Tanggal Lahir DD/MM/YYYY",
            "Tempat dan Tanggal Lahir",
            "Tempat dan Tgl Lahir",
            "Tgl/Bln/Thn Lahir",
            "Tanggal/Bulan/Tahun Lahir",
            "Lahir",
            "Birth date",
            "Date of birth",
            "DOB"),
    /** Beside a birth date that has only its day. */
    BIRTH_MONTH("birthMonth", "Bulan Lahir", "Bln Lahir", "Month of birth"),
    BIRTH_YEAR("birthYear", "Tahun Lahir", "Thn Lahir", "Year of birth"),
    SEX(
            "sex",
            "JK",
            "J/K",
            "L/P",
            "P/L",
            "P/W",
            "JK L/P",
            "Jenis Kelamin",
            "Jenis Kelamin L/P",
            "Jns Kelamin",
            "JENIS_KLMIN",
            "JNS_KLMIN",
            "Jenis Kel",
            "Kelamin L/P",
            "Laki-laki/Perempuan",
            "Pria/Wanita",
            "Sex L/P",
            "Kelamin",
            "Gender"),
    /** A column for each sex, with a mark in one of them. */
    SEX_MALE("sexMale", "Jenis Kelamin L", "JK L"),
    SEX_FEMALE("sexFemale", "Jenis Kelamin P", "JK P"),
    VILLAGE_CODE(
            "villageCode",
            "Kode Desa",
            "Kode Kelurahan",
            "Kode Kel",
            "Kode Desa/Kelurahan",
            "Kode Desa/Kel",
            "Kode Wilayah",
            "Kode Wilayah Desa",
            "Kode Kemendagri",
            "NO_KEL",
            "No Kelurahan",
            "No Desa",
            "Village code"),
    /** The civil registry numbers the areas of each area: 16, 1, 7, 2001. */
    PROVINCE_NUMBER("provinceNumber", "NO_PROP", "No Provinsi", "Kode Provinsi", "Kode Prov"),
    REGENCY_NUMBER("regencyNumber", "NO_KAB", "No Kabupaten", "Kode Kabupaten", "Kode Kab", "Kode Kabupaten/Kota"),
    DISTRICT_NUMBER("districtNumber", "NO_KEC", "No Kecamatan", "Kode Kecamatan", "Kode Kec"),
    VILLAGE_NAME(
            "villageName",
            "Desa",
            "Nama Desa",
            "Kelurahan",
            "Desa/Kelurahan",
            "Desa/Kel",
            "Kelurahan/Desa",
            "Kel/Desa",
            "Nama Kelurahan",
            "Nama Desa/Kelurahan",
            "Nama Desa/Kel",
            "NAMA_KEL",
            "Kel",
            "Village"),
    DISTRICT("district", "Kecamatan", "Kec", "Nama Kecamatan", "NAMA_KEC"),
    REGENCY(
            "regency",
            "Kabupaten",
            "Kab",
            "Kabupaten/Kota",
            "Kab/Kota",
            "Kota",
            "Nama Kabupaten",
            "NAMA_KAB",
            "Regency/City"),
    SEGMENT("segment", "Segmen", "Segmen Kepesertaan", "Kepesertaan", "Jenis Kepesertaan"),
    OCCUPATION(
            "occupation",
            "Pekerjaan",
            "Jenis Pekerjaan",
            "Jabatan",
            "Profesi",
            "JENIS_PKRJN",
            "JNS_PKRJN",
            "Pekerjaan Utama",
            "pekerjaan_id",
            "Job"),
    FUNDING_SOURCE(
            "fundingSource",
            "Sumber Dana",
            "Sumber Pendanaan",
            "Sumber Iuran",
            "Pembayar",
            "Sumber Pembiayaan",
            "Sumber Dana Iuran",
            "Sumber Pendanaan Iuran",
            "Sumber Pembayaran",
            "Sumber Pembayaran Iuran",
            "Pembayar Iuran",
            "Source of funds",
            "Payer"),
    PROGRAMMES("programmes", "Program", "Program Jaminan", "Jaminan", "Programs"),
    ORIGIN("origin", "Asal Data", "Asal Kepesertaan"),
    ENROLLED_ON(
            "enrolledOn",
            "Tgl Daftar",
            "Tanggal Daftar",
            "Tgl Pendaftaran",
            "Tanggal Pendaftaran",
            "Tgl Kepesertaan",
            "Tanggal Kepesertaan",
            "Enrollment date",
            "Date of enrollment"),
    BACKDATING_REASON(
            "backdatingReason",
            "Alasan Tgl Mundur",
            "Alasan Tanggal Mundur",
            "Alasan Daftar Terlambat",
            "Alasan Keterlambatan",
            "Reason for dating back"),
    COVERED_FROM(
            "coveredFrom",
            "Mulai Perlindungan",
            "Mulai Bayar",
            "Awal Perlindungan",
            "Tgl Mulai",
            "Tanggal Mulai",
            "Tgl Mulai Perlindungan",
            "Tanggal Mulai Perlindungan",
            "Tgl Awal Perlindungan",
            "Tanggal Awal Perlindungan"),
    COVERED_UNTIL(
            "coveredUntil",
            "Akhir Perlindungan",
            "Sampai Dengan",
            "Lunas Sampai",
            "Tgl Akhir",
            "Tanggal Akhir",
            "Tgl Akhir Perlindungan",
            "Tanggal Akhir Perlindungan",
            "Tgl Berakhir",
            "Tanggal Berakhir"),
    PHONE(
            "phone",
            "No HP",
            "Nomor HP",
            "HP",
            "No HP/WA",
            "Nomor HP/WA",
            "HP/WA",
            "No HP/Telp",
            "No Telp/HP",
            "No Telp",
            "Nomor Telp",
            "No Telepon",
            "Nomor Telepon",
            "Telepon",
            "Telp",
            "No WA",
            "Nomor WA",
            "No WhatsApp",
            "Nomor WhatsApp",
            "WhatsApp",
            "No Handphone",
            "Handphone",
            "Nomor Handphone",
            "Mobile",
            "Phone number"),
    MONTHLY_INCOME("monthlyIncome", "Penghasilan", "Penghasilan Bulanan", "Pendapatan", "Income"),
    GROUP_NAME(
            "groupName",
            "Wadah",
            "Nama Wadah",
            "Kelompok",
            "Nama Kelompok",
            "Kelompok Tani",
            "Nama Kelompok Tani",
            "Kelompok Nelayan",
            "Nama Kelompok Nelayan",
            "Nama Koperasi",
            "Nama Proyek",
            "Pemberi Kerja",
            "Perusahaan",
            "Nama Perusahaan",
            "Group",
            "Employer"),
    GROUP_KIND("groupKind", "Jenis Wadah", "Jenis Kelompok", "Kind of group"),

    // Columns of our own reports. They are known, so that a report can be sent back as it is, but not read.
    REPORT_ROW("report", "Baris asal", "Row of the list"),
    REPORT_VERDICT("report", "Putusan", "Verdict"),
    REPORT_CODES("report", "Kode temuan", "Codes"),
    REPORT_MESSAGES("report", "Temuan", "Findings"),
    SEQUENCE("report", "No", "No.", "Nomor", "No Urut", "Number");

    private static final Map<String, Column> BY_HEADER = new HashMap<>();
    private static final Map<String, Column> BY_FIELD = new HashMap<>();

    static {
        for (var column : values()) {
            BY_HEADER.put(plain(column.field), column);
            for (var header : column.headers) {
                if (BY_HEADER.put(plain(header), column) instanceof Column other && other != column) {
                    throw new IllegalStateException(header + " names both " + other + " and " + column);
                }
            }
            BY_FIELD.putIfAbsent(column.field, column);
        }
        BY_HEADER.remove(plain("report"));
    }

    /** If one of these is missing and has no default, no row of the file can be good. */
    public static final List<Column> REQUIRED =
            List.of(NIK, NAME, BIRTH_DATE, SEX, VILLAGE_CODE, SEGMENT, OCCUPATION, FUNDING_SOURCE, PROGRAMMES);

    /** What a report adds to a list, besides the columns of defaults. */
    static final List<Column> REPORTED = List.of(REPORT_ROW, REPORT_VERDICT, REPORT_CODES, REPORT_MESSAGES);

    private static final Set<Column> PLACE =
            EnumSet.of(VILLAGE_CODE, VILLAGE_NAME, DISTRICT, REGENCY, PROVINCE_NUMBER, REGENCY_NUMBER, DISTRICT_NUMBER);

    private static final Set<String> SOMEBODY_ELSE = Set.of(
            "IBU", "AYAH", "BAPAK", "ORANG", "ISTRI", "SUAMI", "PASANGAN", "ANAK", "AHLI", "KELUARGA", "KK", "DARURAT");

    private static final Pattern NUMBERED = Pattern.compile("(?:[0-9]{1,2}|[A-Za-z])[.)]\\s*(?=\\p{L})");

    private final String field;
    private final List<String> headers;

    Column(String field, String... headers) {
        this.field = field;
        this.headers = List.of(headers);
    }

    /** Its name in the API, as in the body of an enrollment. */
    public String field() {
        return field;
    }

    /** Whether it is read. The columns of a report are not. */
    public boolean isRead() {
        return !field.equals("report");
    }

    /** Whether it says, alone or with others, which village it is. */
    public boolean isOfAPlace() {
        return PLACE.contains(this);
    }

    static Optional<Column> ofHeader(String header) {
        var known = BY_HEADER.get(plain(header));
        if (known == null && header.length() > 2) {
            var numbered = NUMBERED.matcher(header);
            if (numbered.lookingAt()) { // "2. NIK"
                known = BY_HEADER.get(plain(header.substring(numbered.end())));
            }
        }
        return Optional.ofNullable(known);
    }

    /** Whether the heading of birth dates names the place of birth too, {@code Tempat, Tanggal Lahir}. */
    static boolean namesAPlaceOfBirth(String header) {
        var plain = plain(header);
        return plain.startsWith("TTL") || plain.startsWith("TEMPAT") || plain.startsWith("TMPT");
    }

    /** Whether a heading is about somebody else than the participant, such as the mother. */
    static boolean isOfSomebodyElse(String header) {
        return Pattern.compile("[^\\p{L}]+")
                .splitAsStream(header)
                .map(Column::plain)
                .anyMatch(SOMEBODY_ELSE::contains);
    }

    /** For a header with brackets, {@code Jenis Kelamin (L/P)}. Empty if the brackets name somebody else, such as the mother. */
    static Optional<Column> ofHeaderInBrackets(String header) {
        var open = header.lastIndexOf('(');
        if (open <= 0 || !header.stripTrailing().endsWith(")") || SOMEBODY_ELSE.contains(firstWord(header, open))) {
            return Optional.empty();
        }
        // "No. (KTP)" is the number in the brackets.
        return ofHeader(header.substring(0, open))
                .filter(Column::isRead)
                .or(() -> ofHeader(header.substring(open + 1, header.lastIndexOf(')')))
                        .filter(Column::isRead));
    }

    private static String firstWord(String header, int open) {
        return plain(header.substring(open + 1, header.lastIndexOf(')')).strip().split("[^\\p{L}]", 2)[0]);
    }

    public static Optional<Column> ofField(String field) {
        return Optional.ofNullable(BY_FIELD.get(field));
    }

    /** Upper case, without accents, and without anything that is neither letter nor digit. */
    public static String plain(String text) {
        var plain = new StringBuilder(text.length());
        for (var i = 0; i < text.length(); i++) {
            var one = text.charAt(i);
            if (one >= 'a' && one <= 'z') {
                plain.append((char) (one - 'a' + 'A'));
            } else if (one >= 'A' && one <= 'Z' || one >= '0' && one <= '9') {
                plain.append(one);
            } else if (one > '~') {
                return plain(Normalizer.normalize(text, Normalizer.Form.NFD)
                        .toUpperCase(Locale.ROOT)
                        .codePoints()
                        .filter(letter -> letter <= '~')
                        .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                        .toString());
            }
        }
        return plain.toString();
    }

    /** The header that a report uses, so that the column is known when it comes back: the first Indonesian name, or the API's. */
    public String header(Locale language) {
        return language.getLanguage().equals("en") ? field : headers.getFirst();
    }

    /** The headers of the columns that a report adds. They are known when it comes back. */
    public static List<String> reportHeaders(Locale language) {
        var place = language.getLanguage().equals("en") ? 1 : 0;
        return REPORTED.stream().map(column -> column.headers.get(place)).toList();
    }
}
