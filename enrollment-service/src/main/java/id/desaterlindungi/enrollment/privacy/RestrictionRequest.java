package id.desaterlindungi.enrollment.privacy;

import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

@Schema(
        name = "RestrictionRequest",
        requiredProperties = {"reason"})
record RestrictionRequest(
        @Schema(implementation = RestrictionReason.class, examples = "ACCURACY_CONTESTED") @Nullable
        String reason) {}
