package id.desaterlindungi.enrollment.village;

import id.desaterlindungi.enrollment.area.AreaKind;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** A village that came into being by a split. */
@Schema(
        name = "NewVillage",
        requiredProperties = {"code", "name", "kind", "parentVillage", "validFrom"})
record NewVillage(
        @Schema(
                description =
                        "Its new Kemendagri code, never used before: that of its district, then 2xxx for a desa, 1xxx for a kelurahan",
                pattern = "^[0-9]{2}\\.[0-9]{2}\\.[0-9]{2}\\.[0-9]{4}$",
                examples = "16.01.07.2099")
        @Nullable
        String code,

        @Schema(minLength = 1, maxLength = 150, examples = "Negeri Sindang Baru") @Nullable
        String name,

        @Schema(
                implementation = AreaKind.class,
                enumeration = {"desa", "kelurahan"},
                examples = "desa")
        @Nullable
        String kind,

        @Schema(
                description = "The village that it was split off from",
                pattern = "^[0-9]{2}\\.[0-9]{2}\\.[0-9]{2}\\.[0-9]{4}$",
                examples = "16.01.07.2001")
        @Nullable
        String parentVillage,

        @Schema(
                type = SchemaType.STRING,
                format = "date",
                description = "Its first day; not in the future",
                examples = "2026-07-01")
        @Nullable
        String validFrom) {}
