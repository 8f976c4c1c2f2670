package id.desaterlindungi.reporting.http.table;

import id.desaterlindungi.reporting.http.table.Table.Code;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.MultivaluedMap;
import jakarta.ws.rs.ext.MessageBodyWriter;
import jakarta.ws.rs.ext.Provider;
import java.io.IOException;
import java.io.OutputStream;
import java.lang.annotation.Annotation;
import java.lang.reflect.Type;
import org.dhatim.fastexcel.Workbook;
import org.dhatim.fastexcel.Worksheet;
import org.jspecify.annotations.Nullable;

/** Numbers as numbers, all else as texts: nothing that Excel could take for a formula, a date or a time. */
@Provider
@Produces(Table.XLSX)
public class XlsxTable implements MessageBodyWriter<Tabular> {
    private static final String NOTES = "about";

    @Override
    public boolean isWriteable(Class<?> type, Type generic, Annotation[] annotations, MediaType mediaType) {
        return Tabular.class.isAssignableFrom(type);
    }

    @Override
    public void writeTo(
            Tabular answer,
            Class<?> type,
            Type generic,
            Annotation[] annotations,
            MediaType mediaType,
            MultivaluedMap<String, Object> headers,
            OutputStream out)
            throws IOException {
        var table = answer.table();
        headers.putSingle(HttpHeaders.CONTENT_DISPOSITION, "attachment; filename=\"" + table.name() + ".xlsx\"");
        write(table, out);
    }

    /** Notes stand in a second sheet. */
    public static void write(Table table, OutputStream out) throws IOException {
        var workbook = new Workbook(out, "Desa Terlindungi", null);
        var sheet = workbook.newWorksheet(table.name());
        for (var column = 0; column < table.header().size(); column++) {
            sheet.inlineString(0, column, table.header().get(column));
        }
        var line = 1;
        for (var row : table.rows()) {
            for (var column = 0; column < row.size(); column++) {
                write(sheet, line, column, row.get(column));
            }
            line++;
        }
        if (!table.notes().isEmpty()) {
            var notes = workbook.newWorksheet(NOTES);
            for (var row = 0; row < table.notes().size(); row++) {
                var note = table.notes().get(row);
                notes.inlineString(row, 0, note.name());
                notes.inlineString(row, 1, Table.text(note.text()));
            }
        }
        workbook.finish();
    }

    private static void write(Worksheet sheet, int row, int column, @Nullable Object value) {
        switch (value) {
            case null -> {}
            case Number number -> sheet.value(row, column, number);
            case Code code -> sheet.inlineString(row, column, code.text());
            default -> sheet.inlineString(row, column, Table.text(value));
        }
    }
}
