package id.desaterlindungi.reporting.coverage.fold;

import static id.desaterlindungi.reporting.RegisterStub.ENROLLED;
import static id.desaterlindungi.reporting.RegisterStub.headers;
import static id.desaterlindungi.reporting.RegisterStub.person;
import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import id.desaterlindungi.local.LocalStack;
import id.desaterlindungi.reporting.RegisterStub;
import id.desaterlindungi.reporting.RegisterStub.Event;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.Test;

/** From the topic to the totals on the real broker and database; each test counts in a village of its own. */
@QuarkusTest
class CoverageConsumerTest {
    @Inject
    RegisterStub register;

    @Inject
    Jdbi jdbi;

    @Inject
    MeterRegistry metrics;

    LocalStack stack;

    @Test
    void addsAnEnrollmentToItsVillageAndEachAreaAboveIt() {
        var before = progress("16").getLong("register.covered");

        register.enroll(person("16.02.02.2001"));
        register.enroll(person("16.02.02.2001"));
        register.awaitFolded();

        assertThat(progress("16.02.02.2001").getLong("register.covered")).isEqualTo(2);
        assertThat(progress("16.02.02").getLong("register.covered")).isEqualTo(2);
        assertThat(progress("16.02").getLong("register.byStatus.ACTIVE")).isEqualTo(2);
        assertThat(progress("16").getLong("register.covered")).isEqualTo(before + 2);
        assertThat(cells("16.02.02.2001")).containsExactly("ACTIVE BPU PETANI ADD JKK+JKM F NEW 2");
        assertThat(birthYears("16.02.02.2001")).containsExactly("ACTIVE 1984 2");
    }

    @Test
    void countsAnEventThatComesTwiceOnce() {
        var event = register.enroll(person("16.02.02.2002"));
        register.publish(event);
        register.publish(event);
        register.enroll(person("16.02.02.2003"));
        register.publish(event);

        register.awaitFolded();
        register.enroll(person("16.02.02.2003"));
        register.awaitFolded();

        assertThat(progress("16.02.02.2002").getLong("register.covered")).isEqualTo(1);
        assertThat(progress("16.02.02.2003").getLong("register.covered")).isEqualTo(2);
    }

    @Test
    void movesAPersonFromBeforeToAfter() {
        var one = person("16.03.01.2011");
        var other = person("16.03.01.2012").put("status", "LAPSED").put("birthYear", 1985);
        register.enroll(one);

        register.change(RegisterStub.TRANSFERRED, one, other);
        register.awaitFolded();

        assertThat(progress("16.03.01.2011").getMap("register.byStatus")).isEmpty();
        assertThat(cells("16.03.01.2011")).isEmpty();
        assertThat(birthYears("16.03.01.2011")).isEmpty();
        var moved = progress("16.03.01.2012");
        assertThat(moved.getLong("register.covered")).isZero();
        assertThat(moved.getLong("register.byStatus.LAPSED")).isEqualTo(1);
        assertThat(progress("16.03.01").getMap("register.byStatus")).containsOnly(Map.entry("LAPSED", 1));
    }

    @Test
    void keepsOneCellForOneSetOfProgrammesInAnyOrder() {
        var one = person("16.04.01.2001");
        var other = person("16.04.01.2001");
        one.putArray("programmes").add("JHT").add("JKK").add("JKM");
        other.putArray("programmes").add("JKM").add("JHT").add("JKK");

        register.enroll(one);
        register.enroll(other);
        register.awaitFolded();

        assertThat(cells("16.04.01.2001")).containsExactly("ACTIVE BPU PETANI ADD JKK+JKM+JHT F NEW 2");
    }

    @Test
    void fetchesMissingPositionsFromTheFeed() {
        var gaps = metrics.counter("reporting.feed.gaps").count();
        for (var i = 0; i < 1_203; i++) {
            register.append(ENROLLED, null, person("16.04.01.2002"));
        }

        register.enroll(person("16.04.01.2002"));
        register.awaitFolded();

        assertThat(progress("16.04.01.2002").getLong("register.covered")).isEqualTo(1_204);
        assertThat(metrics.counter("reporting.feed.gaps").count()).isEqualTo(gaps + 1);
    }

