package id.desaterlindungi.enrollment.village;

import com.fasterxml.jackson.annotation.JsonInclude;
import id.desaterlindungi.enrollment.area.AreaKind;
import java.time.LocalDate;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** A desa or kelurahan with the areas that it lies in: names repeat, so a village is shown with its district. */
@JsonInclude(JsonInclude.Include.NON_NULL)
@Schema(name = "VillageSummary")
record VillageSummary(
        @Schema(required = true, description = "Kemendagri code", examples = "16.01.07.2001")
        String code,

        @Schema(required = true, examples = "desa") AreaKind kind,

        @Schema(required = true, examples = "Negeri Sindang")
        String name,

        @Schema(required = true) Named district,

        @Schema(required = true) Named regency,

        @Schema(description = "First day; absent for a village that stood before the register", examples = "2026-07-01")
        @Nullable
        LocalDate validFrom,

        @Schema(
                description = "Only of a closed village: the first day on which it no longer exists",
                examples = "2026-12-01")
        @Nullable
        LocalDate validUntil) {

    @Schema(name = "NamedArea")
    record Named(
            @Schema(required = true, examples = "16.01.07") String code,

            @Schema(required = true, examples = "Sosoh Buay Rayap")
            String name) {}
}
