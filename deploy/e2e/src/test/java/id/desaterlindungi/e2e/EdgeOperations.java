package id.desaterlindungi.e2e;

import io.restassured.response.Response;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/**
 * Requests of every operation that writes, most of them about people and villages that were made here before, and most with
 * {@link Edges} in some fields.
 */
final class EdgeOperations {
    private static final String DISTRICT = "16.01.07";
    private static final long MOST_RUPIAH = 1_000_000_000_000_000L;
    private static final List<String> SEGMENTS = List.of("PU", "BPU", "JAKON", "PMI");
    private static final List<String> OCCUPATIONS = List.of("PETANI", "KEPALA_DESA", "RT_RW", "LAINNYA");
    private static final List<String> PAYERS = List.of("ADD", "DANA_DESA", "MANDIRI", "PEMBERI_KERJA");
    private static final List<String> STATUSES = List.of("ACTIVE", "GRACE", "LAPSED", "ENDED");
    private static final List<String> PROGRAMMES = List.of(
            "[\"JKK\",\"JKM\"]",
            "[\"JKK\",\"JKM\",\"JHT\"]",
            "[\"JKK\",\"JKM\",\"JKM\",\"JKK\"]",
            "[\"JKK\"]",
            "[]",
            "[\"JKK\",null]",
            "[\"JKK\",\"JKM\",\"JP\",\"JHT\",\"JKP\"]",
            "\"JKK\"",
            "null");

    private final DesaSystem system;
    private final Random random;
    private final Edges edges;
    /** Versions by id or code, of what was made here. */
    private final Map<String, Integer> people = new LinkedHashMap<>();

    private final Map<String, Integer> villages = new LinkedHashMap<>();
    private final Map<String, Integer> budgets = new HashMap<>();
    private final Map<String, Integer> goals = new HashMap<>();
    private int nextVillage = 2600;

    EdgeOperations(DesaSystem system, Random random) {
        this.system = system;
        this.random = random;
        this.edges = new Edges(random);
    }

    /** By name; each sends one request and tells its answer. */
    Map<String, Supplier<Response>> all() {
        var operations = new LinkedHashMap<String, Supplier<Response>>();
        operations.put("enroll", this::enroll);
        operations.put("batch", this::batch);
        operations.put("correct", this::correct);
        operations.put("transfer", this::transfer);
        operations.put("status", this::status);
        operations.put("settle", this::settle);
        operations.put("register village", this::registerVillage);
        operations.put("correct village", this::correctVillage);
        operations.put("budget", this::budget);
        operations.put("goal", this::goal);
        operations.put("close village", this::closeVillage);
        return operations;
    }

    /** A list whose rows have one odd cell each; it enrolls by itself. */
    Response importList() {
        var rows = new StringBuilder(
                "NIK;Nama;Tanggal Lahir;Jenis Kelamin;Kode Desa;Segmen;Pekerjaan;Sumber Dana;Program;Tanggal Daftar;Mulai;Sampai\n");
        for (var i = 0; i < 12; i++) {
            var person = system.people().next().request();
            var cells = new ArrayList<>(List.of(
                    (String) person.get("nik"),
                    (String) person.get("name"),
                    (String) person.get("birthDate"),
                    (String) person.get("sex"),
                    edges.pick(places()),
                    "BPU",
                    "PETANI",
                    "ADD",
                    "JKK+JKM",
                    "2026-03-02",
                    "",
                    ""));
            switch (i % 4) {
                case 0 -> cells.set(2, edges.plainDay());
                case 1 -> cells.set(9, edges.plainDay());
                case 2 -> cells.set(10 + edges.below(2), edges.plainDay());
                default ->
                    cells.set(
                            1,
                            edges.pick(List.of("x".repeat(150), "x".repeat(151), "𠀀".repeat(150), "12", "Uji\u0000")));
            }
            rows.append(String.join(";", cells)).append('\n');
        }
        return system.askEnrollment()
                .contentType("text/csv; charset=UTF-8")
                .queryParam("commit", "auto")
                .body(rows.toString())
                .post("/v1/imports");
    }

    private Response enroll() {
        return taken(system.askEnrollment().body(person()).post("/v1/participants"), people, "id");
    }

