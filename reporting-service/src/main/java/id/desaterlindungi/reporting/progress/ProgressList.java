package id.desaterlindungi.reporting.progress;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** A part of the list of an area's parts, with the whole from the same snapshot. */
@Schema(description = """
        Areas of one level, by code. The register figures of all of them add up to those of `within`, at one position; pages \
        of different positions need not.""")
record ProgressList(
        @Schema(description = "The whole that the items are parts of.")
        AreaProgress within,

        @Schema(description = "Level of the items.", examples = "regency")
        String level,

        List<AreaProgress> items,

        @JsonInclude(JsonInclude.Include.NON_NULL)
        @Schema(description = "Cursor that continues after the last item; absent on the last page.")
        @Nullable
        String next,

        AsOf asOf) {}
