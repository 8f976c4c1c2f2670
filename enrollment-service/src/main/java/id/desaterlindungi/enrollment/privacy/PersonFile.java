package id.desaterlindungi.enrollment.privacy;

import id.desaterlindungi.enrollment.sheet.SheetForm;
import id.desaterlindungi.enrollment.sheet.SheetWriter;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.regex.Pattern;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** All that is held of somebody, in the words of who reads it. */
@Schema(name = "PersonFile")
record PersonFile(
        @Schema(required = true) UUID requestId,

        @Schema(required = true) UUID participantId,

        @Schema(required = true, examples = "2026-11-28T02:30:00Z")
        Instant madeAt,

        @Schema(required = true) List<Section> sections) {
    private static final Pattern NUMBER = Pattern.compile("\\+?[0-9]{9,}");

    PersonFile {
        sections = List.copyOf(sections);
    }

    @Schema(name = "PersonFileSection")
    record Section(
            @Schema(required = true, examples = "Data dalam register")
            String title,

            @Schema(required = true) List<Line> lines) {
        Section {
            lines = List.copyOf(lines);
        }
    }

    @Schema(name = "PersonFileLine")
    record Line(
            @Schema(required = true, examples = "Nama") String label,

            @Schema(required = true, examples = "Siti Aminah")
            String value) {}

    /** The same as a table. */
    byte[] sheet(SheetForm form, PlainWords words) {
        var bytes = new ByteArrayOutputStream();
        try {
            var file = form.writer(
                    bytes,
                    "Data",
                    List.of(
                            words.text("held.column.section"),
                            words.text("held.column.label"),
                            words.text("held.column.value")));
            for (var section : sections) {
                for (var line : section.lines) {
                    file.row(List.of(section.title, line.label, cell(line.value, file)));
                }
            }
            file.finish();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    /** Numbers of people are codes. */
    private static String cell(String value, SheetWriter file) {
        return NUMBER.matcher(value).matches() ? file.code(value) : SheetWriter.text(value);
    }

    /** So that no log line shows it by mistake. */
    @Override
    public String toString() {
        return "PersonFile[masked]";
    }
}
