package id.desaterlindungi.enrollment.sealing;

import com.google.crypto.tink.Aead;
import com.google.crypto.tink.InsecureSecretKeyAccess;
import com.google.crypto.tink.Key;
import com.google.crypto.tink.KeyStatus;
import com.google.crypto.tink.KeysetHandle;
import com.google.crypto.tink.RegistryConfiguration;
import com.google.crypto.tink.TinkJsonProtoKeysetFormat;
import com.google.crypto.tink.aead.AeadConfig;
import com.google.crypto.tink.aead.AeadKey;
import com.google.crypto.tink.prf.PrfConfig;
import com.google.crypto.tink.prf.PrfSet;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** The keys of one file. Neither they nor Tink's words about them go into a message: both may show key material. */
record Keyset(Path file, String json, KeysetHandle handle) {
    /** How much of a sealed value tells the key that sealed it: a one and the key's id, as Tink writes them. */
    private static final int MARK_BYTES = 5;

    static {
        try {
            PrfConfig.register();
            AeadConfig.register();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    /** @throws UnfitKeys where there is no such file, or no keyset in it */
    static Keyset read(Path file) {
        try {
            var json = Files.readString(file);
            var handle = TinkJsonProtoKeysetFormat.parseKeyset(json, InsecureSecretKeyAccess.get());
            var _ = handle.getPrimary(); // Fails without one that is enabled.
            return new Keyset(file, json, handle);
        } catch (IOException e) {
            throw new UnfitKeys(file + " cannot be read");
        } catch (GeneralSecurityException | RuntimeException e) {
            throw new UnfitKeys(file + " is not a Tink keyset in JSON");
        }
    }

    /** An id as it stands in the file: there it has no sign. */
    static String told(int id) {
        return Integer.toUnsignedString(id);
    }

    int primary() {
        return handle.getPrimary().getId();
    }

    List<Integer> ids() {
        return entries().map(KeysetHandle.Entry::getId).toList();
    }

    /** @throws UnfitKeys where the keys are for something else */
    PrfSet indexing() {
        try {
            return handle.getPrimitive(RegistryConfiguration.get(), PrfSet.class);
        } catch (GeneralSecurityException e) {
            throw new UnfitKeys(file + " holds no keys for an index");
        }
    }

    /** Opens with each key. @throws UnfitKeys where the keys are for something else */
    Aead opening() {
        return aead(() -> handle);
    }

    /** Seals with this key alone. */
    Aead closing(int id) {
        return aead(KeysetHandle.newBuilder()
                .addEntry(KeysetHandle.importKey(key(id).orElseThrow()).makePrimary())::build);
    }

    /** What everything begins with that this key sealed. @throws UnfitKeys for a kind of key that marks nothing */
    byte[] mark(int id) {
        if (key(id).orElseThrow() instanceof AeadKey key
                && key.getOutputPrefix().size() == MARK_BYTES) {
            return key.getOutputPrefix().toByteArray();
        }
        throw new UnfitKeys(file + " holds a key that does not mark what it seals (TINK)");
    }

    Optional<Key> key(int id) {
        return entries()
                .filter(entry -> entry.getId() == id)
                .map(KeysetHandle.Entry::getKey)
                .findFirst();
    }

    private Stream<KeysetHandle.Entry> entries() {
        return IntStream.range(0, handle.size())
                .mapToObj(handle::getAt)
                .filter(entry -> entry.getStatus() == KeyStatus.ENABLED);
    }

    @FunctionalInterface
    private interface Built {
        KeysetHandle build() throws GeneralSecurityException;
    }

    private Aead aead(Built built) {
        try {
            return built.build().getPrimitive(RegistryConfiguration.get(), Aead.class);
        } catch (GeneralSecurityException e) {
            throw new UnfitKeys(file + " holds no keys that seal");
        }
    }

    @Override
    public String toString() {
        return "Keyset[" + file + "]";
    }
}