    @Test
    void staysWhereItIsWhileTheFeedIsAway() {
        register.awaitFolded();
        var position = register.position();
        register.feedAvailable(false);
        try {
            var failures = metrics.counter("reporting.fold.failures").count();
            register.append(ENROLLED, null, person("16.05.01.2002"));

            register.enroll(person("16.05.01.2002"));
            await().atMost(Duration.ofSeconds(30))
                    .untilAsserted(() -> assertThat(
                                    metrics.counter("reporting.fold.failures").count())
                            .isGreaterThan(failures + 2));

            assertThat(progress("16").getLong("asOf.position")).isEqualTo(position);
            assertThat(progress("16.05.01.2002").getLong("register.covered")).isZero();
        } finally {
            register.feedAvailable(true);
        }
        register.awaitFolded();
        assertThat(progress("16.05.01.2002").getLong("register.covered")).isEqualTo(2);
    }

    @Test
    void passesTypesAndFieldsThatItDoesNotKnow() {
        var parked = progress("16").getLong("asOf.parked");
        var data = JsonNodeFactory.instance.objectNode().put("villageCode", "16.10.01.2005");
        register.publish(register.appendData("id.desaterlindungi.village.renamed.v7", data, null));
        var event = register.append(ENROLLED, null, person("16.10.01.2005"));
        ((ObjectNode) event.data()).put("colour", "green");
        ((ObjectNode) event.data().get("after")).put("height", 170);

        register.publish(event);
        register.awaitFolded();

        assertThat(progress("16.10.01.2005").getLong("register.covered")).isEqualTo(1);
        assertThat(progress("16").getLong("asOf.parked")).isEqualTo(parked);
    }

    @Test
    void parksWhatItCannotReadAndSaysSo() {
        register.awaitFolded();
        var parked = progress("16").getLong("asOf.parked");
        var notJson = register.append(ENROLLED, null, person("16.06.01.1009"));
        var unknownStatus = register.append(ENROLLED, null, person("16.06.01.1009"));
        var noBirthYear = register.append(ENROLLED, null, person("16.06.01.1009"));
        var unknownVillage = register.append(ENROLLED, null, person("16.99.01.2001"));
        ((ObjectNode) unknownStatus.data().get("after")).put("status", "RETIRED");
        ((ObjectNode) noBirthYear.data().get("after")).remove("birthYear");

        register.publish(headers(notJson), "{\"after\": Budi 1601070507840001");
        register.publish(unknownStatus);
        register.publish(noBirthYear);
        register.publish(unknownVillage);
        register.enroll(person("16.06.01.1009"));
        register.awaitFolded();

        assertThat(progress("16").getLong("asOf.parked")).isEqualTo(parked + 4);
        assertThat(progress("16.06.01.1009").getLong("register.covered")).isEqualTo(1);
        assertThat(reasons(notJson.position())).containsExactly("the body is not JSON");
        assertThat(reasons(unknownStatus.position())).containsExactly("the body breaks the contract at /after/status");
        assertThat(reasons(noBirthYear.position())).containsExactly("the body breaks the contract at /after/birthYear");
        assertThat(reasons(unknownVillage.position())).containsExactly("the village is not among the areas known here");
    }

    @Test
    void takesAnEventFromTheFeedWhoseRecordHasNoPosition() {
        register.awaitFolded();
        var parked = progress("16").getLong("asOf.parked");
        var event = register.append(ENROLLED, null, person("16.06.01.1010"));
        var broken = headers(event);
        broken.put("ce_sequence", "seven");

        register.publish(broken, event.data().toString());
        register.enroll(person("16.06.01.1010"));
        register.awaitFolded();

        assertThat(progress("16.06.01.1010").getLong("register.covered")).isEqualTo(2);
        assertThat(progress("16").getLong("asOf.parked")).isEqualTo(parked);
    }

