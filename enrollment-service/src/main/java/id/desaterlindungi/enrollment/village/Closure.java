package id.desaterlindungi.enrollment.village;

import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** A village that has been closed. */
@Schema(name = "Closure")
record Closure(
        @Schema(required = true) VillageView village,

        @Schema(
                required = true,
                description = "Number of participants moved, each with its own event",
                examples = "412")
        int participantsMoved) {}
