package id.desaterlindungi.local;

import com.google.crypto.tink.InsecureSecretKeyAccess;
import com.google.crypto.tink.KeysetHandle;
import com.google.crypto.tink.Parameters;
import com.google.crypto.tink.TinkJsonProtoKeysetFormat;
import com.google.crypto.tink.aead.AeadConfig;
import com.google.crypto.tink.aead.PredefinedAeadParameters;
import com.google.crypto.tink.prf.PredefinedPrfParameters;
import com.google.crypto.tink.prf.PrfConfig;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.stream.IntStream;

/**
 * The enrollment service's keys, made once and kept beside the data that they index and seal: without them a kept
 * register cannot be read. Cleartext in owner-only files, for one machine; a real deployment takes them from its secret store.
 *
 * @param directory holds {@code nik-index.json}, the keyset of the NIK's keyed index, and {@code sealing.json}, which seals personal data
 */
public record Keysets(Path directory) {
    private static final Parameters SEALING = PredefinedAeadParameters.AES256_GCM;
    private static final Parameters INDEX = PredefinedPrfParameters.HMAC_SHA256_PRF;

    /** Those of the directory; made the first time. */
    static Keysets in(Path directory) {
        try {
            PrfConfig.register();
            AeadConfig.register();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
        var keysets = new Keysets(directory);
        PrivateFile.readOrCreate(keysets.index(), () -> generate(INDEX));
        PrivateFile.readOrCreate(keysets.sealing(), () -> generate(SEALING));
        return keysets;
    }

    public Path index() {
        return directory.resolve("nik-index.json");
    }

    public Path sealing() {
        return directory.resolve("sealing.json");
    }

    /** The ids of the keys that seal or open. */
    public int[] sealingKeys() {
        return ids(sealing());
    }

    /** The ids of the keys that index, or will. */
    public int[] indexKeys() {
        return ids(index());
    }

    /** Adds a key that seals from now on; those before go on to open. @return its id */
    public int addSealingKey() {
        return add(sealing(), SEALING);
    }

    /** Adds a key that is to index; those before go on to find people until all indexes are made with it. @return its id */
    public int addIndexKey() {
        return add(index(), INDEX);
    }

    /**
     * What it sealed does not open any more.
     *
     * @throws IllegalArgumentException where there is no such key, or it is the one that seals
     */
    public void dropSealingKey(int id) {
        drop(sealing(), id, "seals");
    }

    /**
     * Whom it indexed nobody finds any more.
     *
     * @throws IllegalArgumentException where there is no such key, or it is the one that is to index
     */
    public void dropIndexKey(int id) {
        drop(index(), id, "indexes");
    }

    /**
     * Gives a key up that was to index: the one before is the primary one again.
     *
     * @return that one's id
     * @throws IllegalArgumentException where it is not the one that is to index, or there is none before
     */
    public int takeIndexKeyBack(int id) {
        var keys = read(index());
        if (keys.getPrimary().getId() != id || keys.size() == 1) {
            throw new IllegalArgumentException(
                    "The key " + Integer.toUnsignedString(id) + " is not to index, or the only one");
        }
        var left = without(keys, id);
        left.getAt(left.size() - 1).makePrimary();
        return write(index(), left).getPrimary().getId();
    }

    private static int add(Path file, Parameters kind) {
        var keys = KeysetHandle.newBuilder(read(file));
        keys.addEntry(
                KeysetHandle.generateEntryFromParameters(kind).withRandomId().makePrimary());
        return write(file, keys).getPrimary().getId();
    }

    private static void drop(Path file, int id, String does) {
        var keys = read(file);
        if (IntStream.of(ids(file)).noneMatch(one -> one == id)) {
            throw new IllegalArgumentException(file + " has no key " + Integer.toUnsignedString(id));
        }
        if (keys.getPrimary().getId() == id) {
            throw new IllegalArgumentException("The key " + Integer.toUnsignedString(id) + " " + does
                    + ": add another one, and drop it when it is retired");
        }
        write(file, without(keys, id));
    }

    private static KeysetHandle.Builder without(KeysetHandle keys, int id) {
        var left = KeysetHandle.newBuilder(keys);
        for (var i = keys.size() - 1; i >= 0; i--) {
            if (keys.getAt(i).getId() == id) {
                left.deleteAt(i);
            }
        }
        return left;
    }

    private static int[] ids(Path file) {
        var keys = read(file);
        return IntStream.range(0, keys.size()).map(i -> keys.getAt(i).getId()).toArray();
    }

    private static KeysetHandle read(Path file) {
        try {
            return TinkJsonProtoKeysetFormat.parseKeyset(Files.readString(file), InsecureSecretKeyAccess.get());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static KeysetHandle write(Path file, KeysetHandle.Builder built) {
        try {
            var keys = built.build();
            PrivateFile.write(file, TinkJsonProtoKeysetFormat.serializeKeyset(keys, InsecureSecretKeyAccess.get()));
            return keys;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String generate(Parameters parameters) {
        try {
            return TinkJsonProtoKeysetFormat.serializeKeyset(
                    KeysetHandle.generateNew(parameters), InsecureSecretKeyAccess.get());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }
}
