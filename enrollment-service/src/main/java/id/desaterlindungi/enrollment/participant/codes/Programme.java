package id.desaterlindungi.enrollment.participant.codes;

import java.util.Set;

/** The programmes, in the order in which they are always listed. */
public enum Programme {
    /** Jaminan Kecelakaan Kerja: work accident. */
    JKK,
    /** Jaminan Kematian: death. */
    JKM,
    /** Jaminan Hari Tua: old age savings. */
    JHT,
    /** Jaminan Pensiun: pension. */
    JP,
    /** Jaminan Kehilangan Pekerjaan: job loss. */
    JKP;

    /** What everybody in the register has, whatever else. */
    public static final Set<Programme> ALWAYS = Set.of(JKK, JKM);
}
