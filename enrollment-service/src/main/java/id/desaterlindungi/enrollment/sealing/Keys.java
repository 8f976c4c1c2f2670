package id.desaterlindungi.enrollment.sealing;

import com.google.crypto.tink.Aead;
import com.google.crypto.tink.prf.PrfSet;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.UUID;

/**
 * The keys as they are at this moment.
 *
 * @param opening with each key of the file
 * @param closing with the key that is used now
 * @param closingKey its id
 * @param mark what everything begins with that it seals
 * @param indexKeys the ids of those that somebody may be found by, now or soon
 */
@SuppressWarnings("ArrayRecordComponent")
record Keys(
        Keyset sealingFile,
        Keyset indexFile,
        Aead opening,
        Aead closing,
        int closingKey,
        byte[] mark,
        PrfSet indexing,
        List<Long> indexKeys) {
    static Keys of(Keyset sealing, Keyset index, AdmittedKeys admitted) {
        return new Keys(
                sealing,
                index,
                sealing.opening(),
                sealing.closing(admitted.sealing()),
                admitted.sealing(),
                sealing.mark(admitted.sealing()),
                index.indexing(),
                admitted.indexing());
    }

    /** What a sealed value is bound to. */
    static byte[] place(UUID row, String field) {
        return (row + "/" + field).getBytes(StandardCharsets.UTF_8);
    }

    boolean areOf(Keyset sealing, Keyset index, AdmittedKeys admitted) {
        return admitted.sealing() == closingKey
                && admitted.indexing().equals(indexKeys)
                && sealing.json().equals(sealingFile.json())
                && index.json().equals(indexFile.json());
    }

    @Override
    public String toString() {
        return "Keys[sealing with " + closingKey + "]";
    }
}
