package id.desaterlindungi.e2e.fuzz;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.List;
import java.util.Random;

/** People who do not exist: serials of their NIKs begin with 9, their phones with 0800, and each has a name of their own. */
final class MadeUp {
    private static final ZoneId JAKARTA = ZoneId.of("Asia/Jakarta");
    private static final List<String> SYLLABLES =
            List.of("qua", "xi", "vo", "zu", "wex", "yo", "qui", "xa", "ve", "zo");

    /** Ways to be counted: segment, occupation, payer, programmes, origin. */
    private static final List<List<String>> WAYS = List.of(
            List.of("BPU", "PETANI", "ADD", "JKK+JKM", "NEW"),
            List.of("BPU", "PENGEMUDI", "MANDIRI", "JKK+JKM+JHT", "NEW"),
            List.of("PU", "PERANGKAT_DESA", "ADD", "JKK+JKM+JHT+JP+JKP", "CARRIED_OVER"),
            List.of("JAKON", "BURUH", "PEMBERI_KERJA", "JKK+JKM", "NEW"),
            List.of("PMI", "LAINNYA", "APBN", "JKM+JKK+JHT", "NEW"));

    private final Secrets secrets;
    private int made;

    MadeUp(Secrets secrets) {
        this.secrets = secrets;
    }

    static LocalDate today() {
        return LocalDate.now(JAKARTA);
    }

    ObjectNode person(String village, Random random) {
        var today = today();
        int number = made++;
        var woman = random.nextBoolean();
        var born = LocalDate.of(1988, 1, 1).plusDays(random.nextInt(5000));
        var nik = "%s%02d%02d%02d9%03d"
                .formatted(
                        village.substring(0, 8).replace(".", ""),
                        born.getDayOfMonth() + (woman ? 40 : 0),
                        born.getMonthValue(),
                        born.getYear() % 100,
                        number % 1000);
        var way = WAYS.get(random.nextInt(WAYS.size()));
        var name = name();
        var phone = phone();
        secrets.add(nik, name, phone);
        var person = JsonNodeFactory.instance.objectNode();
        person.put("nik", nik)
                .put("name", name)
                .put("birthDate", born.toString())
                .put("sex", woman ? "F" : "M")
                .put("villageCode", village)
                .put("segment", way.get(0))
                .put("occupation", way.get(1))
                .put("fundingSource", way.get(2));
        var programmes = person.putArray("programmes");
        List.of(way.get(3).split("\\+")).forEach(programmes::add);
        if (random.nextBoolean()) {
            person.put("origin", way.get(4));
        }
        if (random.nextBoolean()) {
            var far = random.nextInt(8) == 0;
            person.put(
                    "enrolledOn",
                    today.minusDays(random.nextInt(30) + (far ? 300 : 0)).toString());
            if (far) {
                person.put("backdatingReason", "REPORTED_LATE");
            }
        }
        if (random.nextBoolean()) {
            person.put("phone", phone);
        }
        if (random.nextInt(3) == 0) {
            person.put("kpj", kpj(random)).put("monthlyIncome", "UNDER_1_MILLION");
        }
        if (random.nextInt(4) == 0) {
            person.put("groupName", "Kelompok Uji " + number).put("groupKind", "KELOMPOK_TANI");
        }
        if (random.nextInt(4) == 0) {
            var from = today.plusDays(random.nextInt(30));
            person.put("coveredFrom", from.toString());
            person.put("coveredUntil", from.plusDays(300).toString());
        }
        return person;
    }

    /** {@code Samaran Quaxivozu}: no word of it stands anywhere else. */
    String name() {
        var word = new StringBuilder();
        for (var digit : "%05d".formatted(made).toCharArray()) {
            word.append(SYLLABLES.get(digit - '0'));
        }
        word.setCharAt(0, Character.toUpperCase(word.charAt(0)));
        var name = "Samarannya " + word;
        secrets.add("", name, "");
        return name;
    }

    String phone() {
        var phone = "0800-9%03d-%04d".formatted(made / 10_000, made % 10_000);
        secrets.add("", "", phone);
        return phone;
    }

    static String kpj(Random random) {
        return "99%09d".formatted(random.nextInt(1_000_000_000));
    }
}
