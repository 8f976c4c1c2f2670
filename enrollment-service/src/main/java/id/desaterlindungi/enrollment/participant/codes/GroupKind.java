package id.desaterlindungi.enrollment.participant.codes;

/** What kind of employer or group (wadah) somebody belongs to. */
public enum GroupKind {
    KELOMPOK_TANI,
    KELOMPOK_NELAYAN,
    KOPERASI,
    BUMDES,
    PEMERINTAH_DESA,
    PERUSAHAAN,
    PROYEK,
    LAINNYA
}
