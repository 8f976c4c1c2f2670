package id.desaterlindungi.enrollment.participant;

import java.util.List;
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
record EnrollmentRequest(
        @Schema(
                description = "National identity number: 16 digits; spaces, dots and dashes between them are dropped",
                examples = "1601074507849001")
        @Nullable
        String nik,

        @Schema(description = "As on the identity card; one word is enough", maxLength = 150, examples = "Siti Aminah")
        @Nullable
        String name,

        @Schema(type = SchemaType.STRING, format = "date", examples = "1984-07-05") @Nullable
        String birthDate,

        @Schema(implementation = Sex.class, examples = "F") @Nullable
        String sex,

        @Schema(description = "Kemendagri code of a desa or kelurahan", examples = "16.01.07.2001") @Nullable
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
                description = "Business date in Asia/Jakarta; today if absent, never in the future",
                examples = "2026-11-20")
        @Nullable
        String enrolledOn,

        @Schema(description = "Indonesian mobile number, 08… or +628…", examples = "0800-0012-3456") @Nullable
        String phone) {}
