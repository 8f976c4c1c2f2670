package id.desaterlindungi.e2e;

import java.time.LocalDate;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;

/** Makes up people, each one new, and remembers them all. Serials of their NIKs begin with 9, their phones with 0800. */
final class People {
    private static final int SERIALS = 1_000;
    /** Not so far back that only the branch could enroll them. */
    private static final int ENROLLED_AGO = 60;

    private static final List<String> SYLLABLES = List.of("ba", "di", "fu", "ge", "jo", "ka", "li", "mu", "ne", "po");

    /** Ways to be counted: segment, occupation, payer, programmes, origin. */
    private static final List<List<String>> WAYS = List.of(
            List.of("BPU", "PETANI", "ADD", "JKK+JKM", "NEW"),
            List.of("BPU", "NELAYAN", "MANDIRI", "JHT+JKM+JKK", "NEW"),
            List.of("PU", "PERANGKAT_DESA", "ADD", "JKK+JKM+JHT+JP", "CARRIED_OVER"),
            List.of("JAKON", "BURUH", "PEMBERI_KERJA", "JKM+JKK", "NEW"),
            List.of("BPU", "PEDAGANG", "APBD_KABUPATEN", "JKK+JKM", "CARRIED_OVER"));

    private final AtomicInteger made = new AtomicInteger();
    private final Collection<Person> all = new ConcurrentLinkedQueue<>();
    private final List<String> villages;

    People(List<String> villages) {
        this.villages = villages;
    }

    Person next() {
        int number = made.getAndIncrement();
        var village = villages.get(number % villages.size());
        var way = WAYS.get(number % WAYS.size());
        var woman = number % 3 == 0;
        var birthDate = LocalDate.of(1970, 1, 1).plusDays(37L * (number / SERIALS) + number % 7 * 1000L);
        var person = person(number, village, woman, birthDate, way);
        all.add(person);
        return person;
    }

    List<Person> next(int count) {
        return Stream.generate(this::next).limit(count).toList();
    }

    /** People that a test has made up itself. */
    void remember(Collection<Person> others) {
        all.addAll(others);
    }

    /** Where they are enrolled. */
    List<String> villages() {
        return villages;
    }

    /** Everybody who was ever made up here, enrolled or not. */
    Collection<Person> all() {
        return List.copyOf(all);
    }

    private static Person person(int number, String village, boolean woman, LocalDate birthDate, List<String> way) {
        var nik = "%s%02d%02d%02d9%03d"
                .formatted(
                        village.substring(0, 8).replace(".", ""),
                        birthDate.getDayOfMonth() + (woman ? 40 : 0),
                        birthDate.getMonthValue(),
                        birthDate.getYear() % 100,
                        number % SERIALS);
        var name = "Ujicoba " + word(number);
        var phone = "0800-%04d-%04d".formatted(number / 10_000, number % 10_000);
        return new Person(
                nik,
                name,
                phone,
                UUID.randomUUID().toString(),
                Map.ofEntries(
                        Map.entry("nik", nik),
                        Map.entry("name", name),
                        Map.entry("birthDate", birthDate.toString()),
                        Map.entry("sex", woman ? "F" : "M"),
                        Map.entry("villageCode", village),
                        Map.entry("segment", way.get(0)),
                        Map.entry("occupation", way.get(1)),
                        Map.entry("fundingSource", way.get(2)),
                        Map.entry("programmes", List.of(way.get(3).split("\\+"))),
                        Map.entry("origin", way.get(4)),
                        Map.entry(
                                "enrolledOn",
                                Edges.today().minusDays(ENROLLED_AGO).toString()),
                        Map.entry("phone", phone)));
    }

    /** A word of its own for each number: {@code Babadifuge}. */
    private static String word(int number) {
        var word = new StringBuilder();
        for (var digit : "%06d".formatted(number).toCharArray()) {
            word.append(SYLLABLES.get(digit - '0'));
        }
        word.setCharAt(0, Character.toUpperCase(word.charAt(0)));
        return word.toString();
    }
}
