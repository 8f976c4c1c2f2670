package id.desaterlindungi.enrollment.sheet;

import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.StreamingOutput;
import java.io.IOException;
import java.io.OutputStream;
import java.util.List;

/** The forms of a file for spreadsheet programs, and how each is answered. */
public enum SheetForm {
    CSV(SheetWriter.CSV + ";charset=UTF-8", "csv") {
        @Override
        public SheetWriter writer(OutputStream out, String title, List<String> header) throws IOException {
            return SheetWriter.csv(out, header);
        }
    },
    XLSX(SheetWriter.XLSX, "xlsx") {
        @Override
        public SheetWriter writer(OutputStream out, String title, List<String> header) {
            return SheetWriter.xlsx(out, title, header);
        }
    };

    private final String type;
    private final String suffix;

    SheetForm(String type, String suffix) {
        this.type = type;
        this.suffix = suffix;
    }

    /** @param mediaType one of the two, without parameters */
    public static SheetForm of(String mediaType) {
        return mediaType.equals(SheetWriter.CSV) ? CSV : XLSX;
    }

    /** @param title of each sheet; a CSV file has none */
    public abstract SheetWriter writer(OutputStream out, String title, List<String> header) throws IOException;

    /**
     * An answer that browsers save as a file.
     *
     * @param name of the file, without its ending
     */
    public Response answer(String name, StreamingOutput content) {
        return saved(name, content);
    }

    /** As the other, for a file that is made already. */
    public Response answer(String name, byte[] content) {
        return saved(name, content);
    }

    private Response saved(String name, Object content) {
        return Response.ok(content)
                .type(type)
                .header(HttpHeaders.CONTENT_DISPOSITION, "attachment; filename=\"" + name + "." + suffix + "\"")
                .build();
    }
}
