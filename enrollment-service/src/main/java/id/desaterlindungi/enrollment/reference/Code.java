package id.desaterlindungi.enrollment.reference;

import java.util.Arrays;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

@Schema(name = "Code")
record Code(
        @Schema(required = true, description = "Never changes", examples = "PETANI")
        String code,

        @Schema(required = true) Label label) {
    @Schema(name = "CodeList")
    record Listing(@Schema(required = true) List<Code> items) {
        Listing {
            items = List.copyOf(items);
        }

        static Listing of(String kind, Enum<?>... codes) {
            return new Listing(Arrays.stream(codes)
                    .map(code -> new Code(code.name(), Label.of(kind, code)))
                    .toList());
        }
    }
}
