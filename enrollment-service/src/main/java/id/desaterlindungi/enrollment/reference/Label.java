package id.desaterlindungi.enrollment.reference;

import id.desaterlindungi.enrollment.problem.Messages;
import java.util.List;
import java.util.Locale;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** What a code is called. Both languages come with every answer, so that a caller keeps one copy. */
@Schema(name = "Label")
record Label(
        @Schema(required = true, description = "Indonesian", examples = "Petani")
        String id,

        @Schema(required = true, description = "English", examples = "Farmer")
        String en) {
    /** @param kind as in the keys {@code label.<kind>.<code>} */
    static Label of(String kind, Enum<?> code) {
        var key = "label." + kind + "." + code.name();
        return new Label(text(Locale.of("id"), key), text(Locale.ENGLISH, key));
    }

    private static String text(Locale language, String key) {
        return Messages.in(List.of(language)).text(key, List.of());
    }
}
