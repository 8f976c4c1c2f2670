package id.desaterlindungi.enrollment.area;

import id.desaterlindungi.enrollment.http.Page;
import id.desaterlindungi.enrollment.http.PageRequest;
import id.desaterlindungi.enrollment.http.parameter.AreaCode;
import id.desaterlindungi.enrollment.http.parameter.Range;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

@Path("/v1/areas")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Areas", description = "The administrative areas of South Sumatra, by Kemendagri code")
class AreaResource {
    private final Areas areas;

    AreaResource(Areas areas) {
        this.areas = areas;
    }

    @GET
    @Operation(
            operationId = "listAreas",
            summary = "List the areas one level below a parent",
            description =
                    "Without a parent: the province. In the order of their codes. Closed villages are listed only with `closed=true`.")
    public Page<Area> list(
            @QueryParam("parent") @Parameter(description = "Code of the parent area", example = "16.01") @Nullable
                    AreaCode parent,
            @QueryParam("closed")
                    @DefaultValue("false")
                    @Parameter(description = "Whether to list closed villages too; they have `validUntil`")
                    boolean closed,
            @QueryParam("cursor") @Nullable String cursor,
            @QueryParam("limit")
                    @DefaultValue(PageRequest.DEFAULT_LIMIT)
                    @Range(least = 1, most = PageRequest.MAX_LIMIT)
                    int limit) {
        areas.require("parent", parent);
        var page = PageRequest.of(cursor, limit, parent, closed).keyed(PageRequest.AREA_CODE);
        return Page.of(areas.children(parent, closed, page), page, Area::code);
    }
}
