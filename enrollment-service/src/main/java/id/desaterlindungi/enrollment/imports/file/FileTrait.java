package id.desaterlindungi.enrollment.imports.file;

/** What only the file as a whole can tell. Each of its rows is read by it. Kept by name in {@code import.traits}. */
public enum FileTrait {
    /** Its NIKs went through number cells, which keep 15 digits: far more of them end in 0 than by chance. */
    NIKS_ROUNDED,
    /** It writes P for pria (a man) beside W or Wanita, so that a P does not mean a woman. */
    P_BESIDE_W
}