    private String person() {
        var person = new LinkedHashMap<String, String>();
        system.people()
                .next()
                .request()
                .forEach((field, value) -> person.put(
                        field,
                        value instanceof List<?> list
                                ? list.stream().map(one -> "\"" + one + "\"").collect(Collectors.joining(",", "[", "]"))
                                : "\"" + value + "\""));
        person.put("villageCode", "\"" + edges.pick(places()) + "\"");
        if (people.isEmpty() || edges.chance(4)) {
            // A warning that somebody can settle; the first has one in any run.
            person.put("sex", person.get("sex").equals("\"F\"") ? "\"M\"" : "\"F\"");
        }
        return body(person, personFields(), 2);
    }

    private Map<String, Supplier<String>> personFields() {
        var fields = new LinkedHashMap<String, Supplier<String>>();
        fields.put("name", () -> edges.text(150));
        fields.put("birthDate", edges::day);
        fields.put("sex", () -> edges.code(List.of("F", "M")));
        fields.put("villageCode", () -> edges.village(places()));
        fields.put("segment", () -> edges.code(SEGMENTS));
        fields.put("occupation", () -> edges.code(OCCUPATIONS));
        fields.put("fundingSource", () -> edges.code(PAYERS));
        fields.put("programmes", () -> edges.pick(PROGRAMMES));
        fields.put("origin", () -> edges.code(List.of("NEW", "CARRIED_OVER")));
        fields.put("enrolledOn", edges::day);
        fields.put("backdatingReason", () -> edges.code(List.of("REPORTED_LATE", "OTHER")));
        fields.put("coveredFrom", edges::day);
        fields.put("coveredUntil", edges::day);
        fields.put("kpj", () -> edges.pick(List.of("\"26A01234567\"", "\"26a01234567\"", "\"123456789012\"", "null")));
        fields.put("monthlyIncome", () -> edges.code(List.of("UNDER_1_MILLION", "OVER_3_5_MILLION")));
        fields.put("groupName", () -> edges.text(150));
        fields.put("groupKind", () -> edges.code(List.of("KOPERASI", "BUMDES")));
        fields.put("phone", () -> edges.pick(List.of("\"0800-0012-3456\"", "\"0\"", "\"\\uff10\\uff18\"", "7")));
        fields.put(
                "nik",
                () -> edges.pick(List.of("\"1601074507840000\"", "\"160107450784900\"", "1601074507849001", "\"\"")));
        return fields;
    }

    private Response batch() {
        var operations = new ArrayList<String>();
        for (var i = 0; i < 4; i++) {
            operations.add("{\"operationId\":\"edges-%d\",\"enrollment\":%s}".formatted(random.nextLong(), person()));
        }
        return system.askEnrollment()
                .body("{\"operations\":[" + String.join(",", operations) + "]}")
                .post("/v1/participants/batch");
    }

    private Response correct() {
        var id = edges.pick(ids(people));
        var patch = new LinkedHashMap<String, String>();
        patch.put("occupation", "\"" + edges.pick(OCCUPATIONS) + "\"");
        patch.put("name", "\"Uji Koreksi\"");
        var fields = personFields();
        fields.remove("villageCode");
        fields.put("reason", () -> edges.code(List.of("TYPING_ERROR", "OTHER")));
        return taken(
                system.askEnrollment()
                        .contentType("application/merge-patch+json")
                        .header("If-Match", tag(people.get(id)))
                        .body(body(patch, fields, 2))
                        .patch("/v1/participants/" + id),
                people,
                "id");
    }

    private Response transfer() {
        var id = edges.pick(ids(people));
        var body = fields("villageCode", "\"" + edges.pick(places()) + "\"", "reason", "\"MOVED\"");
        return taken(
                system.askEnrollment()
                        .header("If-Match", tag(people.get(id)))
                        .body(body(
                                body,
                                Map.of(
                                        "villageCode", () -> edges.village(places()),
                                        "reason", () -> edges.code(List.of("MOVED", "REGISTERED_WRONGLY")),
                                        "on", edges::day),
                                1))
                        .post("/v1/participants/" + id + "/transfer"),
                people,
                "id");
    }

