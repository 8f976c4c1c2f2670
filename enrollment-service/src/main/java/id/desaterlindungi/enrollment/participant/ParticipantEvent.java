package id.desaterlindungi.enrollment.participant;

import com.fasterxml.jackson.annotation.JsonInclude;
import id.desaterlindungi.enrollment.events.Event;
import id.desaterlindungi.enrollment.participant.codes.FundingSource;
import id.desaterlindungi.enrollment.participant.codes.Occupation;
import id.desaterlindungi.enrollment.participant.codes.Origin;
import id.desaterlindungi.enrollment.participant.codes.ParticipantStatus;
import id.desaterlindungi.enrollment.participant.codes.Programme;
import id.desaterlindungi.enrollment.participant.codes.Segment;
import id.desaterlindungi.enrollment.participant.codes.Sex;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The data of every {@code participant.*} event, as {@code contract/schemas/participant.v1.schema.json} describes it.
 *
 * @param on business date of the change in Asia/Jakarta
 * @param reason a stable code, where the kind of change alone does not tell
 * @param changed names of the fields that changed and are not countable, such as the name; never what they hold
 * @param before null for an enrollment
 */
public record ParticipantEvent(
        UUID participantId,
        int version,
        LocalDate on,
        @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable String reason,
        @JsonInclude(JsonInclude.Include.NON_EMPTY) List<String> changed,
        @Nullable Facets before,
        Facets after) {
    /**
     * That something changed which nobody counts.
     *
     * @param row of {@code participant} as it is now, with its {@code birth_year}
     */
    public static Event notCounted(ResultSet row, LocalDate on, String reason, List<String> changed)
            throws SQLException {
        var id = row.getObject("id", UUID.class);
        var facets = Facets.of(row, row.getString("village_code"), ParticipantStatus.valueOf(row.getString("status")));
        return new Event(
                Participant.TYPE + "corrected.v1",
                id.toString(),
                new ParticipantEvent(id, row.getInt("version"), on, reason, changed, facets, facets));
    }

    /** What is countable of a person, and nothing that tells who it is. */
    record Facets(
            String villageCode,
            ParticipantStatus status,
            Segment segment,
            Occupation occupation,
            FundingSource fundingSource,
            List<Programme> programmes,
            Sex sex,
            int birthYear,
            Origin origin) {
        /** Of a row of {@code participant} with its {@code birth_year}; village and status are what a set may change. */
        static Facets of(ResultSet row, String village, ParticipantStatus status) throws SQLException {
            return new Facets(
                    village,
                    status,
                    Segment.valueOf(row.getString("segment")),
                    Occupation.valueOf(row.getString("occupation")),
                    FundingSource.valueOf(row.getString("funding_source")),
                    Arrays.stream((String[]) row.getArray("programmes").getArray())
                            .map(Programme::valueOf)
                            .toList(),
                    Sex.valueOf(row.getString("sex")),
                    row.getInt("birth_year"),
                    Origin.valueOf(row.getString("origin")));
        }
    }
}
