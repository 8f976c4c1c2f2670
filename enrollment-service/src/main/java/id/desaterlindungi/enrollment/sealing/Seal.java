package id.desaterlindungi.enrollment.sealing;

import com.google.crypto.tink.Aead;
import jakarta.enterprise.context.ApplicationScoped;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Optional;
import java.util.UUID;

/**
 * Hides a value at rest, or in a caller's hands. What is sealed is bound to its row and its field: moved to another, it no
 * longer opens.
 */
@ApplicationScoped
public class Seal {
    private final Aead aead;

    Seal(Aead aead) {
        this.aead = aead;
    }

    public byte[] close(String value, UUID row, String field) {
        try {
            return aead.encrypt(value.getBytes(StandardCharsets.UTF_8), place(row, field));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("A value could not be sealed", e);
        }
    }

    /** @throws IllegalStateException where the value was sealed for another row or field, or by a key not at hand */
    public String open(byte[] sealed, UUID row, String field) {
        try {
            return new String(aead.decrypt(sealed, place(row, field)), StandardCharsets.UTF_8);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("A sealed value did not open: " + field + " of " + row, e);
        }
    }

    /** For what comes back from outside. @return empty where {@link #open} would fail */
    public Optional<String> tryOpen(byte[] sealed, UUID row, String field) {
        try {
            return Optional.of(new String(aead.decrypt(sealed, place(row, field)), StandardCharsets.UTF_8));
        } catch (GeneralSecurityException e) {
            return Optional.empty();
        }
    }

    private static byte[] place(UUID row, String field) {
        return (row + "/" + field).getBytes(StandardCharsets.UTF_8);
    }
}
