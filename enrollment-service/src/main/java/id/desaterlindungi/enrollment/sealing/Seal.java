package id.desaterlindungi.enrollment.sealing;

import jakarta.enterprise.context.ApplicationScoped;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.Handle;

/**
 * Hides a value at rest, or in a caller's hands. A sealed value is bound to its row and its field: moved to another place, it
 * no longer opens. A value that is looked for, such as a NIK, also gets an index.
 */
@ApplicationScoped
public class Seal {
    static final int INDEX_BYTES = 32;

    private final Keysets keysets;

    Seal(Keysets keysets) {
        this.keysets = keysets;
    }

    /**
     * The same value always has the same index by a key, and nobody without the key can try values out. Whoever is looked up is so by all
     * of them, since the key may be on its way to another one.
     */
    public Indexes indexes(String value) {
        var keys = keysets.now();
        return new Indexes(
                keys.indexKeys(),
                keys.indexKeys().stream().map(key -> index(keys, value, key)).toList());
    }

    /** By one key. @throws IllegalStateException where it is not at hand */
    public byte[] index(String value, long key) {
        return index(keysets.now(), value, key);
    }

    /** Whether it indexes here. */
    public boolean hasIndexKey(long key) {
        return keysets.now().indexKeys().contains(key);
    }

    /**
     * Which keys index what the transaction of the handle writes, which stays so until it ends. Fails as the database does while it is
     * away where one of them is not at hand: then nobody could be sure whom this replica finds.
     */
    public IndexKeys holdIndexKeys(Handle handle) {
        return handle.createQuery("select used, next from hold_index_keys(:atHand)")
                .bindArray("atHand", Long.class, keysets.now().indexKeys())
                .map((row, _) -> new IndexKeys(row.getLong("used"), row.getObject("next", Long.class)))
                .one();
    }

    private static byte[] index(Keys keys, String value, long key) {
        try {
            var prf = keys.indexing().getPrfs().get((int) key);
            if (prf == null) {
                throw new IllegalStateException("A key of the index is missing: " + Keyset.told((int) key));
            }
            return prf.compute(value.getBytes(StandardCharsets.US_ASCII), INDEX_BYTES);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("An index could not be computed", e);
        }
    }

    public byte[] close(String value, UUID row, String field) {
        return closeBytes(value.getBytes(StandardCharsets.UTF_8), row, field);
    }

    /** As {@link #close}, for what is no text. */
    public byte[] closeBytes(byte[] value, UUID row, String field) {
        try {
            return keysets.now().closing().encrypt(value, Keys.place(row, field));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("A value could not be sealed", e);
        }
    }

    /** @throws IllegalStateException where the value was sealed for another row or field, or by a key not at hand */
    public String open(byte[] sealed, UUID row, String field) {
        return new String(openBytes(sealed, row, field), StandardCharsets.UTF_8);
    }

    /** As {@link #open}, for what is no text. */
    public byte[] openBytes(byte[] sealed, UUID row, String field) {
        try {
            return decrypted(sealed, row, field);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("A sealed value did not open: " + field + " of " + row, e);
        }
    }

    /** For what comes back from outside. @return empty where {@link #open} would fail */
    public Optional<String> tryOpen(byte[] sealed, UUID row, String field) {
        try {
            return Optional.of(new String(decrypted(sealed, row, field), StandardCharsets.UTF_8));
        } catch (GeneralSecurityException e) {
            return Optional.empty();
        }
    }

    /** The id of the key that {@link #close} uses now. */
    public int closingKey() {
        return keysets.now().closingKey();
    }

    /** What all begins with that {@link #close} makes now, and nothing that another key sealed. */
    public byte[] mark() {
        return keysets.now().mark().clone();
    }

    private byte[] decrypted(byte[] sealed, UUID row, String field) throws GeneralSecurityException {
        return keysets.now().opening().decrypt(sealed, Keys.place(row, field));
    }
}
