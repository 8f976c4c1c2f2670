package id.desaterlindungi.enrollment.imports.correction;

import com.fasterxml.jackson.annotation.JsonInclude;
import id.desaterlindungi.enrollment.imports.choice.Choice.Question;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** Something that was found in many rows and that one choice settles for all of them. */
@JsonInclude(JsonInclude.Include.NON_NULL)
@Schema(name = "ImportQuestion")
public record ImportQuestion(
        @Schema(required = true, description = "Code of the finding", examples = "occupation-unknown")
        String code,

        @Schema(required = true, description = "Field of an enrollment", examples = "occupation")
        String field,

        @Schema(required = true, description = "The header of the column in the file", examples = "Pekerjaan")
        String column,

        @Schema(
                description =
                        "What the rows say there, in capitals; absent for a choice for all rows of the finding that have none of their own",
                examples = "TUKANG LAS")
        @Nullable
        String said,

        @Schema(required = true, description = "Rows that have the finding", examples = "17")
        int rows,

        @Schema(required = true, description = "Those of them that have no other finding", examples = "16")
        int alone,

        @Schema(required = true, description = "The first of them", examples = "4")
        int firstRow,

        @Schema(required = true, description = "Whether they are not enrolled without a choice", examples = "false")
        boolean stops,

        @Schema(required = true, examples = "17 baris bertuliskan \"TUKANG LAS\". Nilai mana yang dipakai?")
        String question,

        @Schema(
                required = true,
                description =
                        "What can be chosen. For a village also the code of any other that is open in the import's areas; for programmes any of them, joined by plus signs")
        List<Option> choices,

        @Schema(
                description =
                        "The one of them that fits best, where one does; a village only if it is called as the rows say",
                examples = "AS_READ")
        @Nullable
        String suggested) {
    public boolean isAbout(Question question) {
        return question.equals(new Question(code, field, said == null ? "" : said));
    }

    @Schema(name = "ImportChoice")
    public record Option(
            @Schema(required = true, examples = "BURUH") String choice,

            @Schema(required = true, examples = "Buruh") String label) {}
}
