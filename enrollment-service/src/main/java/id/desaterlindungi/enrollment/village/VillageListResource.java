package id.desaterlindungi.enrollment.village;

import com.fasterxml.jackson.annotation.JsonProperty;
import id.desaterlindungi.enrollment.area.AreaKind;
import id.desaterlindungi.enrollment.area.Areas;
import id.desaterlindungi.enrollment.http.Page;
import id.desaterlindungi.enrollment.http.PageRequest;
import id.desaterlindungi.enrollment.http.PlainText;
import id.desaterlindungi.enrollment.http.parameter.AreaCode;
import id.desaterlindungi.enrollment.http.parameter.Order;
import id.desaterlindungi.enrollment.http.parameter.Range;
import id.desaterlindungi.enrollment.problem.Finding;
import id.desaterlindungi.enrollment.problem.ProblemException;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** The collection of villages: one page after another. */
@Path("/v1/villages")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Villages")
class VillageListResource {
    private final VillageReader reader;
    private final Areas areas;

    VillageListResource(VillageReader reader, Areas areas) {
        this.reader = reader;
        this.areas = areas;
    }

    /** What a village can be. */
    @Schema(name = "VillageKind")
    enum Kind {
        @JsonProperty("desa")
        DESA(AreaKind.DESA),
        @JsonProperty("kelurahan")
        KELURAHAN(AreaKind.KELURAHAN);

        private final AreaKind area;

        Kind(AreaKind area) {
            this.area = area;
        }
    }

    @GET
    @Operation(
            operationId = "listVillages",
            summary = "List the villages of an area, of a kind, or with a name",
            description =
                    "In the order of their codes. Names repeat, also within a regency: tell villages apart by their codes. Closed villages are listed only with `closed=true`.")
    public Page<VillageSummary> list(
            @QueryParam("within")
                    @Parameter(description = "Code of the area in which the villages lie", example = "16.01")
                    @Nullable
                    AreaCode within,
            @QueryParam("kind") @Nullable Kind kind,
            @QueryParam("q")
                    @Parameter(description = "A part of the name; case and accents do not count", example = "sindang")
                    @Nullable
                    String name,
            @QueryParam("closed")
                    @DefaultValue("false")
                    @Parameter(description = "Whether to list closed villages too; they have `validUntil`")
                    boolean closed,
            @QueryParam("order") @Parameter(description = "Ascending if absent") @Nullable Order order,
            @QueryParam("cursor") @Nullable String cursor,
            @QueryParam("limit")
                    @DefaultValue(PageRequest.DEFAULT_LIMIT)
                    @Range(least = 1, most = PageRequest.MAX_LIMIT)
                    int limit) {
        areas.require("within", within);
        var descending = order == Order.DESCENDING;
        var words = name == null ? null : words(name);
        var page = PageRequest.of(cursor, limit, within, kind, words, closed, descending)
                .keyed(PageRequest.AREA_CODE);
        return Page.of(
                reader.villages(within, kind == null ? null : kind.area, words, closed, descending, page),
                page,
                VillageSummary::code);
    }

    private static String words(String name) {
        var words = PlainText.line(name);
        if (words.fault() != null) {
            throw ProblemException.parameters(Finding.at("q", words.fault()));
        }
        return words.text();
    }
}
