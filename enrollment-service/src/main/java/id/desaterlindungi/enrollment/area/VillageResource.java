package id.desaterlindungi.enrollment.area;

import id.desaterlindungi.enrollment.http.Page;
import id.desaterlindungi.enrollment.http.PageRequest;
import id.desaterlindungi.enrollment.problem.Finding;
import id.desaterlindungi.enrollment.problem.ProblemException;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

@Path("/v1/villages")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Areas")
class VillageResource {
    private final Areas areas;

    VillageResource(Areas areas) {
        this.areas = areas;
    }

    @GET
    @Operation(
            operationId = "listVillages",
            summary = "Villages of an area, of a kind, or with a name",
            description = "By code, ascending. Names repeat, also within a regency: tell villages apart by code.")
    public Page<Village> list(
            @QueryParam("within")
                    @Parameter(description = "Code of the area that they lie in", example = "16.01")
                    @Nullable
                    String within,
            @QueryParam("kind") @Parameter(schema = @Schema(enumeration = {"desa", "kelurahan"})) @Nullable String kind,
            @QueryParam("q") @Parameter(description = "A part of the name, in any case", example = "sindang") @Nullable
                    String name,
            @QueryParam("cursor") @Parameter(description = "`next` of the page before") @Nullable String cursor,
            @QueryParam("limit")
                    @DefaultValue(PageRequest.DEFAULT_LIMIT)
                    @Parameter(schema = @Schema(type = SchemaType.INTEGER, minimum = "1", maximum = "500"))
                    String limit) {
        if (within != null && !areas.exists(within)) {
            throw ProblemException.badRequest("parameters-refused", Finding.at("within", "area-unknown"));
        }
        var page = PageRequest.of(cursor, limit, within, kind, name);
        return Page.of(areas.villages(within, kindOf(kind), name, page), page, Village::code);
    }

    @GET
    @Path("/{code}")
    @Operation(operationId = "getVillage", summary = "One village")
    public Village get(@PathParam("code") @Parameter(example = "16.01.07.2001") String code) {
        return areas.village(code).orElseThrow(() -> ProblemException.notFound("village-not-found"));
    }

    private static @Nullable AreaKind kindOf(@Nullable String kind) {
        if (kind == null) {
            return null;
        }
        return AreaKind.of(kind)
                .filter(known -> known == AreaKind.DESA || known == AreaKind.KELURAHAN)
                .orElseThrow(() -> ProblemException.badRequest(
                        "parameters-refused", Finding.at("kind", "code-unknown", "desa, kelurahan")));
    }
}
