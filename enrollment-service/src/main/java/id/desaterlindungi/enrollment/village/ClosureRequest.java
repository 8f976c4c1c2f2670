package id.desaterlindungi.enrollment.village;

import java.util.List;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** A village is merged into others and ends. */
@Schema(
        name = "ClosureRequest",
        requiredProperties = {"successors", "on"})
record ClosureRequest(
        @Schema(
                description = "Open villages that take over: 1 to 20",
                minItems = 1,
                maxItems = MOST_SUCCESSORS,
                examples = "[\"16.01.07.2001\"]")
        @Nullable
        List<@Nullable String> successors,

        @Schema(
                type = SchemaType.STRING,
                format = "date",
                description = "The first day on which it no longer exists; not in the future",
                examples = "2026-07-01")
        @Nullable
        String on,

        @Schema(description = "Where its participants go; required with more than one successor") @Nullable
        Rule participants) {
    static final int MOST_SUCCESSORS = 20;

    /** Everybody goes to one of the successors. People who belong elsewhere are transferred from there. */
    @Schema(
            name = "ClosureRule",
            requiredProperties = {"destination"})
    record Rule(
            @Schema(description = "One of the successors", examples = "16.01.07.2001") @Nullable
            String destination) {}
}
