package id.desaterlindungi.enrollment.reference;

import id.desaterlindungi.enrollment.participant.codes.Programme;
import id.desaterlindungi.enrollment.participant.codes.Segment;
import java.util.Arrays;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

@Schema(name = "SegmentCode")
record SegmentCode(
        @Schema(required = true, examples = "BPU") Segment code,

        @Schema(required = true) Label label,

        @Schema(required = true, description = "Programmes open to it, the required ones among them")
        List<Programme> programmes,

        @Schema(required = true, description = "Programmes that everybody in it has")
        List<Programme> requiredProgrammes) {
    SegmentCode {
        programmes = List.copyOf(programmes);
        requiredProgrammes = List.copyOf(requiredProgrammes);
    }

    @Schema(name = "SegmentList")
    record Listing(@Schema(required = true) List<SegmentCode> items) {
        Listing {
            items = List.copyOf(items);
        }

        static Listing all() {
            return new Listing(
                    Arrays.stream(Segment.values()).map(SegmentCode::of).toList());
        }
    }

    private static SegmentCode of(Segment segment) {
        return new SegmentCode(
                segment,
                Label.of("segment", segment),
                Arrays.stream(Programme.values()).filter(segment::allows).toList(),
                Programme.ALWAYS.stream().sorted().toList());
    }
}
