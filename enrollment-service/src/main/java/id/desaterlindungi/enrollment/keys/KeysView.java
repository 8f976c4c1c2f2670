package id.desaterlindungi.enrollment.keys;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Instant;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** The keys of the register by their ids, and the work that seals, or indexes, everything with one of them. */
@JsonInclude(JsonInclude.Include.NON_NULL)
@Schema(name = "Keys")
record KeysView(
        @Schema(required = true, description = "The latest first")
        List<KeyView> keys,

        @Schema(description = "The work that is on its way, or the last one; absent where there was none") @Nullable
        ResealingView resealing,

        @Schema(
                description =
                        "The work that makes all indexes anew, on its way or the last one; absent where there was none")
        @Nullable
        ReindexingView reindexing) {
    enum Purpose {
        SEALING,
        NIK_INDEX
    }

    enum State {
        /** Known, and not used yet. */
        COMING,
        USED,
        /** Values may still be sealed, or people found, with it. */
        OPENS,
        /** Nothing is sealed, or indexed, with it. */
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
                            "`COMING`: known, and used from `usedFrom` on; one of the index, once `indexAnew` has made all indexes with it. "
                                    + "`USED`: seals, or indexes, now. `OPENS`: values may be sealed, or people found, with it; it has to "
                                    + "stay. `RETIRED`: nothing is sealed, or indexed, with it")
            State state,

            @Schema(
                    description = "Absent for a key of the index that is not used yet",
                    examples = "2026-11-27T01:23:45Z")
            @Nullable
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

    @JsonInclude(JsonInclude.Include.NON_NULL)
    @Schema(name = "Reindexing")
    record ReindexingView(
            @Schema(required = true, description = "The key that all indexes are made with", examples = "1523467841")
            long keyId,

            @Schema(
                    required = true,
                    description =
                            "`WAITING`: for each replica to have the key. `FILLING`: each NIK gets a second index. `MOVING`: the new "
                                    + "key is used, and the second indexes become the first. `CLEARING`: what is left of the others goes. "
                                    + "`DONE`. `TAKEN_BACK`: all is as before",
                    examples = "FILLING")
            Reindexing.Phase phase,

            @Schema(required = true, examples = "2026-11-28T01:23:45Z")
            Instant begunAt,

            @Schema(
                    required = true,
                    description = "It goes over all rows of a phase again, until it has left none that somebody held",
                    examples = "1")
            int pass,

            @Schema(
                    required = true,
                    description = "People, and after them rows of lists, that this pass has looked at",
                    examples = "850000")
            long lookedAt,

            @Schema(required = true, description = "And of about how many", examples = "1485000")
            long ofAbout,

            @Schema(required = true, description = "Indexes made with the new key", examples = "412345")
            long indexed,

            @Schema(
                    required = true,
                    description =
                            "People whose NIKs no key opens, or are not those of their indexes, of this pass or the one before. With one of them the new key "
                                    + "is not used, and after each pass the work rests for 10 minutes, or until `indexAnew` is called again; "
                                    + "the log names their rows",
                    examples = "0")
            long unopened,

            @Schema(description = "Absent while it goes on", examples = "2026-11-28T02:34:56Z") @Nullable
            Instant finishedAt) {
        static ReindexingView of(Reindexing.Progress progress) {
            return new ReindexingView(
                    Integer.toUnsignedLong(progress.keyId()),
                    progress.phase(),
                    progress.begunAt(),
                    progress.pass(),
                    progress.lookedAt(),
                    progress.ofAbout(),
                    progress.indexed(),
                    progress.unopened(),
                    progress.finishedAt());
        }
    }
}
