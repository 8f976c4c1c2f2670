package id.desaterlindungi.enrollment.imports;

/** What only a list as a whole can tell, and each of its rows is read by. Kept by name in {@code import.traits}. */
enum ListTrait {
    /** Its NIKs went through number cells, which keep 15 digits: nearly all of them end in 0. */
    NIKS_ROUNDED,
    /** It writes P for pria (a man) beside W for wanita, so that a P of its does not say who is a woman. */
    P_BESIDE_W
}
