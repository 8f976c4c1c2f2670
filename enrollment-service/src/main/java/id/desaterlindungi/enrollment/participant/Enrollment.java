package id.desaterlindungi.enrollment.participant;

import id.desaterlindungi.enrollment.participant.codes.BackdatingReason;
import id.desaterlindungi.enrollment.participant.codes.FundingSource;
import id.desaterlindungi.enrollment.participant.codes.GroupKind;
import id.desaterlindungi.enrollment.participant.codes.IncomeBand;
import id.desaterlindungi.enrollment.participant.codes.Nik;
import id.desaterlindungi.enrollment.participant.codes.Occupation;
import id.desaterlindungi.enrollment.participant.codes.Origin;
import id.desaterlindungi.enrollment.participant.codes.Phone;
import id.desaterlindungi.enrollment.participant.codes.Programme;
import id.desaterlindungi.enrollment.participant.codes.Segment;
import id.desaterlindungi.enrollment.participant.codes.Sex;
import java.time.LocalDate;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A person to be enrolled, found to keep every rule that can be told from the request alone.
 *
 * @param programmes in the order of {@link Programme}, each once
 * @param backdatingReason of an enrollment; a correction has a reason of its own
 * @param warnings codes of what somebody should look at; they do not keep the person out
 */
public record Enrollment(
        Nik nik,
        String name,
        LocalDate birthDate,
        Sex sex,
        String villageCode,
        Segment segment,
        Occupation occupation,
        FundingSource fundingSource,
        List<Programme> programmes,
        Origin origin,
        LocalDate enrolledOn,
        @Nullable BackdatingReason backdatingReason,
        @Nullable Phone phone,
        @Nullable String kpj,
        @Nullable IncomeBand monthlyIncome,
        @Nullable String groupName,
        @Nullable GroupKind groupKind,
        LocalDate coveredFrom,
        @Nullable LocalDate coveredUntil,
        List<String> warnings) {
    public Enrollment {
        programmes = programmes.stream().distinct().sorted().toList();
        warnings = List.copyOf(warnings);
    }
}
