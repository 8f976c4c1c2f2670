package id.desaterlindungi.enrollment.imports.file;

/** What only a list as a whole can tell, and each of its rows is read by. Kept by name in {@code import.traits}. */
public enum FileTrait {
    /** NIKs of it went through number cells, which keep 15 digits: far more of them end in 0 than chance would have it. */
    NIKS_ROUNDED,
    /** It writes P for pria (a man) beside W or Wanita, so that a P of its does not say who is a woman. */
    P_BESIDE_W
}
