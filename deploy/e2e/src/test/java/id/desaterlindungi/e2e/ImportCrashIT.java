package id.desaterlindungi.e2e;

import static io.restassured.http.ContentType.JSON;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.equalTo;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/** A list that is checked and enrolled by a service that is killed again and again: each row counts once. */
@ExtendWith(RunningSystem.class)
class ImportCrashIT {
    private static final int ROWS = 8_000;
    /** {@code -Dcrash.kills=20} for a long run. */
    private static final int KILLS = Integer.getInteger("crash.kills", 4);

    private static final String NAME = "Ujicoba Daftarnama";
    /** Of each hundred rows, one that is not good and one that stands twice. */
    private static final int GOOD = ROWS - 2 * ROWS / 100;

    private static final Duration FURTHER_WITHIN = Duration.ofSeconds(60);
    /** A file is answered when the whole of it is stored: seconds, where the machine does nothing else. */
    private static final Duration UPLOADED_WITHIN = Duration.ofSeconds(60);

    private final DesaSystem system;
    private final Recount recount;

    ImportCrashIT(DesaSystem system) {
        this.system = system;
        this.recount = new Recount(system);
    }

    @Test
    @Timeout(value = 30, unit = TimeUnit.MINUTES) // Each start of a service may take its time.
    void eachRowOfAListIsEnrolledOnceHoweverOftenTheServiceIsKilled() throws Exception {
        var random = Seed.printed();
        system.people().remember(people());
        long began = System.nanoTime();
        try (var register = system.registerDatabase()) {
            long before = Sql.number(register, "select count(*) from participant");
            long imports = Sql.number(register, "select count(*) from import");
            String id = upload(list(), 202);

            for (var kill = 1; kill <= KILLS; kill++) {
                awaitWork(register, id, moment(random, kill));
                Thread.sleep(random.nextInt(40)); // Anywhere within the next chunk.
                system.enrollment().kill();
                system.enrollment().start();
            }
            await("the list done")
                    .atMost(FURTHER_WITHIN)
                    .until(() -> Sql.rows(register, "select state from import where id = '%s'".formatted(id))
                            .equals(List.of("COMMITTED")));

            Measured.say("list of %d rows done with %d kills in %d s"
                    .formatted(ROWS, KILLS, (System.nanoTime() - began) / 1_000_000_000L));
            assertThat(Sql.number(register, "select count(*) from participant") - before)
                    .as("people")
                    .isEqualTo(GOOD);
            system.askEnrollment()
                    .get("/v1/imports/" + id)
                    .then()
                    .statusCode(200)
                    .contentType(JSON)
                    .body("rows", equalTo(ROWS))
                    .body("checked", equalTo(ROWS))
                    .body("failed", equalTo(ROWS - GOOD))
                    .body("enrolled", equalTo(GOOD));

            assertThat(upload(list(), 200)).as("the same list once more").isEqualTo(id);
            assertThat(Sql.number(register, "select count(*) from import")).isEqualTo(imports + 1);
            assertThat(Sql.number(register, "select count(*) from participant") - before)
                    .as("people, after the list came again")
                    .isEqualTo(GOOD);
        }
        recount.requireAllRight();
    }

    /** Work done when the service is to die: verdicts given and people enrolled, half of the kills in each part. */
    private static int moment(Random random, int kill) {
        int part = 2 * ROWS / KILLS;
        return (kill - 1) * part + random.nextInt(part * 9 / 10);
    }

    private static void awaitWork(Connection register, String id, int rows) {
        await("%d verdicts and enrollments".formatted(rows))
                .atMost(FURTHER_WITHIN)
                .pollDelay(Duration.ZERO)
                .pollInterval(Duration.ofMillis(2))
                .until(() -> work(register, id) >= rows);
    }

    private static long work(Connection register, String id) throws SQLException {
        return Sql.number(register, """
                select sum(case state when 'STAGED' then 0 when 'CHECKED' then row_count else 2 * row_count end)
                from import_chunk where import_id = '%s'
                """.formatted(id));
    }

    private String upload(String list, int status) {
        return system.ask(system.enrollment(), UPLOADED_WITHIN)
                .contentType("text/csv; charset=UTF-8")
                .queryParam("commit", "auto")
                .body(list)
                .post("/v1/imports")
                .then()
                .statusCode(status)
                .body("rows", equalTo(ROWS))
                .extract()
                .path("id");
    }

    private static String list() {
        return IntStream.range(0, ROWS)
                .mapToObj(ImportCrashIT::row)
                .collect(Collectors.joining(
                        "\n",
                        "NIK;Nama;Tanggal Lahir;Jenis Kelamin;Kode Desa;Segmen;Pekerjaan;Sumber Dana;Program\n",
                        "\n"));
    }

    private static String row(int number) {
        // The last of each hundred is the first once more; the one before it has no such sex.
        int who = number % 100 == 99 ? number - 99 : number;
        return "%s;%s;%s;%s;16.01.07.2001;BPU;PETANI;ADD;JKK+JKM"
                .formatted(nik(who), NAME, birthDate(who), number % 100 == 98 ? "?" : "L");
    }

    private static String nik(int who) {
        var born = birthDate(who);
        return "160203%02d%02d%02d9%03d"
                .formatted(born.getDayOfMonth(), born.getMonthValue(), born.getYear() % 100, who % 1_000);
    }

    private static LocalDate birthDate(int who) {
        return LocalDate.of(1975, 1, 1).plusDays(who / 1_000);
    }

    /** Everybody of the list. */
    private static List<Person> people() {
        return IntStream.range(0, ROWS)
                .mapToObj(who -> new Person(nik(who), NAME, "", "", Map.of()))
                .toList();
    }
}
