package id.desaterlindungi.enrollment.sealing;

/** Keys that the register cannot be read or written with. The message names files and ids, never a key. */
final class UnfitKeys extends RuntimeException {
    private static final long serialVersionUID = 1;

    UnfitKeys(String message) {
        super(message);
    }
}
