package id.desaterlindungi.enrollment.participant;

import com.fasterxml.jackson.annotation.JsonInclude;
import id.desaterlindungi.enrollment.problem.ProblemError;
import java.time.LocalDate;
import java.util.List;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** A participant as shown to people who may see the register: NIK and phone masked. */
@JsonInclude(JsonInclude.Include.NON_NULL)
@Schema(name = "Participant")
record ParticipantView(
        @Schema(required = true) UUID id,

        @Schema(required = true, description = "1 for the enrollment, one more for each change; also the ETag")
        int version,

        @Schema(required = true, description = "Masked", examples = "160107******9001")
        String nik,

        @Schema(required = true, examples = "Siti Aminah") String name,

        @Schema(required = true, examples = "1984-07-05") LocalDate birthDate,

        @Schema(required = true) Sex sex,

        @Schema(required = true, examples = "16.01.07.2001") String villageCode,

        @Schema(required = true) Segment segment,

        @Schema(required = true) Occupation occupation,

        @Schema(required = true) FundingSource fundingSource,

        @Schema(required = true) List<Programme> programmes,

        @Schema(required = true) Origin origin,

        @Schema(required = true) ParticipantStatus status,

        @Schema(required = true, examples = "2026-11-20") LocalDate enrolledOn,

        @Schema(description = "Masked", examples = "+6280*******56") @Nullable
        String phone,

        @Schema(required = true, description = "What somebody should look at; it did not keep the person out")
        List<ProblemError> warnings) {}
