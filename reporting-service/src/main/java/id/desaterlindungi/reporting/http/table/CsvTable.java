package id.desaterlindungi.reporting.http.table;

import de.siegmar.fastcsv.writer.CsvWriter;
import id.desaterlindungi.reporting.http.table.Table.Code;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.MultivaluedMap;
import jakarta.ws.rs.ext.MessageBodyWriter;
import jakarta.ws.rs.ext.Provider;
import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.lang.annotation.Annotation;
import java.lang.reflect.Type;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** Semicolons, a byte order mark and decimal commas: what Excel in Indonesia opens as columns, as UTF-8 and as numbers. */
@Provider
@Produces(Table.CSV)
public class CsvTable implements MessageBodyWriter<Tabular> {
    private static final String BYTE_ORDER_MARK = "\uFEFF";

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
        headers.putSingle(HttpHeaders.CONTENT_TYPE, Table.CSV + ";charset=UTF-8");
        headers.putSingle(HttpHeaders.CONTENT_DISPOSITION, "attachment; filename=\"" + table.name() + ".csv\"");
        write(table, out);
    }

    /** The rows alone: in a file of lines there is no place for notes that a program would not take for a row. */
    public static void write(Table table, OutputStream out) throws IOException {
        var text = new OutputStreamWriter(out, StandardCharsets.UTF_8);
        text.write(BYTE_ORDER_MARK);
        var csv = CsvWriter.builder().fieldSeparator(';').build(text);
        csv.writeRecord(table.header());
        for (var row : table.rows()) {
            csv.writeRecord(row.stream().map(CsvTable::cell).toList());
        }
        csv.flush();
    }

    private static String cell(@Nullable Object value) {
        return switch (value) {
            case null -> "";
            case Code code -> "=\"" + code.text().replace("\"", "") + "\"";
            case BigDecimal number -> number.toPlainString().replace('.', ',');
            case Number number -> number.toString();
            default -> Table.text(value);
        };
    }
}
