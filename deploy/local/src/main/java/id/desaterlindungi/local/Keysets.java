package id.desaterlindungi.local;

import com.google.crypto.tink.InsecureSecretKeyAccess;
import com.google.crypto.tink.KeysetHandle;
import com.google.crypto.tink.Parameters;
import com.google.crypto.tink.TinkJsonProtoKeysetFormat;
import com.google.crypto.tink.aead.AeadConfig;
import com.google.crypto.tink.aead.PredefinedAeadParameters;
import com.google.crypto.tink.prf.PredefinedPrfParameters;
import com.google.crypto.tink.prf.PrfConfig;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.Base64;

/**
 * The enrollment service's keys, made once and kept beside the data that they index and seal: without them a kept
 * register cannot be read. Cleartext in owner-only files, for one machine; a real deployment takes them from its secret store.
 *
 * @param nikIndex keyset of the NIK's keyed index, JSON in base64
 * @param sealing keyset that seals personal data, JSON in base64
 */
record Keysets(String nikIndex, String sealing) {

    static Keysets in(Path directory) {
        try {
            PrfConfig.register();
            AeadConfig.register();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
        return new Keysets(
                keyset(directory.resolve("nik-index.json"), PredefinedPrfParameters.HMAC_SHA256_PRF),
                keyset(directory.resolve("sealing.json"), PredefinedAeadParameters.AES256_GCM));
    }

    private static String keyset(Path file, Parameters parameters) {
        var json = PrivateFile.readOrCreate(file, () -> generate(parameters));
        return Base64.getEncoder().encodeToString(json.getBytes(StandardCharsets.UTF_8));
    }

    private static String generate(Parameters parameters) {
        try {
            return TinkJsonProtoKeysetFormat.serializeKeyset(
                    KeysetHandle.generateNew(parameters), InsecureSecretKeyAccess.get());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Never the keys, not even in a debugger's line. */
    @Override
    public String toString() {
        return "Keysets[…]";
    }
}
