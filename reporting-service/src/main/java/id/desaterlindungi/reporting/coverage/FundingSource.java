package id.desaterlindungi.reporting.coverage;

/** Who pays the contribution. */
public enum FundingSource {
    ADD,
    DANA_DESA,
    APBD_KABUPATEN,
    APBD_PROVINSI,
    APBN,
    DBH_SAWIT,
    CSR,
    MANDIRI,
    PEMBERI_KERJA
}
