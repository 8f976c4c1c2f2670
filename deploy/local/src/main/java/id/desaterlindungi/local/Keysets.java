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

    /** Those of the directory; made the first time. */
    static Keysets in(Path directory) {
        try {
            PrfConfig.register();
            AeadConfig.register();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
        var keysets = new Keysets(directory);
        PrivateFile.readOrCreate(keysets.index(), () -> generate(PredefinedPrfParameters.HMAC_SHA256_PRF));
        PrivateFile.readOrCreate(keysets.sealing(), () -> generate(SEALING));
        return keysets;
    }

    Path index() {
        return directory.resolve("nik-index.json");
    }

    public Path sealing() {
        return directory.resolve("sealing.json");
    }

    /** The ids of the keys that seal or open. */
    public int[] sealingKeys() {
        var keys = read();
        return IntStream.range(0, keys.size()).map(i -> keys.getAt(i).getId()).toArray();
    }

    /** Adds a key that seals from now on; those before go on to open. @return its id */
    public int addSealingKey() {
        try {
            var keys = KeysetHandle.newBuilder(read())
                    .addEntry(KeysetHandle.generateEntryFromParameters(SEALING)
                            .withRandomId()
                            .makePrimary())
                    .build();
            write(keys);
            return keys.getPrimary().getId();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    /**
     * What it sealed does not open any more.
     *
     * @throws IllegalArgumentException where there is no such key, or it is the one that seals
     */
    public void dropSealingKey(int id) {
        var keys = read();
        if (IntStream.of(sealingKeys()).noneMatch(one -> one == id)) {
            throw new IllegalArgumentException(sealing() + " has no key " + Integer.toUnsignedString(id));
        }
        if (keys.getPrimary().getId() == id) {
            throw new IllegalArgumentException("The key " + Integer.toUnsignedString(id)
                    + " seals: add another one, and drop it when it is retired");
        }
        var left = KeysetHandle.newBuilder(keys);
        for (var i = keys.size() - 1; i >= 0; i--) {
            if (keys.getAt(i).getId() == id) {
                left.deleteAt(i);
            }
        }
        try {
            write(left.build());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private KeysetHandle read() {
        try {
            return TinkJsonProtoKeysetFormat.parseKeyset(Files.readString(sealing()), InsecureSecretKeyAccess.get());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private void write(KeysetHandle keys) {
        try {
            PrivateFile.write(
                    sealing(), TinkJsonProtoKeysetFormat.serializeKeyset(keys, InsecureSecretKeyAccess.get()));
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
