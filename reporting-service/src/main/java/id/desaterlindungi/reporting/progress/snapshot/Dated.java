package id.desaterlindungi.reporting.progress.snapshot;

/**
 * An answer that says as of which moment it is true.
 *
 * @param <T> its own type
 */
public interface Dated<T extends Dated<T>> {
    AsOf asOf();

    /** The same figures with another confirmation of the same moment: only how late they are can differ. */
    T with(AsOf asOf);

    /** About how much memory it takes, in things of the size of one area's figures. */
    default int size() {
        return 1;
    }
}
