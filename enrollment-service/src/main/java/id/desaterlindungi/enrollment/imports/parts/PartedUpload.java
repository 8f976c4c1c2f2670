package id.desaterlindungi.enrollment.imports.parts;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A file on its way.
 *
 * @param metadata what its sender said of it, as it came
 * @param received how many of its bytes are here
 * @param importId what it has become
 */
public record PartedUpload(
        UUID id,
        String metadata,
        long length,
        long received,
        @Nullable UUID importId,
        Instant expiresAt) {}