    private Response status() {
        var id = edges.pick(ids(people));
        var next = edges.pick(STATUSES);
        var body = fields("status", "\"" + next + "\"");
        if (next.equals("ENDED")) {
            body.put("reason", "\"" + edges.pick(List.of("WITHDREW", "DUPLICATE", "LEFT_PROVINCE", "DIED")) + "\"");
        } else if (hasDied(id)) {
            body.put("reason", "\"RECORDED_IN_ERROR\"");
        }
        return taken(
                system.askEnrollment()
                        .header("If-Match", tag(people.get(id)))
                        .body(body(body, Map.of("status", () -> edges.code(STATUSES), "on", edges::day), 1))
                        .post("/v1/participants/" + id + "/status"),
                people,
                "id");
    }

    private boolean hasDied(String id) {
        return "DIED"
                .equals(system.askEnrollment().get("/v1/participants/" + id).path("endReason"));
    }

    private Response settle() {
        var id = edges.chance(3) ? edges.pick(ids(people)) : somebodyWarned();
        var open = warnings(id);
        var code = open.isEmpty() || edges.chance(3) ? "nik-sex" : open.getFirst();
        return taken(
                system.askEnrollment()
                        .header("If-Match", tag(people.get(id)))
                        .delete("/v1/participants/" + id + "/warnings/" + code),
                people,
                "id");
    }

    /** If there is somebody: by luck alone, in some runs nothing was ever settled. */
    private String somebodyWarned() {
        return people.keySet().stream()
                .filter(id -> !warnings(id).isEmpty())
                .findFirst()
                .orElseGet(() -> edges.pick(ids(people)));
    }

    private List<String> warnings(String id) {
        List<String> open = system.askEnrollment().get("/v1/participants/" + id).path("warnings.code");
        return open == null ? List.of() : open;
    }

    private Response registerVillage() {
        var body = fields(
                "code", "\"%s.%d\"".formatted(DISTRICT, nextVillage++),
                "name", "\"Uji Tepi\"",
                "kind", "\"desa\"",
                "parentVillage", "\"16.01.07.2001\"",
                "validFrom", "\"2026-01-01\"");
        return taken(
                system.askEnrollment()
                        .body(body(
                                body,
                                Map.of(
                                        "code", () -> edges.village(places()),
                                        "name", () -> edges.text(150),
                                        "kind", () -> edges.code(List.of("desa", "kelurahan", "DESA", "district")),
                                        "parentVillage", () -> edges.village(places()),
                                        "validFrom", edges::day),
                                1))
                        .post("/v1/villages"),
                villages,
                "code");
    }

    private Response correctVillage() {
        var code = edges.pick(ids(villages));
        var patch = fields(
                "workersEstimate", Integer.toString(edges.below(1_000_000)),
                "workersSource", "\"Profil desa\"",
                "workersAsOf", "\"2025-12-31\"");
        return taken(
                system.askEnrollment()
                        .contentType("application/merge-patch+json")
                        .header("If-Match", tag(villages.get(code)))
                        .body(body(
                                patch,
                                Map.of(
                                        "headName", () -> edges.text(150),
                                        "officeContact", () -> edges.text(300),
                                        "notes", () -> edges.text(2_000),
                                        "workersEstimate", () -> edges.number(0, 1_000_000),
                                        "workersSource", () -> edges.text(300),
                                        "workersAsOf", edges::day,
                                        "sadar", () -> edges.pick(List.of("true", "false", "null", "1"))),
                                2))
                        .patch("/v1/villages/" + code),
                villages,
                "code");
    }

    private Response budget() {
        var code = edges.pick(places());
        var year = edges.pick(List.of("2014", "2015", "2026", "2099", "2100", "2101", "0", "-1", "99999999999"));
        var key = code + " " + year;
        var body = fields(
                "addTotal", Long.toString(MOST_RUPIAH),
                "addSocialSecurity", Long.toString(random.nextLong(MOST_RUPIAH)),
                "danaDesaSocialSecurity", "0",
                "workers", "100",
                "sourceDocument", "\"Perdes 3/2026\"");
        var request = system.askEnrollment()
                .body(body(
                        body,
                        Map.of(
                                "addTotal", () -> edges.number(0, MOST_RUPIAH),
                                "addSocialSecurity", () -> edges.number(0, MOST_RUPIAH),
                                "danaDesaSocialSecurity", () -> edges.number(0, MOST_RUPIAH),
                                "workers", () -> edges.number(0, 1_000_000),
                                "sourceDocument", () -> edges.text(300)),
                        2));
        var answer = (budgets.containsKey(key)
                        ? request.header("If-Match", tag(budgets.get(key)))
                        : request.header("If-None-Match", "*"))
                .put("/v1/villages/" + code + "/budgets/" + year);
        if (answer.statusCode() < 300) {
            budgets.put(key, version(answer));
        }
        return answer;
    }

