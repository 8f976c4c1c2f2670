package id.desaterlindungi.reporting.coverage.fold;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import id.desaterlindungi.local.LocalStack;
import id.desaterlindungi.reporting.coverage.FundingSource;
import id.desaterlindungi.reporting.coverage.Occupation;
import id.desaterlindungi.reporting.coverage.Origin;
import id.desaterlindungi.reporting.coverage.Programme;
import id.desaterlindungi.reporting.coverage.Segment;
import id.desaterlindungi.reporting.coverage.Sex;
import id.desaterlindungi.reporting.coverage.Status;
import id.desaterlindungi.reporting.coverage.TotalsVersion;
import id.desaterlindungi.reporting.coverage.events.EventContent.Change;
import id.desaterlindungi.reporting.coverage.events.EventContent.ParticipantChange;
import id.desaterlindungi.reporting.coverage.events.Facets;
import id.desaterlindungi.reporting.coverage.events.Received;
import id.desaterlindungi.reporting.coverage.events.Received.Event;
import id.desaterlindungi.reporting.coverage.events.Received.TopicRecord;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * Random histories in the real tables, in random pieces, with repeats and with batches that break off: against a plain recount.
 * In the generation that does not answer, beside the one that the other tests count in.
 */
@QuarkusTest
class GenerationTest {
    private static final List<String> VILLAGES =
            List.of("16.01.07.2001", "16.01.07.2002", "16.01.08.2001", "16.71.01.1001");
    private static final LocalDate DAY = LocalDate.of(2026, 11, 22);

    @Inject
    CoverageProjection projection;

    @Inject
    Intake intake;

    @Inject
    GenerationTables tables;

    @Inject
    Jdbi jdbi;

    LocalStack stack;

    private int live;
    private int idle;

    /** Which one answers changes with each rebuild that another test asks for, or a look at the shape. */
    @BeforeEach
    void find() {
        await().atMost(Duration.ofSeconds(60))
                .untilAsserted(() -> assertThat(number("select count(*) from rebuild where finished_at is null"))
                        .isZero());
        live = (int) number("select generation from projection where state = 'LIVE'");
        idle = 1 - live;
        clear();
    }

    @AfterEach
    void clear() {
        jdbi.useTransaction(handle -> {
            // First its row: what is retired may be cleared by the service at any time.
            handle.execute(
                    "update projection set state = 'EMPTY', position = 0, topic_offset = 0, event_at = null, folded_at = null,"
                            + " parked = 0 where generation = ?",
                    idle);
            GenerationTables.clear(handle, idle);
        });
    }

    @Test
    void everySplitOfEveryHistoryEqualsARecount() throws SQLException {
        for (var seed = 1L; seed <= 12; seed++) {
            clear();
            var random = new Random(seed);
            var people = new HashMap<Integer, Facets>();
            var history = history(random, 300, people);
            var reached = 0;
            while (reached < history.size()) {
                var from = random.nextInt(reached + 1);
                var to = Math.min(history.size(), reached + 1 + random.nextInt(80));
                var batch = history.subList(from, to);
                if (random.nextInt(4) == 0) {
                    breakOff(() -> projection.fold(new TargetGeneration.Numbered(idle), batch, new BatchSource.Feed()));
                }
                reached = (int) projection
                        .fold(new TargetGeneration.Numbered(idle), batch, new BatchSource.Feed())
                        .position();
            }

            assertThat(number("select shape from projection where generation = " + idle))
                    .isEqualTo(TotalsVersion.CURRENT);
            assertCounts(people);
        }
    }

