package id.desaterlindungi.enrollment.participant;

import java.time.LocalDate;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The data of every {@code participant.*} event, as {@code contract/schemas/participant.v1.schema.json} describes it.
 *
 * @param on business date of the change in Asia/Jakarta
 * @param before null for an enrollment
 */
record ParticipantEvent(
        UUID participantId,
        int version,
        LocalDate on,
        @Nullable Facets before,
        Facets after) {

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

        static Facets of(Participant participant) {
            return new Facets(
                    participant.villageCode(),
                    participant.status(),
                    participant.segment(),
                    participant.occupation(),
                    participant.fundingSource(),
                    participant.programmes(),
                    participant.sex(),
                    participant.birthDate().getYear(),
                    participant.origin());
        }
    }
}
