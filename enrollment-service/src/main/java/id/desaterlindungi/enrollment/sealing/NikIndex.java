package id.desaterlindungi.enrollment.sealing;

import com.google.crypto.tink.prf.PrfSet;
import jakarta.enterprise.context.ApplicationScoped;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;

/** The keyed index of NIKs: the same NIK always gives the same 32 bytes, and nobody without the key can try NIKs out. */
@ApplicationScoped
public class NikIndex {
    private static final int BYTES = 32;

    private final PrfSet keys;

    NikIndex(PrfSet keys) {
        this.keys = keys;
    }

    /** The id of the key that {@link #of} uses now; kept beside each index so that keys can be rotated. */
    public int keyId() {
        return keys.getPrimaryId();
    }

    /** @param nik 16 digits */
    public byte[] of(String nik) {
        try {
            return keys.computePrimary(nik.getBytes(StandardCharsets.US_ASCII), BYTES);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("The index of a NIK could not be computed", e);
        }
    }
}
