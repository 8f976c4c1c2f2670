package id.desaterlindungi.enrollment.sealing;

import com.google.crypto.tink.Aead;
import com.google.crypto.tink.InsecureSecretKeyAccess;
import com.google.crypto.tink.KeysetHandle;
import com.google.crypto.tink.RegistryConfiguration;
import com.google.crypto.tink.TinkJsonProtoKeysetFormat;
import com.google.crypto.tink.aead.AeadConfig;
import com.google.crypto.tink.prf.PrfConfig;
import com.google.crypto.tink.prf.PrfSet;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Base64;

/** Opens the configured keysets once, at start; a keyset that does not open stops the service. */
@ApplicationScoped
class Keysets {
    private final KeySettings keys;

    Keysets(KeySettings keys) {
        this.keys = keys;
    }

    @Produces
    @Singleton // Without a proxy, as the next one: both types are Tink's.
    PrfSet index() throws GeneralSecurityException {
        PrfConfig.register();
        return open("enrollment.keys.nik-index", keys.nikIndex())
                .getPrimitive(RegistryConfiguration.get(), PrfSet.class);
    }

    @Produces
    @Singleton
    Aead sealing() throws GeneralSecurityException {
        AeadConfig.register();
        return open("enrollment.keys.sealing", keys.sealing()).getPrimitive(RegistryConfiguration.get(), Aead.class);
    }

    /** Neither the keyset nor Tink's words about it go into the message: both may show key material. */
    private static KeysetHandle open(String setting, String encoded) {
        try {
            var json = new String(Base64.getDecoder().decode(encoded.strip()), StandardCharsets.UTF_8);
            return TinkJsonProtoKeysetFormat.parseKeyset(json, InsecureSecretKeyAccess.get());
        } catch (GeneralSecurityException | IllegalArgumentException e) {
            throw new IllegalStateException(setting + " is not a base64-encoded Tink keyset in JSON");
        }
    }
}
