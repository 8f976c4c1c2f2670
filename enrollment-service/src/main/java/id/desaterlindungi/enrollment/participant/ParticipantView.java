package id.desaterlindungi.enrollment.participant;

import com.fasterxml.jackson.annotation.JsonInclude;
import id.desaterlindungi.enrollment.access.Role;
import id.desaterlindungi.enrollment.participant.codes.EndReason;
import id.desaterlindungi.enrollment.participant.codes.FundingSource;
import id.desaterlindungi.enrollment.participant.codes.GroupKind;
import id.desaterlindungi.enrollment.participant.codes.IncomeBand;
import id.desaterlindungi.enrollment.participant.codes.Occupation;
import id.desaterlindungi.enrollment.participant.codes.Origin;
import id.desaterlindungi.enrollment.participant.codes.ParticipantStatus;
import id.desaterlindungi.enrollment.participant.codes.Programme;
import id.desaterlindungi.enrollment.participant.codes.Segment;
import id.desaterlindungi.enrollment.participant.codes.Sex;
import id.desaterlindungi.enrollment.problem.Finding;
import id.desaterlindungi.enrollment.problem.Messages;
import id.desaterlindungi.enrollment.problem.ProblemError;
import id.desaterlindungi.enrollment.sealing.Seal;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.UUID;
import java.util.function.Function;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** A participant as shown to people who may see the register: NIK and phone masked. */
@JsonInclude(JsonInclude.Include.NON_NULL)
@Schema(name = "Participant")
record ParticipantView(
        @Schema(required = true) UUID id,

        @Schema(required = true, description = "1 for the enrollment; each change adds 1. Also the ETag")
        int version,

        @Schema(required = true, description = "Masked: the first six digits alone", examples = "160107**********")
        String nik,

        @Schema(description = "Member number, once the branch has given it") @Nullable
        String kpj,

        @Schema(required = true, examples = "Siti Aminah") String name,

        @Schema(required = true, examples = "1984-07-05") LocalDate birthDate,

        @Schema(required = true) Sex sex,

        @Schema(required = true, examples = "16.01.07.2001") String villageCode,

        @Schema(required = true) Segment segment,

        @Schema(required = true) Occupation occupation,

        @Schema(required = true) FundingSource fundingSource,

        @Schema(required = true) List<Programme> programmes,

        @Nullable IncomeBand monthlyIncome,

        @Schema(description = "Employer or group (wadah)") @Nullable
        String groupName,

        @Nullable GroupKind groupKind,

        @Schema(required = true) Origin origin,

        @Schema(required = true) ParticipantStatus status,

        @Schema(description = "Only with ENDED") @Nullable EndReason endReason,

        @Schema(required = true, examples = "2026-11-20") LocalDate enrolledOn,

        @Schema(required = true, examples = "2026-11-20") LocalDate coveredFrom,

        @Nullable LocalDate coveredUntil,

        @Schema(description = "Masked", examples = "+6280*******56") @Nullable
        String phone,

        @Schema(required = true, description = "What somebody should look at; it did not prevent the enrollment")
        List<ProblemError> warnings,

        @Schema(description = "Only while processing is restricted: since when") @Nullable
        Instant restrictedAt,

        @Schema(
                description =
                        "Only of somebody whose personal data are erased: since when. Name and NIK say nothing then, and of the birth date the year alone is right")
        @Nullable
        Instant erasedAt) {

    private static final String WITHOUT_NIK = "*".repeat(16);

    /** @param warning what a code of a warning points at */
    static ParticipantView of(
            Participant participant, Role reader, Seal seal, Messages messages, Function<String, Finding> warning) {
        var phone = phone(participant, reader, seal);
        return new ParticipantView(
                participant.id(),
                participant.version(),
                nik(participant, reader, seal),
                participant.kpj(),
                participant.name(),
                participant.birthDate(),
                participant.sex(),
                participant.villageCode(),
                participant.segment(),
                participant.occupation(),
                participant.fundingSource(),
                participant.programmes(),
                participant.monthlyIncome(),
                participant.groupName(),
                participant.groupKind(),
                participant.origin(),
                participant.status(),
                participant.endReason(),
                participant.enrolledOn(),
                participant.coveredFrom(),
                participant.coveredUntil(),
                phone,
                participant.warnings().stream()
                        .map(code -> messages.of(warning.apply(code)))
                        .toList(),
                participant.restrictedAt(),
                participant.erasedAt());
    }

    /** Masked; for the auditor, who has no need of it, not even that, nor of who is erased. */
    static String nik(Participant participant, Role reader, Seal seal) {
        return reader == Role.AUDITOR || participant.erasedAt() != null
                ? WITHOUT_NIK
                : participant.nik(seal).masked();
    }

    static @Nullable String phone(Participant participant, Role reader, Seal seal) {
        var phone = reader == Role.AUDITOR ? null : participant.phone(seal);
        return phone == null ? null : phone.masked();
    }
}
