package id.desaterlindungi.enrollment.problem;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.net.URI;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** Every error's body, {@code application/problem+json} (RFC 9457). */
@JsonInclude(JsonInclude.Include.NON_NULL)
@Schema(
        name = "Problem",
        description =
                "What went wrong (RFC 9457). Programs read `code`; people read `detail`, in the language asked for.")
public record Problem(
        @Schema(
                required = true,
                description = "Stable name of the kind of problem",
                examples = "urn:desaterlindungi:problem:parameters-refused")
        URI type,

        @Schema(required = true, examples = "Parameter tidak dapat diterima")
        String title,

        @Schema(required = true, examples = "400") int status,

        @Schema(required = true, description = "The last part of `type`", examples = "parameters-refused")
        String code,

        @Schema(required = true, examples = "Ada parameter yang tidak sesuai; lihat daftar errors.")
        String detail,

        @Schema(description = "Each fault that was found, all at once") @Nullable
        List<ProblemError> errors,

        @Schema(description = "Only with status 500: names this failure in the service's log") @Nullable
        String incident) {

    public static final String MEDIA_TYPE = "application/problem+json";

    /** A refusal that may be a part of a larger answer. */
    public static Problem of(ProblemException refusal, Messages messages) {
        return of(refusal.status(), refusal.code(), refusal.arguments(), refusal.findings(), null, messages);
    }

    static Problem of(
            int status,
            String code,
            List<Object> arguments,
            List<Finding> findings,
            @Nullable String incident,
            Messages messages) {
        return new Problem(
                URI.create("urn:desaterlindungi:problem:" + code),
                messages.text("problem." + code + ".title", arguments),
                status,
                code,
                messages.text("problem." + code + ".detail", arguments),
                findings.isEmpty() ? null : findings.stream().map(messages::of).toList(),
                incident);
    }
}
