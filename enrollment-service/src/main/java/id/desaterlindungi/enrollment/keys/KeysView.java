package id.desaterlindungi.enrollment.keys;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Instant;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** The keys of the register by their ids, and the work that seals everything with one of them. */
@JsonInclude(JsonInclude.Include.NON_NULL)
@Schema(name = "Keys")
record KeysView(
        @Schema(required = true, description = "The latest first")
        List<KeyView> keys,

        @Schema(description = "The work that is on its way, or the last one; absent where there was none") @Nullable
        ResealingView resealing) {
    enum Purpose {
        SEALING,
        NIK_INDEX
    }

    enum State {
        /** Known, and not used yet. */
        COMING,
        USED,
        /** Values may still be sealed with it. */
        OPENS,
        /** Nothing is sealed with it. */
        RETIRED
    }

    @JsonInclude(JsonInclude.Include.NON_NULL)
    @Schema(name = "Key")
    record KeyView(
            @Schema(required = true, description = "As the file of keys has it", examples = "1523467841")
            long id,

            @Schema(required = true) Purpose purpose,

            @Schema(
                    required = true,
                    description =
                            "`COMING`: known, and used from `usedFrom` on. `USED`: seals, or indexes, now. `OPENS`: values may be sealed "
                                    + "with it; it has to stay. `RETIRED`: nothing is sealed with it")
            State state,

            @Schema(required = true, examples = "2026-11-27T01:23:45Z")
            Instant usedFrom,

            @Schema(examples = "2026-11-27T02:34:56Z") @Nullable
            Instant retiredAt) {}

    @JsonInclude(JsonInclude.Include.NON_NULL)
    @Schema(name = "Resealing")
    record ResealingView(
            @Schema(required = true, description = "The key that everything is sealed with", examples = "1523467841")
            long keyId,

            @Schema(required = true, examples = "2026-11-27T01:23:45Z")
            Instant begunAt,

            @Schema(
                    required = true,
                    description =
                            "It goes over all values again, from the first, until it finds none to be sealed anew",
                    examples = "1")
            int pass,

            @Schema(required = true, description = "Values that this pass has looked at", examples = "850000")
            long lookedAt,

            @Schema(required = true, description = "And of about how many", examples = "2976518")
            long ofAbout,

            @Schema(required = true, description = "Sealed anew, in all passes", examples = "412345")
            long sealedAnew,

            @Schema(
                    required = true,
                    description =
                            "Values that no key opens, of this pass. With one of them no key is retired; the log names their rows",
                    examples = "0")
            long unopened,

            @Schema(description = "Absent while it goes on", examples = "2026-11-27T02:34:56Z") @Nullable
            Instant finishedAt) {
        static ResealingView of(Resealing.Progress progress) {
            return new ResealingView(
                    Integer.toUnsignedLong(progress.keyId()),
                    progress.begunAt(),
                    progress.pass(),
                    progress.lookedAt(),
                    progress.ofAbout(),
                    progress.sealedAnew(),
                    progress.unopened(),
                    progress.finishedAt());
        }
    }
}
