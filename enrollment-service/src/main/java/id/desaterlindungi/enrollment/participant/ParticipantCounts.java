package id.desaterlindungi.enrollment.participant;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import id.desaterlindungi.enrollment.http.parameter.AreaCode;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** People of the register itself, counted now: what reporting's totals are checked against. */
@JsonInclude(JsonInclude.Include.NON_NULL)
@Schema(name = "ParticipantCounts")
record ParticipantCounts(
        @Schema(description = "The area counted; absent for the whole register", examples = "16.01") @Nullable
        String within,

        @Schema(required = true, examples = "status") By by,

        @Schema(required = true, examples = "2000") long total,

        @Schema(required = true) List<ParticipantReader.Count> counts) {

    /** What can be counted by, with its column. */
    @Schema(name = "ParticipantCountsBy")
    enum By {
        @JsonProperty("status")
        STATUS("status"),
        @JsonProperty("segment")
        SEGMENT("segment"),
        @JsonProperty("occupation")
        OCCUPATION("occupation"),
        @JsonProperty("fundingSource")
        FUNDING_SOURCE("funding_source"),
        @JsonProperty("sex")
        SEX("sex"),
        @JsonProperty("origin")
        ORIGIN("origin"),
        @JsonProperty("village")
        VILLAGE("village_code");

        private final String column;

        By(String column) {
            this.column = column;
        }

        String column() {
            return column;
        }
    }

    static ParticipantCounts of(@Nullable AreaCode within, By by, List<ParticipantReader.Count> counts) {
        return new ParticipantCounts(
                within == null ? null : within.text(),
                by,
                counts.stream().mapToLong(ParticipantReader.Count::people).sum(),
                counts);
    }
}