    /** Also where it is written in parts, breaks off, or holds events that take a total below zero. */
    @Test
    void everyBacklogThatIsHeldInMemoryEqualsARecount() {
        var longest = 0;
        for (var seed = 1L; seed <= 12; seed++) {
            clear();
            var random = new Random(seed);
            var people = new HashMap<Integer, Facets>();
            var history = new ArrayList<>(history(random, 400, people));
            var uncounted = random.nextInt(3);
            for (var i = 0; i < uncounted; i++) {
                history.add(neverCounted(history.size() + 1));
            }
            var topic = history.stream().<Received>map(GenerationTest::onTopic).toList();
            var backlog = new Backlog(
                    projection, intake, 40, 1 + random.nextInt(150), new HeldMemory(300 + random.nextInt(900)));
            var reports = new ArrayList<Outcome>();
            var reached = 0;
            while (reached < topic.size()) {
                var from = reached;
                var to = Math.min(topic.size(), from + 1 + random.nextInt(60));
                Runnable fold = () -> backlog.fold(
                        new TargetGeneration.Numbered(idle),
                        topic.subList(from, to),
                        new BatchSource.Topic(to, to == topic.size()),
                        topic.size() - to,
                        reports::add);
                try {
                    if (random.nextInt(5) == 0) {
                        withoutFlows(fold);
                    } else {
                        fold.run();
                    }
                    reached = to;
                } catch (RuntimeException | SQLException e) {
                    backlog.forget();
                    reached = (int) number("select topic_offset from projection where generation = " + idle);
                }
            }

            assertThat(number("select position from projection where generation = " + idle))
                    .isEqualTo(history.size());
            assertThat(number("select parked from projection where generation = " + idle))
                    .isEqualTo(uncounted);
            assertThat(reports.stream().mapToInt(Outcome::folded).sum()).isEqualTo(history.size());
            assertCounts(people);
            longest = Math.max(
                    longest, reports.stream().mapToInt(Outcome::folded).max().orElse(0));
        }
        assertThat(longest).as("more than one batch together").isGreaterThan(120);
    }

    @Test
    void aBacklogIsWrittenByNobodyWhoHasBeenOvertaken() {
        var history = history(new Random(1), 50, new HashMap<>());
        var target = new TargetGeneration.Numbered(idle);
        var backlog = new Backlog(projection, intake, 1, 100, new HeldMemory());
        backlog.fold(
                target, List.<Received>copyOf(history.subList(0, 30)), new BatchSource.Topic(30, false), 20, _ -> {});
        projection.fold(target, history.subList(0, 10), new BatchSource.Feed());

        assertThatThrownBy(() -> backlog.write(_ -> {})).isInstanceOf(IllegalStateException.class);

        assertThat(number("select position from projection where generation = " + idle))
                .isEqualTo(10);
    }

    /** Else a database that is too slow for a long stretch would be given the same one for ever. */
    @Test
    void aStretchThatFailsIsHalvedUntilOneIsWritten() throws SQLException {
        var history = history(new Random(1), 200, new HashMap<>());
        var topic = history.stream().<Received>map(GenerationTest::onTopic).toList();
        var backlog = new Backlog(projection, intake, 1, 10, new HeldMemory());
        var reports = new ArrayList<Outcome>();
        foldInTens(backlog, topic, reports);
        for (var tries = 0; tries < 2; tries++) {
            assertThatThrownBy(() -> withoutFlows(() -> backlog.write(reports::add)));
            foldInTens(backlog, topic.subList(0, tries == 0 ? 90 : 40), reports);
        }

        foldInTens(backlog, topic.subList(40, 200), reports);

        assertThat(reports.getFirst().folded()).as("of 200, then 90, then 45").isEqualTo(50);
    }

    @Test
    void aBacklogBehindAMissingPositionLeavesThePlaceInTheTopic() {
        var history = history(new Random(1), 30, new HashMap<>());
        var topic = history.stream().<Received>map(GenerationTest::onTopic).toList();
        var target = new TargetGeneration.Numbered(idle);
        projection.fold(target, history.subList(0, 10), new BatchSource.Topic(10, false));
        var offsets = new ArrayList<Long>();

        assertThatThrownBy(() -> new Backlog(projection, intake, 1, 100, new HeldMemory())
                        .fold(target, topic.subList(20, 30), new BatchSource.Topic(30, false), 1, _ -> {
                            offsets.add(number("select topic_offset from projection where generation = " + idle));
                            throw new IllegalStateException("before the feed is asked");
                        }))
                .hasMessage("before the feed is asked");

        assertThat(offsets).as("of the first event behind the gap").containsExactly(20L);
    }

    @Test
    void aPauseOfTheBrokerDoesNotEndAStretch() {
        var history = history(new Random(1), 30, new HashMap<>());
        var topic = history.stream().<Received>map(GenerationTest::onTopic).toList();
        var backlog = new Backlog(projection, intake, 1, 100, new HeldMemory());
        var reports = new ArrayList<Outcome>();
        foldInTens(backlog, topic, reports);

        backlog.idle(70, reports::add);
        assertThat(reports).isEmpty();
        assertThat(backlog.events()).isEqualTo(30);

        backlog.idle(0, reports::add);
        assertThat(reports).extracting(Outcome::folded).containsExactly(30);
        assertThat(backlog.holds()).isFalse();
    }

