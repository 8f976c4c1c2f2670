package id.desaterlindungi.enrollment.area;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.LocalDate;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** An area of any level. */
@JsonInclude(JsonInclude.Include.NON_NULL)
@Schema(name = "Area")
record Area(
        @Schema(required = true, description = "Kemendagri code", examples = "16.01")
        String code,

        @Schema(description = "Absent for the province", examples = "16") @Nullable
        String parentCode,

        @Schema(required = true, examples = "regency") AreaKind kind,

        @Schema(required = true, examples = "Kabupaten Ogan Komering Ulu")
        String name,

        @Schema(
                description = "Only of a closed village: the first day on which it no longer exists",
                examples = "2026-12-01")
        @Nullable
        LocalDate validUntil) {}
