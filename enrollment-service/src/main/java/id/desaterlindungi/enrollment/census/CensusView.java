package id.desaterlindungi.enrollment.census;

import id.desaterlindungi.enrollment.participant.codes.ParticipantStatus;
import java.time.Instant;
import java.util.EnumMap;
import java.util.Map;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** What a census counted, and its position in the log. */
@Schema(name = "Census")
record CensusView(
        @Schema(required = true, examples = "0199f3a2-6c1e-7b40-8d5e-3f2a1b0c9d8e")
        UUID censusId,

        @Schema(
                required = true,
                description = "Position of the census event: every event before it is counted, none after it",
                examples = "2001")
        long position,

        @Schema(required = true, examples = "2026-11-22T01:23:45Z")
        Instant at,

        @Schema(required = true, description = "Everybody in the register, of any status", examples = "2000")
        long people,

        @Schema(required = true, description = "People by status; a status that nobody has is absent")
        Map<ParticipantStatus, Long> byStatus,

        @Schema(required = true, description = "Villages with at least one person", examples = "1204")
        int villages) {

    static CensusView of(Census.Taken taken) {
        var counts = taken.counts();
        var byStatus = new EnumMap<ParticipantStatus, Long>(ParticipantStatus.class);
        for (var column = 0; column < counts.statuses().size(); column++) {
            if (counts.totals().get(column) > 0) {
                byStatus.put(counts.statuses().get(column), counts.totals().get(column));
            }
        }
        return new CensusView(
                counts.censusId(),
                taken.placed().position(),
                taken.placed().recordedAt().toInstant(),
                counts.people(),
                byStatus,
                counts.villages().size());
    }
}