    /** A rebuild may run beside a first start: each alone must not take the memory of both. */
    @Test
    void whatAnotherHoldsLeavesLessToHold() {
        var history = history(new Random(1), 60, new HashMap<>());
        var topic = history.stream().<Received>map(GenerationTest::onTopic).toList();
        var memory = new HeldMemory(200);
        var other = new Backlog(projection, intake, 1, 10, memory);
        other.fold(
                new TargetGeneration.Numbered(idle),
                topic.subList(0, 30),
                new BatchSource.Topic(30, false),
                30,
                _ -> {});
        var reports = new ArrayList<Outcome>();

        foldInTens(new Backlog(projection, intake, 1, 10, memory), topic, reports);
        other.forget();

        assertThat(reports.getFirst().folded()).isLessThanOrEqualTo(30);
        assertThat(memory.isFull()).isFalse();
    }

    private void foldInTens(Backlog backlog, List<Received> topic, List<Outcome> reports) {
        for (var from = 0; from < topic.size(); from += 10) {
            var tens = topic.subList(from, from + 10);
            var next = ((Event) tens.getLast()).position();
            backlog.fold(
                    new TargetGeneration.Numbered(idle), tens, new BatchSource.Topic(next, false), 1_000, reports::add);
        }
    }

    /** PostgreSQL counts the time in which rows are made. */
    @Test
    void aCopyMayTakeLongerThanAnAnswer() {
        var village = VILLAGES.getFirst();
        var cell = Map.entry(Cell.Coverage.of(facets(new Random(1))), 1L);
        var slow = new Deltas(
                Map.of(village, List.of(village)),
                () -> Stream.of(cell).peek(_ -> pause(Duration.ofMillis(300))),
                Stream::empty,
                Stream::empty);

        jdbi.useTransaction(handle -> {
            handle.execute(
                    "set local statement_timeout = '150ms'; set local idle_in_transaction_session_timeout = '150ms'");
            tables.add(handle, idle, slow, true);
        });

        assertThat(number("select sum(people) from coverage_cell where generation = " + idle))
                .isEqualTo(1);
    }

