package id.desaterlindungi.enrollment.participant.codes;

/** Occupations of the village ecosystem (ekosistem desa). */
public enum Occupation {
    KEPALA_DESA,
    PERANGKAT_DESA,
    BPD,
    RT_RW,
    LINMAS,
    KADER_POSYANDU,
    PKK,
    BUMDES,
    GURU_NGAJI,
    PETANI,
    PEKEBUN,
    NELAYAN,
    PETERNAK,
    PEDAGANG,
    BURUH,
    PENGRAJIN,
    PENGEMUDI,
    PEKERJA_RENTAN_LAIN,
    LAINNYA
}
