package id.desaterlindungi.enrollment.village;

import com.fasterxml.jackson.annotation.JsonInclude;
import id.desaterlindungi.enrollment.area.AreaKind;
import id.desaterlindungi.enrollment.sealing.Seal;
import java.time.LocalDate;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** The whole record of a village. The phones are those of an office and its head, so they are shown whole. */
@JsonInclude(JsonInclude.Include.NON_NULL)
@Schema(name = "Village")
record VillageView(
        @Schema(required = true, description = "Kemendagri code", examples = "16.01.07.2001")
        String code,

        @Schema(required = true, description = "Each change adds 1. Also the ETag", examples = "1")
        int version,

        @Schema(required = true, examples = "desa") AreaKind kind,

        @Schema(required = true, examples = "Negeri Sindang")
        String name,

        @Schema(required = true) VillageSummary.Named district,

        @Schema(required = true) VillageSummary.Named regency,

        @Schema(description = "The village that it was split off from", examples = "16.01.07.2004") @Nullable
        String parentVillage,

        @Schema(description = "First day; absent for a village that stood before the register", examples = "2026-07-01")
        @Nullable
        LocalDate validFrom,

        @Schema(
                description = "Only of a closed village: the first day on which it no longer exists",
                examples = "2026-12-01")
        @Nullable
        LocalDate validUntil,

        @Schema(required = true, description = "Villages that took over from a closed one")
        List<String> successors,

        @Schema(examples = "Uji Kepala Desa") @Nullable String headName,

        @Schema(
                description = "Shown whole, unlike a participant's, so that the offices can call the head",
                examples = "+6280000123456")
        @Nullable
        String headPhone,

        @Schema(examples = "Kaur Kesra, hari kerja pukul 8 sampai 15") @Nullable
        String officeContact,

        @Schema(examples = "+62711000123") @Nullable String officePhone,

        @Schema(description = "Workers living there, estimated", examples = "1240") @Nullable
        Integer workersEstimate,

        @Schema(examples = "Profil desa 2025") @Nullable String workersSource,

        @Schema(examples = "2025-12-31") @Nullable LocalDate workersAsOf,

        @Schema(required = true, description = "Desa Sadar Jaminan Sosial Ketenagakerjaan")
        boolean sadar,

        @Nullable String notes) {

    static VillageView of(Village village, VillageSummary place, Seal seal) {
        var details = village.details(seal);
        return new VillageView(
                village.code(),
                village.version(),
                village.kind(),
                place.name(),
                place.district(),
                place.regency(),
                village.parentVillage(),
                village.validFrom(),
                village.validUntil(),
                village.successors(),
                details.headName(),
                details.headPhone(),
                details.officeContact(),
                details.officePhone(),
                details.workersEstimate(),
                details.workersSource(),
                details.workersAsOf(),
                details.sadar(),
                details.notes());
    }
}