    @Test
    void parksAnEventFarAheadOfTheRegistersLog() {
        register.awaitFolded();
        var parked = progress("16").getLong("asOf.parked");
        var ahead = new Event(
                register.position() + 1_000_000, ENROLLED, java.time.Instant.now(), bodyOf("16.07.01.1016"), null);

        register.publish(ahead);
        register.enroll(person("16.07.01.1016"));
        register.awaitFolded();

        assertThat(progress("16.07.01.1016").getLong("register.covered")).isEqualTo(1);
        assertThat(progress("16").getLong("asOf.parked")).isEqualTo(parked);
        assertThat(reasons(ahead.position()))
                .containsExactly("its position is beyond the end of the register's event log");
    }

    @Test
    void parksAChangeOfSomebodyWhoWasNeverCounted() {
        register.awaitFolded();
        var parked = progress("16").getLong("asOf.parked");
        var stranger = person("16.07.01.1021").put("occupation", "NELAYAN");
        register.append(ENROLLED, null, person("16.07.01.1021"));
        var impossible = register.append(
                RegisterStub.STATUS_CHANGED, stranger, stranger.deepCopy().put("status", "ENDED"));

        register.enroll(person("16.07.01.1021"));
        register.awaitFolded();

        assertThat(progress("16.07.01.1021").getMap("register.byStatus")).containsOnly(Map.entry("ACTIVE", 2));
        assertThat(progress("16").getLong("asOf.parked")).isEqualTo(parked + 1);
        assertThat(reasons(impossible.position())).containsExactly("it would take a total below zero");
    }

    @Test
    void goesOnWhenTheBrokerComesBack() {
        register.enroll(person("16.08.01.1007"));
        register.awaitFolded();

        stack.kafka().stop();
        assertThat(progress("16.08.01.1007").getLong("register.covered")).isEqualTo(1);
        stack.kafka().start();
        register.enroll(person("16.08.01.1007"));
        register.awaitFolded();

        assertThat(progress("16.08.01.1007").getLong("register.covered")).isEqualTo(2);
    }

    @Test
    void goesOnWhenTheDatabaseComesBack() {
        register.enroll(person("16.08.01.1008"));
        register.awaitFolded();

        stack.postgres().stop();
        register.enroll(person("16.08.01.1008"));
        stack.postgres().start();
        await().atMost(Duration.ofSeconds(60))
                .ignoreExceptions()
                .untilAsserted(() -> assertThat(register.folded()).isEqualTo(register.position()));

        assertThat(progress("16.08.01.1008").getLong("register.covered")).isEqualTo(2);
    }

    private static ObjectNode bodyOf(String villageCode) {
        var data = JsonNodeFactory.instance.objectNode();
        data.putNull("before");
        data.set("after", person(villageCode));
        return data;
    }

    private JsonPath progress(String area) {
        return given().auth()
                .oauth2(stack.token("branch", "16"))
                .queryParam("within", area)
                .get("/v1/progress")
                .then()
                .statusCode(200)
                .extract()
                .jsonPath();
    }

    private List<String> cells(String villageCode) {
        return texts("""
                select concat_ws(' ', status, segment, occupation, funding_source, programmes, sex, origin, people)
                  from coverage_cell join projection using (generation) where state = 'LIVE' and village_code = :key
                """, villageCode);
    }

    private List<String> birthYears(String villageCode) {
        return texts("""
                select concat_ws(' ', status, birth_year, people)
                  from birth_year_cell join projection using (generation) where state = 'LIVE' and village_code = :key
                """, villageCode);
    }

    private List<String> reasons(long position) {
        return texts("""
                select reason from parked_event parked join projection using (generation)
                 where state = 'LIVE' and parked.position = :key
                """, position);
    }

    private List<String> texts(String sql, Object key) {
        return jdbi.withHandle(handle ->
                handle.createQuery(sql).bind("key", key).mapTo(String.class).list());
    }
}
