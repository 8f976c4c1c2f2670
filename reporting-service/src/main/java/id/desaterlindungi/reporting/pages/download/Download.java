package id.desaterlindungi.reporting.pages.download;

import com.fasterxml.jackson.databind.ObjectMapper;
import id.desaterlindungi.reporting.area.Level;
import id.desaterlindungi.reporting.http.table.CsvTable;
import id.desaterlindungi.reporting.http.table.Table;
import id.desaterlindungi.reporting.http.table.XlsxTable;
import jakarta.ws.rs.core.MediaType;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** Which figures somebody takes along, and in which form. There are twelve, and each is small enough to be kept. */
public record Download(Level level, Form form) {
    /** In the order of who asks for them most. */
    public enum Form {
        CSV(Table.CSV + ";charset=UTF-8"),
        XLSX(Table.XLSX),
        JSON(MediaType.APPLICATION_JSON);

        private final String type;

        Form(String type) {
            this.type = type;
        }
    }

    /** Empty for what is no name of a file. */
    public static Optional<Download> named(String file) {
        return Arrays.stream(Level.values())
                .flatMap(level -> Arrays.stream(Form.values()).map(form -> new Download(level, form)))
                .filter(one -> one.file().equals(file))
                .findFirst();
    }

    /** {@code regency.csv} */
    public String file() {
        return level.label() + "." + form.name().toLowerCase(Locale.ROOT);
    }

    public String type() {
        return form.type;
    }

    /** Two workbooks of the same figures differ in the time at which they were packed; the other forms are the same to the byte. */
    public boolean isExact() {
        return form != Form.XLSX;
    }

    public byte[] content(AreaList list, ObjectMapper json) {
        var out = new ByteArrayOutputStream();
        try {
            switch (form) {
                case CSV -> CsvTable.write(list.table(), out);
                case XLSX -> XlsxTable.write(list.table(), out);
                case JSON -> json.writeValue(out, list);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return out.toByteArray();
    }
}
