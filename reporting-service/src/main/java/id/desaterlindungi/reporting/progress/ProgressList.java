package id.desaterlindungi.reporting.progress;

import com.fasterxml.jackson.annotation.JsonInclude;
import id.desaterlindungi.reporting.http.table.Table;
import id.desaterlindungi.reporting.http.table.Tabular;
import id.desaterlindungi.reporting.progress.snapshot.AsOf;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** One page of the parts of an area, with the area itself from the same snapshot. */
@Schema(description = """
        Areas of one level. Without `having`, the register figures of all of them add up to those of `within`, at one position; \
        pages of different positions need not.""")
record ProgressList(
        @Schema(required = true, description = "The area that the items are parts of.")
        AreaProgress within,

        @Schema(required = true, description = "Level of the items.", examples = "regency")
        String level,

        @Schema(required = true) List<AreaProgress> items,

        @JsonInclude(JsonInclude.Include.NON_NULL)
        @Schema(description = "Cursor that continues after the last item; absent on the last page.")
        @Nullable
        String next,

        @Schema(required = true) AsOf asOf)
        implements Tabular {

    @Override
    public Table table() {
        return AreaProgress.table("progress-areas", items, asOf);
    }
}
