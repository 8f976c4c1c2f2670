package id.desaterlindungi.enrollment.participant;

import de.siegmar.fastcsv.writer.CsvWriter;
import id.desaterlindungi.enrollment.sealing.Seal;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.dhatim.fastexcel.Workbook;
import org.dhatim.fastexcel.Worksheet;
import org.jspecify.annotations.Nullable;

/**
 * A selection as a file that a spreadsheet program does not damage: every cell is text, and none can be taken for a formula.
 * The selection is never in memory as a whole.
 */
@ApplicationScoped
class ParticipantExport {
    static final String CSV = "text/csv";
    static final String XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";

    /** What Excel takes on one sheet, less the header. */
    private static final int SHEET_ROWS = 1_048_575;

    private static final int FLUSH_ROWS = 500;
    private static final String BYTE_ORDER_MARK = "\uFEFF";
    private static final List<String> HEADER = List.of(
            "id",
            "nik",
            "kpj",
            "name",
            "birthDate",
            "sex",
            "villageCode",
            "segment",
            "occupation",
            "fundingSource",
            "programmes",
            "monthlyIncome",
            "groupName",
            "groupKind",
            "origin",
            "status",
            "endReason",
            "enrolledOn",
            "coveredFrom",
            "coveredUntil",
            "phone",
            "warnings");

    private final ParticipantList participants;
    private final Seal seal;

    ParticipantExport(ParticipantList participants, Seal seal) {
        this.participants = participants;
        this.seal = seal;
    }

    /** Semicolons and a byte order mark: what Excel in Indonesia opens as columns and as UTF-8. */
    void csv(ParticipantFilter filter, OutputStream out) throws IOException {
        // Closed only when all is written: an answer that ends well says that the file is whole.
        var text = new OutputStreamWriter(out, StandardCharsets.UTF_8);
        text.write(BYTE_ORDER_MARK);
        var csv = CsvWriter.builder().fieldSeparator(';').build(text);
        csv.writeRecord(HEADER);
        participants.each(filter, participant -> csv.writeRecord(cells(participant, ParticipantExport::csvCode)));
        csv.close();
    }

    void xlsx(ParticipantFilter filter, OutputStream out) throws IOException {
        var workbook = new Workbook(out, "Desa Terlindungi", null);
        var sheets = new Sheets(workbook);
        participants.each(filter, participant -> sheets.add(cells(participant, ParticipantExport::cell)));
        sheets.finish();
        workbook.finish();
    }

    private static final class Sheets {
        private final Workbook workbook;
        private Worksheet sheet;
        private int number = 1;
        private int row;

        Sheets(Workbook workbook) {
            this.workbook = workbook;
            this.sheet = begin();
        }

        void add(List<String> cells) {
            try {
                if (row > SHEET_ROWS) {
                    sheet.finish();
                    number++;
                    sheet = begin();
                }
                write(cells);
                if (row % FLUSH_ROWS == 0) {
                    sheet.flush();
                }
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        void finish() throws IOException {
            sheet.finish();
        }

        private Worksheet begin() {
            sheet = workbook.newWorksheet("Peserta " + number);
            row = 0;
            write(HEADER);
            return sheet;
        }

        private void write(List<String> cells) {
            for (var column = 0; column < cells.size(); column++) {
                // In place and not in a table of texts, which would keep every one of them in memory.
                sheet.inlineString(row, column, cells.get(column));
            }
            row++;
        }
    }

    private List<String> cells(Participant participant, Function<@Nullable String, String> code) {
        var phone = participant.phone(seal);
        return List.of(
                participant.id().toString(),
                participant.nik(seal).masked(),
                code.apply(participant.kpj()),
                cell(participant.name()),
                participant.birthDate().toString(),
                participant.sex().name(),
                participant.villageCode(),
                participant.segment().name(),
                participant.occupation().name(),
                participant.fundingSource().name(),
                participant.programmes().stream().map(Programme::name).collect(Collectors.joining(", ")),
                cell(participant.monthlyIncome()),
                cell(participant.groupName()),
                cell(participant.groupKind()),
                participant.origin().name(),
                participant.status().name(),
                cell(participant.endReason()),
                participant.enrolledOn().toString(),
                participant.coveredFrom().toString(),
                cell(participant.coveredUntil()),
                cell(phone == null ? null : phone.masked()),
                String.join(", ", participant.warnings()));
    }

    /** A number of letters and digits as a formula for a text: as it stands, Excel would drop its zeros or read an exponent. */
    private static String csvCode(@Nullable String code) {
        return code == null ? "" : "=\"" + code + "\"";
    }

    /** A text that begins like a formula gets an apostrophe in front, by which spreadsheets know that it is a text. */
    static String cell(@Nullable Object value) {
        var text = Objects.toString(value, "");
        return !text.isEmpty() && "=+-@\t\r".indexOf(text.charAt(0)) >= 0 ? "'" + text : text;
    }
}
