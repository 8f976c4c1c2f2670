package id.desaterlindungi.enrollment.participant.codes;

import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** The reasons that a change of status can have. */
@Schema(name = "StatusReason")
public enum StatusReason {
    DIED(EndReason.DIED),
    WITHDREW(EndReason.WITHDREW),
    LEFT_PROVINCE(EndReason.LEFT_PROVINCE),
    DUPLICATE(EndReason.DUPLICATE),
    /** Takes an end as DIED back: the person is alive. */
    RECORDED_IN_ERROR(null);

    private final @Nullable EndReason end;

    StatusReason(@Nullable EndReason end) {
        this.end = end;
    }

    /** Empty for what is no reason of an end. */
    public Optional<EndReason> end() {
        return Optional.ofNullable(end);
    }
}
