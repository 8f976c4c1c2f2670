package id.desaterlindungi.enrollment;

import java.time.LocalDate;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** Bodies of enrollments of people who do not exist: serials of their NIKs begin with 9. */
public final class SyntheticPerson {
    /** In days from today: neither far back nor on the edge of it, however long a test takes. */
    private static final int ENROLLED = -60;

    private static final AtomicInteger NEXT = new AtomicInteger();

    private SyntheticPerson() {}

    /** Somebody new, with every rule kept. */
    public static Map<String, @Nullable Object> body() {
        var number = NEXT.getAndIncrement();
        var birthDate = LocalDate.of(1970, 1, 1).plusDays(number / 1000);
        var body = new HashMap<String, @Nullable Object>();
        body.put("nik", nik("160107", birthDate, true, 9000 + number % 1000));
        body.put("name", "Uji Peserta");
        body.put("birthDate", birthDate.toString());
        body.put("sex", "F");
        body.put("villageCode", "16.01.07.2001");
        body.put("segment", "BPU");
        body.put("occupation", "PETANI");
        body.put("fundingSource", "ADD");
        body.put("programmes", List.of("JKK", "JKM"));
        body.put("origin", "NEW");
        body.put("enrolledOn", enrolledOn());
        body.put("phone", "0800-0012-%04d".formatted(number % 10_000));
        return body;
    }

    /** When everybody is enrolled who is not said to be so on another day. */
    public static String enrolledOn() {
        return day(ENROLLED);
    }

    /** @param fromToday how many days from today in Jakarta, which is where business days are */
    public static String day(int fromToday) {
        return LocalDate.now(BusinessClock.JAKARTA).plusDays(fromToday).toString();
    }

    /** @param value null takes the field away */
    public static Map<String, @Nullable Object> body(String field, @Nullable Object value) {
        var body = body();
        if (value == null) {
            body.remove(field);
        } else {
            body.put(field, value);
        }
        return body;
    }

    public static String nik(String district, LocalDate birthDate, boolean woman, int serial) {
        return "%s%02d%02d%02d%04d"
                .formatted(
                        district,
                        birthDate.getDayOfMonth() + (woman ? 40 : 0),
                        birthDate.getMonthValue(),
                        birthDate.getYear() % 100,
                        serial);
    }
}
