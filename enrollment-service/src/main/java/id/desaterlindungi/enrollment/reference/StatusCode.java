package id.desaterlindungi.enrollment.reference;

import id.desaterlindungi.enrollment.participant.codes.ParticipantStatus;
import java.util.Arrays;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

@Schema(name = "StatusCode")
record StatusCode(
        @Schema(required = true, examples = "GRACE") ParticipantStatus code,

        @Schema(required = true) Label label,

        @Schema(required = true, description = "Whether the goal counts it as covered. This promises no benefit")
        boolean covered) {

    @Schema(name = "StatusList")
    record Listing(@Schema(required = true) List<StatusCode> items) {
        Listing {
            items = List.copyOf(items);
        }

        static Listing all() {
            return new Listing(Arrays.stream(ParticipantStatus.values())
                    .map(status -> new StatusCode(status, Label.of("status", status), status.covered()))
                    .toList());
        }
    }
}
