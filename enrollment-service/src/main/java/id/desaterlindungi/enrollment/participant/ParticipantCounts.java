package id.desaterlindungi.enrollment.participant;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;
import java.util.Map;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** People of the register itself, counted now: what reporting's totals are checked against. */
@JsonInclude(JsonInclude.Include.NON_NULL)
@Schema(name = "ParticipantCounts")
record ParticipantCounts(
        @Schema(description = "The area counted; absent for the whole register", examples = "16.01") @Nullable
        String within,

        @Schema(required = true, examples = "status") String by,

        @Schema(required = true, examples = "2000") long total,

        @Schema(required = true) List<ParticipantReader.Count> counts) {

    /** What can be counted by, with its column. */
    static final Map<String, String> COLUMNS = Map.of(
            "status", "status",
            "segment", "segment",
            "occupation", "occupation",
            "fundingSource", "funding_source",
            "sex", "sex",
            "origin", "origin",
            "village", "village_code");

    static ParticipantCounts of(@Nullable String within, String by, List<ParticipantReader.Count> counts) {
        return new ParticipantCounts(
                within,
                by,
                counts.stream().mapToLong(ParticipantReader.Count::people).sum(),
                counts);
    }
}