    private static void pause(Duration time) {
        try {
            Thread.sleep(time);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Event onTopic(Event event) {
        var record = new TopicRecord(event.position() - 1, event.at());
        return new Event(event.position(), event.at(), event.content(), record, null);
    }

    private static Event neverCounted(long position) {
        // Born in a year that nobody else is born in.
        var before = facets(new Random(position), 1999);
        var after = facets(new Random(position), 1998);
        return new Event(
                position, Instant.now(), new ParticipantChange(Change.CORRECTED, DAY, before, after), null, null);
    }

    private void assertCounts(Map<Integer, Facets> people) {
        assertThat(cells("coverage_cell", "village_code")).isEqualTo(recount(people, 13));
        var above = recount(people, 5);
        above.putAll(recount(people, 2));
        assertThat(cells("area_cell", "area_code")).isEqualTo(above);
        for (var length : new int[] {2, 5, 8, 13}) {
            assertThat(net("covered", length))
                    .isEqualTo(stock(people, length, facets -> facets.status().covered()));
            assertThat(net("carried_over", length))
                    .isEqualTo(stock(people, length, facets -> facets.origin() == Origin.CARRIED_OVER));
            assertThat(totals(length)).isEqualTo(stock(people, length, facets -> true));
        }
        assertThat(number("select sum(people) from birth_year_cell where generation = " + idle))
                .isEqualTo(people.size());
        assertThat(number("select sum(people) from area_birth_year_cell where generation = " + idle
                        + " and area_code = '16'"))
                .isEqualTo(people.size());
        assertThat(number("select sum(people) from flow where generation = " + idle
                        + " and area_code = '16' and kind = 'ENROLLED'"))
                .isEqualTo(people.size());
    }

    @Test
    void neitherGenerationSeesTheOther() {
        var people = "select coalesce(sum(people), 0) from area_total where area_code = '16' and generation = ";
        var before = number(people + live);

        projection.fold(
                new TargetGeneration.Numbered(idle),
                history(new Random(1), 20, new HashMap<>()),
                new BatchSource.Feed());

        assertThat(number(people + live)).isEqualTo(before);
        assertThat(number(people + idle)).isPositive();
    }

    /** The cells are written, what happened cannot be: the batch breaks off between two steps, and leaves nothing. */
    private void breakOff(Runnable fold) throws SQLException {
        var before = number("select position from projection where generation = " + idle);
        var counted = number("select sum(people) from coverage_cell where generation = " + idle);
        assertThatThrownBy(() -> withoutFlows(fold)).hasMessageContaining("permission denied");
        assertThat(number("select position from projection where generation = " + idle))
                .isEqualTo(before);
        assertThat(number("select sum(people) from coverage_cell where generation = " + idle))
                .isEqualTo(counted);
    }

    private void withoutFlows(Runnable fold) throws SQLException {
        asOwner("revoke insert on flow_" + idle + " from reporting_app");
        try {
            fold.run();
        } finally {
            asOwner("grant insert on flow_" + idle + " to reporting_app");
        }
    }

    private void asOwner(String sql) throws SQLException {
        try (var owner = stack.postgres().connect("reporting", "reporting_owner");
                var statement = owner.createStatement()) {
            statement.execute(sql);
        }
    }

    private Map<String, Long> cells(String table, String area) {
        return map("""
                select concat_ws(' ', %s, status, segment, occupation, funding_source, programmes, sex, origin) as key,
                       people as number
                  from %s where generation = %d""".formatted(area, table, idle));
    }

    private Map<String, Long> net(String column, int length) {
        return map("""
                select area_code as key, sum(%s) as number from flow
                 where generation = %d and length(area_code) = %d group by area_code having sum(%s) <> 0""".formatted(column, idle, length, column));
    }

    private Map<String, Long> totals(int length) {
        return map("""
                select area_code as key, sum(people) as number from area_total
                 where generation = %d and length(area_code) = %d group by area_code""".formatted(idle, length));
    }

    private Map<String, Long> map(String sql) {
        var map = new TreeMap<String, Long>();
        jdbi.useHandle(handle -> handle.createQuery(sql)
                .map((row, _) -> map.put(row.getString("key"), row.getLong("number")))
                .list());
        return map;
    }

    private long number(String sql) {
        return jdbi.withHandle(
                handle -> handle.createQuery(sql).mapTo(Long.class).findOne().orElse(0L));
    }

    private static Map<String, Long> recount(Map<Integer, Facets> people, int length) {
        var cells = new TreeMap<String, Long>();
        people.values()
                .forEach(facets -> cells.merge(
                        String.join(
                                " ",
                                facets.villageCode().substring(0, length),
                                facets.status().name(),
                                facets.segment().name(),
                                facets.occupation().name(),
                                facets.fundingSource().name(),
                                Programme.canonical(facets.programmes()),
                                facets.sex().name(),
                                facets.origin().name()),
                        1L,
                        Long::sum));
        return cells;
    }

    private static Map<String, Long> stock(Map<Integer, Facets> people, int length, Predicate<Facets> which) {
        var stock = new TreeMap<String, Long>();
        people.values().stream()
                .filter(which)
                .forEach(facets -> stock.merge(facets.villageCode().substring(0, length), 1L, Long::sum));
        return stock;
    }

    private static List<Event> history(Random random, int length, Map<Integer, Facets> people) {
        var history = new ArrayList<Event>();
        for (var position = 1; position <= length; position++) {
            var after = facets(random);
            var on = DAY.minusDays(random.nextInt(400));
            var enrolled = people.isEmpty() || random.nextInt(3) == 0;
            var one = enrolled ? people.size() : random.nextInt(people.size());
            var before = people.put(one, after);
            Change change = before == null ? Change.ENROLLED : Change.values()[1 + random.nextInt(3)];
            history.add(
                    new Event(position, Instant.now(), new ParticipantChange(change, on, before, after), null, null));
        }
        return history;
    }

    private static Facets facets(Random random) {
        return facets(random, 1960 + random.nextInt(3));
    }

    private static Facets facets(Random random, int birthYear) {
        return new Facets(
                VILLAGES.get(random.nextInt(VILLAGES.size())),
                any(random, Status.class),
                any(random, Segment.class),
                any(random, Occupation.class),
                any(random, FundingSource.class),
                List.copyOf(EnumSet.of(Programme.JKK, any(random, Programme.class))),
                any(random, Sex.class),
                birthYear,
                any(random, Origin.class));
    }

    private static <E extends Enum<E>> E any(Random random, Class<E> type) {
        var values = type.getEnumConstants();
        return values[random.nextInt(Math.min(values.length, 5))];
    }
}
