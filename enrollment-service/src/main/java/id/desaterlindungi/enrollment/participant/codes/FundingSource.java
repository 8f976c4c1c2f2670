package id.desaterlindungi.enrollment.participant.codes;

/** Who pays the contribution. */
public enum FundingSource {
    /** Alokasi Dana Desa: the village's allocation from its regency. */
    ADD,
    /** Dana Desa: the village fund from the state budget. */
    DANA_DESA,
    APBD_KABUPATEN,
    APBD_PROVINSI,
    APBN,
    /** The regency's share of palm oil revenue. */
    DBH_SAWIT,
    CSR,
    /** The participant. */
    MANDIRI,
    PEMBERI_KERJA
}
