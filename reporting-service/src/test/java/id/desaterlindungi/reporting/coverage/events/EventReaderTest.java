package id.desaterlindungi.reporting.coverage.events;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.networknt.schema.InputFormat;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import id.desaterlindungi.reporting.RegisterStub;
import id.desaterlindungi.reporting.coverage.FundingSource;
import id.desaterlindungi.reporting.coverage.Occupation;
import id.desaterlindungi.reporting.coverage.Origin;
import id.desaterlindungi.reporting.coverage.Programme;
import id.desaterlindungi.reporting.coverage.Segment;
import id.desaterlindungi.reporting.coverage.Sex;
import id.desaterlindungi.reporting.coverage.Status;
import id.desaterlindungi.reporting.coverage.events.EventContent.Change;
import id.desaterlindungi.reporting.coverage.events.EventContent.Ignored;
import id.desaterlindungi.reporting.coverage.events.EventContent.ParticipantChange;
import id.desaterlindungi.reporting.coverage.events.EventContent.Unreadable;
import id.desaterlindungi.reporting.coverage.events.EventContent.VillageBudgeted;
import id.desaterlindungi.reporting.coverage.events.EventContent.VillageChange;
import id.desaterlindungi.reporting.coverage.events.Received.Event;
import id.desaterlindungi.reporting.coverage.events.Received.Unplaced;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Against the files of the contract, which the enrollment service owns. */
class EventReaderTest {
    private static final String EXAMPLE = RegisterStub.contract("examples/participant.enrolled.v1.json");
    private static final String SCHEMA = RegisterStub.contract("schemas/participant.v1.schema.json");
    private static final Map<String, String> HEADERS = Map.of(
            "ce_type", RegisterStub.ENROLLED,
            "ce_time", "2026-11-22T01:23:45.123Z",
            "ce_sequence", "42");

    @Test
    void readsTheContractsExample() {
        var schema = SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
                .getSchema(SCHEMA, InputFormat.JSON);
        assertThat(schema.validate(EXAMPLE, InputFormat.JSON)).isEmpty();

        var event = (Event) EventReader.read(message(HEADERS, EXAMPLE));

        assertThat(event.position()).isEqualTo(42);
        assertThat(event.at()).isEqualTo("2026-11-22T01:23:45.123Z");
        assertThat(event.content())
                .isEqualTo(new ParticipantChange(
                        Change.ENROLLED,
                        LocalDate.of(2026, 11, 22),
                        null,
                        new Facets(
                                "16.01.07.2001",
                                Status.ACTIVE,
                                Segment.BPU,
                                Occupation.PETANI,
                                FundingSource.ADD,
                                List.of(Programme.JKK, Programme.JKM),
                                Sex.F,
                                1984,
                                Origin.NEW)));
    }

