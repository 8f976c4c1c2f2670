package id.desaterlindungi.enrollment.participant;

import com.fasterxml.jackson.annotation.JsonInclude;
import id.desaterlindungi.enrollment.participant.codes.BackdatingReason;
import id.desaterlindungi.enrollment.participant.codes.FundingSource;
import id.desaterlindungi.enrollment.participant.codes.GroupKind;
import id.desaterlindungi.enrollment.participant.codes.IncomeBand;
import id.desaterlindungi.enrollment.participant.codes.Occupation;
import id.desaterlindungi.enrollment.participant.codes.Origin;
import id.desaterlindungi.enrollment.participant.codes.Programme;
import id.desaterlindungi.enrollment.participant.codes.Segment;
import id.desaterlindungi.enrollment.participant.codes.Sex;
import id.desaterlindungi.enrollment.sealing.Seal;
import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * What a caller sends to enroll one person, as text: every fault in it is found and told at once by {@link
 * EnrollmentCheck}, instead of the first one that a parser stumbles over.
 */
@Schema(
        name = "EnrollmentRequest",
        requiredProperties = {
            "nik",
            "name",
            "birthDate",
            "sex",
            "villageCode",
            "segment",
            "occupation",
            "fundingSource",
            "programmes"
        })
public record EnrollmentRequest(
        @Schema(
                description = "National identity number: 16 digits. Spaces, dots and dashes between them are ignored",
                examples = "1601074507849001")
        @Nullable
        String nik,

        @Schema(
                description = "As on the identity card; one word is enough",
                minLength = 1,
                maxLength = 150,
                examples = "Siti Aminah")
        @Nullable
        String name,

        @Schema(type = SchemaType.STRING, format = "date", examples = "1984-07-05") @Nullable
        String birthDate,

        @Schema(implementation = Sex.class, examples = "F") @Nullable
        String sex,

        @Schema(
                description = "Kemendagri code of a desa or kelurahan",
                pattern = "^[0-9]{2}\\.[0-9]{2}\\.[0-9]{2}\\.[0-9]{4}$",
                examples = "16.01.07.2001")
        @Nullable
        String villageCode,

        @Schema(implementation = Segment.class, examples = "BPU") @Nullable
        String segment,

        @Schema(implementation = Occupation.class, examples = "PETANI") @Nullable
        String occupation,

        @Schema(implementation = FundingSource.class, examples = "ADD") @Nullable
        String fundingSource,

        @Schema(
                type = SchemaType.ARRAY,
                implementation = Programme.class,
                description = "JKK and JKM always; JHT not for JAKON; JP and JKP for PU only",
                examples = "[\"JKK\",\"JKM\"]")
        @Nullable
        List<@Nullable String> programmes,

        @Schema(
                implementation = Origin.class,
                defaultValue = "NEW",
                description = "CARRIED_OVER for somebody who was covered before this register existed",
                examples = "NEW")
        @Nullable
        String origin,

        @Schema(
                type = SchemaType.STRING,
                format = "date",
                description =
                        "Business date in Asia/Jakarta; today if absent, never in the future. With origin NEW not before 2014-01-01 and at most 90 days back; further back by the branch alone, with `backdatingReason` (the limits can be set otherwise)",
                examples = "2026-11-20")
        @Nullable
        String enrolledOn,

        @Schema(
                implementation = BackdatingReason.class,
                description =
                        "Required where the branch dates an enrollment back further than others may; kept in its history",
                examples = "REPORTED_LATE")
        // A request that was kept before this field came is still the same when it comes again.
        @JsonInclude(JsonInclude.Include.NON_NULL)
        @Nullable
        String backdatingReason,

        @Schema(description = "Indonesian mobile number, 08… or +628…", examples = "0800-0012-3456") @Nullable
        String phone,

        @Schema(
                description =
                        "Member number (KPJ) given by the BPJS branch: 11 digits or capital letters, with leading zeros",
                pattern = "^[0-9A-Z]{11}$",
                examples = "26A01234567")
        @Nullable
        String kpj,

        @Schema(implementation = IncomeBand.class, examples = "FROM_1_TO_2_MILLION") @Nullable
        String monthlyIncome,

        @Schema(
                description = "Employer or group (wadah); together with groupKind",
                minLength = 1,
                maxLength = 150,
                examples = "Kelompok Tani Makmur")
        @Nullable
        String groupName,

        @Schema(implementation = GroupKind.class, examples = "KELOMPOK_TANI") @Nullable
        String groupKind,

        @Schema(
                type = SchemaType.STRING,
                format = "date",
                description =
                        "First day of cover in Asia/Jakarta; the day of enrollment if absent, at most 12 months ahead (can be set otherwise). REGISTERED before that day, ACTIVE by itself from then on",
                examples = "2026-11-20")
        @Nullable
        String coveredFrom,

        @Schema(
                type = SchemaType.STRING,
                format = "date",
                description = "Last day that is paid for",
                examples = "2027-11-19")
        @Nullable
        String coveredUntil) {

    /** The names of all fields, as they stand in a body. */
    static final Set<String> FIELDS = Arrays.stream(EnrollmentRequest.class.getRecordComponents())
            .map(RecordComponent::getName)
            .collect(Collectors.toUnmodifiableSet());

    /** What would have to be sent to enroll a participant as it is now: what a correction is merged into. */
    static EnrollmentRequest of(Participant participant, Seal seal) {
        var phone = participant.phone(seal);
        var income = participant.monthlyIncome();
        var group = participant.groupKind();
        var until = participant.coveredUntil();
        return new EnrollmentRequest(
                participant.nik(seal).digits(),
                participant.name(),
                participant.birthDate().toString(),
                participant.sex().name(),
                participant.villageCode(),
                participant.segment().name(),
                participant.occupation().name(),
                participant.fundingSource().name(),
                participant.programmes().stream().map(Programme::name).toList(),
                participant.origin().name(),
                participant.enrolledOn().toString(),
                null,
                phone == null ? null : phone.number(),
                participant.kpj(),
                income == null ? null : income.name(),
                participant.groupName(),
                group == null ? null : group.name(),
                participant.coveredFrom().toString(),
                until == null ? null : until.toString());
    }
}
