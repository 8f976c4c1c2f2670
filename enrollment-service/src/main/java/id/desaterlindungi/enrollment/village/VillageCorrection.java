package id.desaterlindungi.enrollment.village;

import java.math.BigDecimal;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** The fields of a village's record as they are sent, so that every fault in them is told at once. */
@Schema(name = "VillageCorrection")
record VillageCorrection(
        @Schema(nullable = true, maxLength = 150, examples = "Uji Kepala Desa") @Nullable
        String headName,

        @Schema(nullable = true, description = "Indonesian mobile number, 08… or +628…", examples = "0800-0012-3456")
        @Nullable
        String headPhone,

        @Schema(
                nullable = true,
                description = "The person to ask for at the village office",
                maxLength = 300,
                examples = "Kaur Kesra, hari kerja pukul 8 sampai 15")
        @Nullable
        String officeContact,

        @Schema(nullable = true, description = "Indonesian number, mobile or fixed", examples = "0711-000123") @Nullable
        String officePhone,

        @Schema(
                nullable = true,
                type = SchemaType.INTEGER,
                minimum = "0",
                maximum = "1000000",
                description = "Workers living there, estimated; together with source and date",
                examples = "1240")
        @Nullable
        BigDecimal workersEstimate,

        @Schema(nullable = true, maxLength = 300, examples = "Profil desa 2025") @Nullable
        String workersSource,

        @Schema(nullable = true, type = SchemaType.STRING, format = "date", examples = "2025-12-31") @Nullable
        String workersAsOf,

        @Schema(description = "Desa Sadar Jaminan Sosial Ketenagakerjaan", examples = "true") @Nullable
        Boolean sadar,

        @Schema(nullable = true, maxLength = 2000, examples = "Sosialisasi terakhir pada musyawarah desa.") @Nullable
        String notes) {

    /** What would have to be sent to leave a record as it is: what a correction is merged into. */
    static VillageCorrection of(VillageDetails details) {
        var estimate = details.workersEstimate();
        var asOf = details.workersAsOf();
        return new VillageCorrection(
                details.headName(),
                details.headPhone(),
                details.officeContact(),
                details.officePhone(),
                estimate == null ? null : BigDecimal.valueOf(estimate),
                details.workersSource(),
                asOf == null ? null : asOf.toString(),
                details.sadar(),
                details.notes());
    }
}