    @Test
    void knowsExactlyTheCodesOfTheContract() {
        assertThat(codes("segment")).containsExactly(names(Segment.values()));
        assertThat(codes("occupation")).containsExactly(names(Occupation.values()));
        assertThat(codes("fundingSource")).containsExactly(names(FundingSource.values()));
        assertThat(codes("status")).containsExactly(names(Status.values()));
        assertThat(codes("items")).containsExactly(names(Programme.values()));
        assertThat(codes("sex")).containsExactly(names(Sex.values()));
        assertThat(codes("origin")).containsExactly(names(Origin.values()));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "0", "-1", "+1", "01", "1.0", "seven", " 1", "99999999999999999999", "9999999999999999999"})
    void givesNoPlaceToARecordWithoutAPosition(String sequence) {
        var received = EventReader.read(message(with("ce_sequence", sequence), EXAMPLE));

        assertThat(received).isInstanceOf(Unplaced.class);
    }

    @Test
    void givesNoPlaceToARecordWithoutHeaders() {
        assertThat(EventReader.read(message(Map.of(), EXAMPLE))).isInstanceOf(Unplaced.class);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "\"ACTIVE\"|\"RETIRED\"|/after/status",
                "\"ACTIVE\"|1|/after/status",
                "\"ACTIVE\"|null|/after",
                "1984|\"1984\"|/after/birthYear",
                "1984|1984.5|/after/birthYear",
                "1984|null|/after/birthYear",
                "1984|12|/after",
                "[\"JKK\", \"JKM\"]|[]|/after",
                "[\"JKK\", \"JKM\"]|[\"JKK\",\"JKK\"]|/after",
                "[\"JKK\", \"JKM\"]|\"JKK\"|/after/programmes",
                "\"16.01.07.2001\"|null|/after",
            })
    void saysWhereABodyBreaksTheContractButNotWhatItHolds(String valid, String broken, String where) {
        assertThat(EXAMPLE).contains(valid);

        var event = (Event) EventReader.read(message(HEADERS, EXAMPLE.replace(valid, broken)));

        assertThat(event.content()).isEqualTo(new Unreadable("the body breaks the contract at " + where));
    }

    @ParameterizedTest
    @ValueSource(strings = {"{", "{\"after\": Budi}", "\u0000", "{} {}"})
    void saysThatABodyIsNotJson(String body) {
        var event = (Event) EventReader.read(message(HEADERS, body));

        assertThat(event.content()).isInstanceOf(Unreadable.class);
        assertThat(event.content().toString()).doesNotContain("Budi");
    }

    @ParameterizedTest
    @ValueSource(strings = {"null", "", "[]", "{}", "7"})
    void doesNotTakeJsonThatIsNoEvent(String body) {
        var event = (Event) EventReader.read(message(HEADERS, body));

        assertThat(event.content()).isInstanceOf(Unreadable.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"Budi", "16.01.07.2001\\u0000", "16.01.07.2001"})
    void namesNoKeyThatTheSenderChose(String key) {
        var body = """
                {"censusId":"0199f3a2-6c1e-7b40-8d5e-3f2a1b0c9d8e","statuses":["ACTIVE"],"villages":{"%s":["many"]}}
                """.formatted(key);

        var event = (Event) EventReader.read(message(with("ce_type", "id.desaterlindungi.register.census.v1"), body));

        assertThat(event.content()).isEqualTo(new Unreadable("the body breaks the contract at /villages/*/0"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"+10000-01-01T00:00:00Z", "+300000-01-01T00:00:00Z", "-5000-01-01T00:00:00Z"})
    void parksATimeThatTheDatabaseMayNotHold(String time) {
        var event = (Event) EventReader.read(message(with("ce_time", time), EXAMPLE));

        assertThat(event.content()).isInstanceOf(Unreadable.class);
        assertThat(event.at()).isBefore("9999-12-31T23:59:59Z");
    }

    @Test
    void parksAnEventWithoutATimeOrType() {
        assertThat(((Event) EventReader.read(message(with("ce_time", "yesterday"), EXAMPLE))).content())
                .isInstanceOf(Unreadable.class);
        assertThat(((Event) EventReader.read(message(with("ce_type", null), EXAMPLE))).content())
                .isInstanceOf(Unreadable.class);
    }

    @Test
    void ignoresATypeItDoesNotKnowWhateverItsBody() {
        var event = (Event) EventReader.read(message(with("ce_type", "id.desaterlindungi.village.renamed.v7"), "…"));

        assertThat(event.content()).isInstanceOf(Ignored.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\"2026-13-01\"",
                "\"2026-02-29\"",
                "\"22-11-2026\"",
                "\"2026-11-22T00:00:00Z\"",
                "20261122",
                "null"
            })
    void parksAChangeWithoutADay(String on) {
        var event = (Event) EventReader.read(message(HEADERS, EXAMPLE.replace("\"2026-11-22\"", on)));

        assertThat(event.content())
                .isEqualTo(new Unreadable("the body breaks the contract at " + (on.equals("null") ? "/" : "/on")));
    }

    @Test
    void parksAnEnrollmentOfSomebodyWhoWasThereBefore() {
        var corrected = RegisterStub.contract("examples/participant.corrected.v1.json");

        assertThat(((Event) EventReader.read(message(HEADERS, corrected))).content())
                .isInstanceOf(Unreadable.class);
        assertThat(((Event) EventReader.read(message(with("ce_type", RegisterStub.CORRECTED), EXAMPLE))).content())
                .isInstanceOf(Unreadable.class);
    }

    /** The reason tells people why; what is counted is told by before and after. */
    @Test
    void readsADeathThatWasTakenBack() {
        var died = RegisterStub.contract("examples/participant.status-changed.v1.json")
                .replace("WITHDREW", "RECORDED_IN_ERROR")
                .replace("\"ACTIVE\"", "\"?\"")
                .replace("\"ENDED\"", "\"ACTIVE\"")
                .replace("\"?\"", "\"ENDED\"");

        var change = (ParticipantChange) ((Event)
                        EventReader.read(message(with("ce_type", RegisterStub.STATUS_CHANGED), died)))
                .content();

        assertThat(change.before().status()).isEqualTo(Status.ENDED);
        assertThat(change.after().status()).isEqualTo(Status.ACTIVE);
    }

    @Test
    void readsTheContractsVillages() {
        var registered = (VillageChange) village("registered");
        var updated = (VillageChange) village("updated");
        var closed = (VillageChange) village("closed");
        var budgeted = (VillageBudgeted) village("budgeted");

        assertThat(registered.villageCode()).isEqualTo("16.01.07.2099");
        assertThat(registered.districtCode()).isEqualTo("16.01.07");
        assertThat(registered.registered()).isEqualTo("Negeri Sindang Baru");
        assertThat(registered.workersOn()).isNull();
        assertThat(updated.registered()).isNull();
        assertThat(updated.workersOn()).isEqualTo("2026-08-03");
        assertThat(updated.after().headPresent()).isTrue();
        assertThat(closed.workersOn()).isNull();
        assertThat(closed.after().validUntil()).isEqualTo("2026-12-01");
        assertThat(closed.after().successors()).containsExactly("16.01.07.2001");
        assertThat(budgeted)
                .isEqualTo(new VillageBudgeted(
                        "16.01.07.2001", 2026, new EventContent.BudgetAmounts(812_500_000, 24_192_000, 0, 120)));
    }

    @ParameterizedTest
    @CsvSource({
        "registered,16.01.07.2099,16.01.07",
        "registered,desa,district",
        "updated,1240,-1",
        "budgeted,812500000,-1",
        "budgeted,24192000,1.5"
    })
    void parksAVillageThatBreaksTheContract(String type, String valid, String broken) {
        var body =
                RegisterStub.contract("examples/village." + type + ".v1.json").replace(valid, broken);

        var event =
                (Event) EventReader.read(message(with("ce_type", "id.desaterlindungi.village." + type + ".v1"), body));

        assertThat(event.content()).isInstanceOf(Unreadable.class);
    }

    private static EventContent village(String type) {
        var body = RegisterStub.contract("examples/village." + type + ".v1.json");
        return ((Event) EventReader.read(message(with("ce_type", "id.desaterlindungi.village." + type + ".v1"), body)))
                .content();
    }

    @Test
    void keepsOnlyASampledTrace() {
        var trace = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-";

        assertThat(traceparent(trace + "01")).isEqualTo(trace + "01");
        assertThat(traceparent(trace + "00")).isNull();
        assertThat(traceparent("nonsense")).isNull();
    }

    @Test
    void readsABatchOfTheFeed() {
        var item = """
                {"specversion":"1.0","id":"0199f3a2-6c1e-7b40-8d5e-3f2a1b0c9d8e","source":"urn:desaterlindungi:enrollment:16",
                 "type":"%s","time":"2026-11-22T01:23:45Z","subject":"x","sequence":"%d","datacontenttype":"application/json",
                 "data":%s}""";
        var batch = "["
                + item.formatted(RegisterStub.ENROLLED, 7, EXAMPLE) + ","
                + item.formatted("id.desaterlindungi.village.renamed.v7", 8, "{}") + ","
                + item.formatted(RegisterStub.ENROLLED, 9, "null") + "]";

        var events = EventReader.readBatch(batch.getBytes(StandardCharsets.UTF_8));

        assertThat(events).extracting(Event::position).containsExactly(7L, 8L, 9L);
        assertThat(events.get(0).content()).isInstanceOf(ParticipantChange.class);
        assertThat(events.get(1).content()).isInstanceOf(Ignored.class);
        assertThat(events.get(2).content()).isInstanceOf(Unreadable.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "<html>", "{}", "[{}]", "[{\"sequence\":\"1\"}]", "[1]"})
    void refusesAFeedThatAnswersSomethingElse(String answer) {
        assertThatThrownBy(() -> EventReader.readBatch(answer.getBytes(StandardCharsets.UTF_8)))
                .isInstanceOf(IllegalStateException.class);
    }

    private static @Nullable String traceparent(String header) {
        return ((Event) EventReader.read(message(with("traceparent", header), EXAMPLE))).traceparent();
    }

    private static Map<String, String> with(String name, @Nullable String value) {
        var headers = new HashMap<>(HEADERS);
        if (value == null) {
            headers.remove(name);
        } else {
            headers.put(name, value);
        }
        return headers;
    }

    private static ConsumerRecord<byte[], byte[]> message(Map<String, String> headers, String body) {
        var bytes = body.getBytes(StandardCharsets.UTF_8);
        var message = new ConsumerRecord<byte[], byte[]>(RegisterStub.TOPIC, 0, 3, new byte[0], bytes);
        headers.forEach((name, value) -> message.headers().add(name, value.getBytes(StandardCharsets.UTF_8)));
        return message;
    }

    private static String[] names(Enum<?>[] values) {
        return Arrays.stream(values).map(Enum::name).toArray(String[]::new);
    }

    private static String[] codes(String property) {
        var found = Pattern.compile("\"" + property + "\":\\s*\\{[^\\[]*\"enum\":\\s*\\[([^\\]]*)]")
                .matcher(SCHEMA);
        assertThat(found.find()).isTrue();
        return Arrays.stream(found.group(1).split(","))
                .map(code -> code.strip().replace("\"", ""))
                .toArray(String[]::new);
    }
}