    private Response goal() {
        var area = edges.pick(List.of("16.05.01", "16.05.02", "16.05.99"));
        var body = fields(
                "target", Integer.toString(1 + edges.below(1_000_000_000)),
                "baseline", "0",
                "statedOn", "\"2026-03-02\"",
                "dueOn", "\"2027-12-31\"",
                "source", "\"Keputusan 112/2026\"");
        var request = system.askReporting()
                .body(body(
                        body,
                        Map.of(
                                "target", () -> edges.number(1, 1_000_000_000),
                                "baseline", () -> edges.number(0, 1_000_000_000),
                                "statedOn", edges::day,
                                "dueOn", edges::day,
                                "workforce",
                                        () -> "{\"people\":%s,\"derived\":true}"
                                                .formatted(edges.number(1, 1_000_000_000)),
                                "source", () -> edges.text(500)),
                        2));
        var answer = (goals.containsKey(area)
                        ? request.header("If-Match", tag(goals.get(area)))
                        : request.header("If-None-Match", "*"))
                .put("/v1/goals/" + area);
        if (answer.statusCode() < 300) {
            goals.put(area, version(answer));
        }
        return answer;
    }

    /** Of the villages of this test alone: others stay as other tests need them. */
    private Response closeVillage() {
        var code = edges.pick(ids(villages));
        var into = edges.pick(places());
        var body = fields("successors", "[\"" + into + "\"]", "on", "\"" + Edges.today() + "\"");
        var answer = system.askEnrollment()
                .header("If-Match", tag(villages.get(code)))
                .body(body(body, Map.of("successors", () -> successors(into), "on", edges::day), 1))
                .post("/v1/villages/" + code + "/closure");
        if (answer.statusCode() < 300) {
            villages.remove(code);
            // Its people have a version more; how many they were is not told here.
            people.keySet().removeIf(id -> isIn(id, into));
        }
        return answer;
    }

    private boolean isIn(String id, String village) {
        return village.equals(
                system.askEnrollment().get("/v1/participants/" + id).path("villageCode"));
    }

    private String successors(String into) {
        var some = places().stream().limit(21).map(code -> "\"" + code + "\"").toList();
        return edges.pick(List.of(
                "[\"%1$s\",\"%1$s\"]".formatted(into),
                "[]",
                "null",
                "[null]",
                some.toString(),
                "[\"16.99.99.2001\"]",
                "\"" + into + "\""));
    }

    /** @param odd of how many fields at most the value is an edge; one time in three of none */
    private String body(Map<String, String> right, Map<String, Supplier<String>> fields, int odd) {
        var body = new LinkedHashMap<>(right);
        if (!edges.chance(3)) {
            var names = List.copyOf(fields.keySet());
            for (var i = 0; i <= edges.below(odd); i++) {
                var name = edges.pick(names);
                body.put(name, fields.get(name).get());
            }
        }
        return body.entrySet().stream()
                .map(field -> "\"" + field.getKey() + "\":" + field.getValue())
                .collect(Collectors.joining(",", "{", "}"));
    }

    private static Map<String, String> fields(String... namesAndValues) {
        var fields = new LinkedHashMap<String, String>();
        for (var i = 0; i < namesAndValues.length; i += 2) {
            fields.put(namesAndValues[i], namesAndValues[i + 1]);
        }
        return fields;
    }

    private Response taken(Response answer, Map<String, Integer> versions, String id) {
        if (answer.statusCode() < 300) {
            versions.put(answer.path(id), version(answer));
        }
        return answer;
    }

    private static int version(Response answer) {
        return Integer.parseInt(answer.header("ETag").replaceAll("\\D", ""));
    }

    private static String tag(Integer version) {
        return "\"" + version + "\"";
    }

    private static List<String> ids(Map<String, Integer> versions) {
        return versions.isEmpty() ? List.of("00000000-0000-7000-8000-000000000000") : List.copyOf(versions.keySet());
    }

    private List<String> places() {
        var places = new ArrayList<>(villages.keySet());
        places.addAll(List.of("16.01.07.2001", "16.01.07.2004"));
        return places;
    }
}
