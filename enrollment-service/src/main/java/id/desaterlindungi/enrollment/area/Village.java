package id.desaterlindungi.enrollment.area;

import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** A desa or kelurahan with the areas that it lies in: names repeat, so a village is shown with its district. */
@Schema(name = "Village")
record Village(
        @Schema(required = true, description = "Kemendagri code", examples = "16.01.07.2001")
        String code,

        @Schema(required = true, examples = "desa") AreaKind kind,

        @Schema(required = true, examples = "Negeri Sindang")
        String name,

        @Schema(required = true) Named district,

        @Schema(required = true) Named regency) {

    @Schema(name = "NamedArea")
    record Named(
            @Schema(required = true, examples = "16.01.07") String code,

            @Schema(required = true, examples = "Sosoh Buay Rayap")
            String name) {}
}
