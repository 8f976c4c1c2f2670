package id.desaterlindungi.enrollment.http.connection;

import static org.assertj.core.api.Assertions.assertThat;

import id.desaterlindungi.enrollment.http.connection.Allowances.Kind;
import io.github.bucket4j.TimeMeter;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** How often each caller may ask, on a clock that stands until it is moved. */
class AllowancesTest {
    private static final String GATEWAY = "10.0.0.1";

    private final StoppedClock clock = new StoppedClock();
    private final Allowances allowances = new Allowances(new Limits(60, 6, 600, 12, 1_000), clock);

    @Test
    void giveEachCallerItsOwn() {
        var one = allowances.of(Kind.PERSON, "one");
        ask(one, 59);

        assertThat(one.ask().allows()).isTrue();
        assertThat(one.ask().allows()).isFalse();
        assertThat(allowances.of(Kind.PERSON, "one").ask().allows()).isFalse();
        assertThat(allowances.of(Kind.PERSON, "other").ask().allows()).isTrue();
        assertThat(allowances.of(Kind.ADDRESS, "one").ask().allows()).isTrue();
        assertThat(allowances.of(Kind.PROGRAM, "one").ask().most()).isEqualTo(600);
    }

    @Test
    void comeBackSteadily() {
        var caller = allowances.of(Kind.PERSON, "one");
        ask(caller, 60);

        assertThat(caller.ask().seconds()).isEqualTo(1);
        clock.move(Duration.ofSeconds(2));

        assertThat(caller.ask().allows()).isTrue();
        assertThat(caller.ask().allows()).isTrue();
        assertThat(caller.ask().allows()).isFalse();
    }

    @Test
    void endWithTooManyFailures() {
        var caller = allowances.of(Kind.PERSON, "one");
        IntStream.range(0, 6).forEach(_ -> {
            assertThat(caller.ask().allows()).isTrue();
            caller.failed();
        });

        assertThat(caller.isFailing()).isTrue();
        assertThat(caller.ask()).isEqualTo(new Allowance.Standing("failures", 6, 0, false, 10));
        clock.move(Duration.ofSeconds(10));
        assertThat(caller.ask().allows()).isTrue();
    }

    @Test
    void areOfAProgramWhereOneTokenDoesTheWorkOfMany() {
        assertThat(List.of("service", "public-figures", "operator"))
                .allSatisfy(role -> assertThat(Door.kind(Set.of(role, "none"))).isEqualTo(Kind.PROGRAM));
        assertThat(Door.kind(Set.of("branch", "village"))).isEqualTo(Kind.PERSON);
        assertThat(Door.kind(Set.of())).isEqualTo(Kind.PERSON);
    }

    @Test
    void countWhatIsTheCallersFault() {
        assertThat(List.of(400, 401, 403, 404, 422, 499))
                .allSatisfy(status -> assertThat(Door.isFailure(status)).isTrue());
        assertThat(List.of(200, 304, 399, 409, 412, 429, 500, 503))
                .allSatisfy(status -> assertThat(Door.isFailure(status)).isFalse());
    }

    @Test
    void areToldAsTheDraftWritesThem() {
        var caller = allowances.of(Kind.PERSON, "one");
        ask(caller, 29);
        assertThat(caller.ask().isWorthTelling()).isFalse();
        assertThat(caller.ask().isWorthTelling()).isTrue();
        ask(caller, 9);

        var standing = caller.ask();

        assertThat(standing.isWorthTelling()).isTrue();
        assertThat(standing.headers())
                .containsEntry("RateLimit-Policy", "\"requests\";q=60;w=60")
                .containsEntry("RateLimit", "\"requests\";r=19;t=41");
    }

    @Test
    void holdAgainstManyAtOnce() throws Exception {
        var caller = allowances.of(Kind.PERSON, "one");
        Callable<Long> asking =
                () -> IntStream.range(0, 50).filter(_ -> caller.ask().allows()).count();
        try (var threads = Executors.newFixedThreadPool(4)) {
            var allowed = 0L;
            for (var one : threads.invokeAll(List.of(asking, asking, asking, asking))) {
                allowed += one.get();
            }

            assertThat(allowed).isEqualTo(60);
        }
    }

    @Test
    void rememberNoMoreCallersThanTheyMay() {
        var flood = allowances.of(Kind.ADDRESS, "flood");
        ask(flood, 61);
        for (var i = 0; i < 100_000; i++) {
            allowances.of(Kind.ADDRESS, "address " + i).ask();
            if (i % 10 == 0) {
                flood = allowances.of(Kind.ADDRESS, "flood");
            }
        }

        assertThat(allowances.size()).isLessThanOrEqualTo(1_000);
        assertThat(flood.ask().allows())
                .as("who comes again and again is not forgotten")
                .isFalse();
    }

    @Test
    void areOfAnAddressThatTheCallerDidNotWrite() {
        assertThat(told(0, "198.51.100.7")).isEqualTo(GATEWAY);
        assertThat(told(1, "198.51.100.7")).isEqualTo("198.51.100.7");
        assertThat(told(1, "8.8.8.8, 198.51.100.7")).isEqualTo("198.51.100.7");
        assertThat(told(2, "8.8.8.8", "198.51.100.7, 10.1.1.1")).isEqualTo("198.51.100.7");
        assertThat(told(1)).isEqualTo(GATEWAY);
        assertThat(told(2, "198.51.100.7")).isEqualTo(GATEWAY);
        assertThat(told(1, "unknown")).isEqualTo(GATEWAY);
        assertThat(CallerAddress.of(null, List.of(), 0)).isEmpty();
    }

    @Test
    void areOfAnAddressHoweverItIsWritten() {
        assertThat(List.of(
                        "198.51.100.7:4711", "::ffff:198.51.100.7", "[::ffff:198.51.100.7]:4711", "::FFFF:c633:6407"))
                .allSatisfy(form -> assertThat(told(1, form)).isEqualTo("198.51.100.7"));
        assertThat(network("2001:db8:1:2::7"))
                .isEqualTo(network("[2001:db8:1:2:ffff::9]:4711"))
                .isEqualTo(network("[2001:db8:1:2::7]"))
                .isNotEqualTo(network("2001:db8:1:3::7"));
        assertThat(network("::ffff:198.51.100.7"))
                .isEqualTo(network("198.51.100.7:1"))
                .isNotEqualTo(network("::ffff:198.51.100.8"));
    }

    private static String told(int proxies, String... forwarded) {
        return CallerAddress.of(GATEWAY, List.of(forwarded), proxies)
                .orElseThrow()
                .getHostAddress();
    }

    private static String network(String forwarded) {
        return Door.network(CallerAddress.of(GATEWAY, List.of(forwarded), 1).orElseThrow());
    }

    private static void ask(Allowance caller, int times) {
        IntStream.range(0, times).forEach(_ -> caller.ask());
    }

    private record Limits(long requests, long failures, long requestsOfProgram, long failuresOfProgram, int callers)
            implements DoorSettings {
        @Override
        public long requestsOfAddress() {
            return requests;
        }

        @Override
        public long failuresOfAddress() {
            return failures;
        }

        @Override
        public int proxies() {
            return 0;
        }
    }

    private static final class StoppedClock implements TimeMeter {
        private long now = 1;

        void move(Duration time) {
            now += time.toNanos();
        }

        @Override
        public long currentTimeNanos() {
            return now;
        }

        @Override
        public boolean isWallClockBased() {
            return false;
        }
    }
}
