package id.desaterlindungi.enrollment.census;

import id.desaterlindungi.enrollment.participant.codes.ParticipantStatus;
import java.time.LocalDate;
import java.util.List;
import java.util.SortedMap;
import java.util.UUID;

/**
 * The data of {@code register.census}, as {@code contract/schemas/census.v1.schema.json} describes it. A table without the
 * names of its columns in each row: 3,300 villages are about 120 kB, and the broker takes 1 MB.
 *
 * @param on business date in Asia/Jakarta
 * @param statuses what the numbers of {@code totals} and of each village count, in their order
 * @param totals people of the whole register
 * @param villages people by village code; a village without anybody is absent
 */
record CensusEvent(
        UUID censusId,
        LocalDate on,
        List<ParticipantStatus> statuses,
        List<Long> totals,
        SortedMap<String, List<Long>> villages) {
    static final String TYPE = "id.desaterlindungi.register.census.v1";
    static final String SUBJECT = "register";

    long people() {
        return totals.stream().mapToLong(Long::longValue).sum();
    }
}
