package id.desaterlindungi.e2e.fuzz;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.dhatim.fastexcel.Workbook;

/** A few people as a list: CSV or a workbook, as it is or as a part of a form. */
final class UploadedList {
    static final String WORKBOOK = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";

    private static final List<String> COLUMNS = List.of(
            "NIK",
            "Nama",
            "Tanggal Lahir",
            "Jenis Kelamin",
            "Kode Desa",
            "Segmen",
            "Pekerjaan",
            "Sumber Dana",
            "Program",
            "No HP");

    private final Bodies bodies;
    private final MadeUp people;

    UploadedList(Bodies bodies, MadeUp people) {
        this.bodies = bodies;
        this.people = people;
    }

    /** Where it is a part of a form, what the query says are parts of it too. */
    void sendIn(Draft draft, Random random) {
        var rows = rows(random);
        var csv = random.nextInt(3) > 0;
        var file = csv ? csv(rows) : workbook(rows);
        var type = csv ? "text/csv; charset=UTF-8" : WORKBOOK;
        if (random.nextInt(3) > 0) {
            draft.header("Content-Type", type);
            draft.body = file;
            return;
        }
        var form = new Form("desa" + Long.toHexString(random.nextLong()));
        draft.query.forEach(one -> form.add(one.name(), one.value()));
        draft.query.clear();
        form.file("daftar." + (csv ? "csv" : "xlsx"), type, file);
        draft.header("Content-Type", form.type());
        draft.body = form.bytes();
    }

    private List<List<String>> rows(Random random) {
        var rows = new ArrayList<List<String>>();
        rows.add(COLUMNS);
        for (int i = random.nextInt(5); i >= 0; i--) {
            var person = bodies.person(random);
            var programmes = new ArrayList<String>();
            person.path("programmes").forEach(one -> programmes.add(one.asText()));
            rows.add(new ArrayList<>(List.of(
                    person.path("nik").asText(),
                    person.path("name").asText(),
                    person.path("birthDate").asText(),
                    person.path("sex").asText().equals("F") ? "P" : "L",
                    person.path("villageCode").asText(),
                    person.path("segment").asText(),
                    person.path("occupation").asText(),
                    person.path("fundingSource").asText(),
                    String.join("+", programmes),
                    people.phone())));
        }
        if (random.nextInt(3) == 0) {
            rows.get(rows.size() - 1).set(COLUMNS.indexOf("Pekerjaan"), "Tukang Las");
        }
        if (random.nextInt(3) == 0) {
            var row = rows.get(rows.size() - 1);
            row.set(random.nextInt(row.size()), Oddities.text(random));
        }
        return rows;
    }

    private static byte[] csv(List<List<String>> rows) {
        var csv = new StringBuilder();
        for (var row : rows) {
            csv.append(String.join(
                            ";",
                            row.stream()
                                    .map(cell ->
                                            cell.matches("[\\w .+-]*") ? cell : '"' + cell.replace("\"", "\"\"") + '"')
                                    .toList()))
                    .append("\r\n");
        }
        return Draft.bytes(csv.toString());
    }

    private static byte[] workbook(List<List<String>> rows) {
        var bytes = new ByteArrayOutputStream();
        try (var workbook = new Workbook(bytes, "fuzz", "1.0")) {
            var sheet = workbook.newWorksheet("Peserta");
            for (var row = 0; row < rows.size(); row++) {
                for (var column = 0; column < rows.get(row).size(); column++) {
                    sheet.value(row, column, rows.get(row).get(column));
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    /** A body of {@code multipart/form-data}. */
    private static final class Form {
        private final String boundary;
        private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

        Form(String boundary) {
            this.boundary = boundary;
        }

        String type() {
            return "multipart/form-data; boundary=" + boundary;
        }

        void add(String name, String value) {
            part("name=\"" + name + "\"", "", value.getBytes(StandardCharsets.UTF_8));
        }

        void file(String name, String type, byte[] content) {
            part("name=\"file\"; filename=\"" + name + "\"", "Content-Type: " + type + "\r\n", content);
        }

        private void part(String disposition, String headers, byte[] content) {
            bytes.writeBytes(
                    ("--" + boundary + "\r\nContent-Disposition: form-data; " + disposition + "\r\n" + headers + "\r\n")
                            .getBytes(StandardCharsets.UTF_8));
            bytes.writeBytes(content);
            bytes.writeBytes("\r\n".getBytes(StandardCharsets.UTF_8));
        }

        byte[] bytes() {
            var whole = new ByteArrayOutputStream();
            whole.writeBytes(bytes.toByteArray());
            whole.writeBytes(("--" + boundary + "--\r\n").getBytes(StandardCharsets.UTF_8));
            return whole.toByteArray();
        }
    }
}
