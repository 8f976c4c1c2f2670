package id.desaterlindungi.enrollment.breach;

import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

@Schema(
        name = "BreachStepRequest",
        requiredProperties = {"step"})
record StepRequest(
        @Schema(implementation = BreachStep.class, examples = "ASSESSED") @Nullable
        String step,

        @Schema(
                type = SchemaType.STRING,
                format = "date-time",
                description =
                        "When it was done; now if absent, neither in the future nor before the breach was noticed",
                examples = "2026-11-27T04:00:00Z")
        @Nullable
        String at,

        @Schema(
                description = "What was found or done, in words that name no person",
                minLength = 1,
                maxLength = Breaches.LONGEST_TEXT,
                examples = "Berkas ditarik; penerima menyatakan telah menghapusnya")
        @Nullable
        String note) {}
