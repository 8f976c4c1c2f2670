package id.desaterlindungi.reporting.http;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;
import java.util.function.Function;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * A part of a list.
 *
 * @param next the cursor that continues after the last item; absent on the last page
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Page<T>(
        @Schema(required = true) List<T> items,

        @Schema(description = "Continues after the last item; absent on the last page") @Nullable
        String next) {

    public Page {
        items = List.copyOf(items);
    }

    /**
     * @param found up to one row more than the page takes: that one tells that there is a next page
     * @param key what the list is ordered by, unique within it
     */
    public static <T> Page<T> of(List<T> found, PageRequest request, Function<T, String> key) {
        if (found.size() <= request.limit()) {
            return new Page<>(found, null);
        }
        var items = found.subList(0, request.limit());
        return new Page<>(items, request.cursorAfter(key.apply(items.getLast())));
    }
}
