package id.desaterlindungi.enrollment.background;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import id.desaterlindungi.enrollment.background.Gathering.Bounds;
import id.desaterlindungi.enrollment.background.Gathering.Full;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class GatheringTest {
    private static final Bounds BOUNDS = new Bounds(1, 4, 6, Duration.ofSeconds(20));

    private final ExecutorService callers = Executors.newVirtualThreadPerTaskExecutor();
    private final ConcurrentLinkedQueue<List<Integer>> sets = new ConcurrentLinkedQueue<>();
    private final CountDownLatch opened = new CountDownLatch(1);

    @AfterEach
    void end() {
        opened.countDown();
        callers.close();
    }

    /** Doubles numbers once it is opened. */
    private List<Integer> doubled(List<Integer> numbers) {
        sets.add(numbers);
        try {
            assertThat(opened.await(30, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
        return numbers.stream().map(number -> 2 * number).toList();
    }

    private Future<Integer> join(Gathering<Integer, Integer> gathering, int number) {
        return callers.submit(() -> gathering.join(number));
    }

    @Test
    void makesASetOfAllWhoCameWhileOneWasWorkedOn() throws Exception {
        try (var gathering = new Gathering<Integer, Integer>("test", BOUNDS, this::doubled, _ -> false)) {
            var first = join(gathering, 0);
            Awaitility.await().until(() -> sets.size() == 1);
            var others = IntStream.rangeClosed(1, 6)
                    .mapToObj(number -> join(gathering, number))
                    .toList();
            Awaitility.await().until(() -> gathering.waiting() == 6);

            opened.countDown();

            assertThat(first.get()).isZero();
            for (var i = 0; i < 6; i++) {
                assertThat(others.get(i).get()).isEqualTo(2 * (i + 1));
            }
            assertThat(sets.stream().map(List::size)).containsExactly(1, 4, 2);
        }
    }

    @Test
    void worksBesideASetThatStands() throws Exception {
        var two = new Bounds(2, 4, 6, Duration.ofSeconds(20));
        try (var gathering = new Gathering<Integer, Integer>("test", two, this::standingForZero, _ -> false)) {
            var first = join(gathering, 0);
            Awaitility.await().until(() -> sets.size() == 1);

            var begin = System.nanoTime();
            for (var number = 1; number <= 50; number++) {
                assertThat(join(gathering, number).get(10, TimeUnit.SECONDS)).isEqualTo(2 * number);
            }
            assertThat(Duration.ofNanos(System.nanoTime() - begin))
                    .as("waited once until it was long, and not each time")
                    .isLessThan(Duration.ofSeconds(4));
            assertThat(first).isNotDone();

            opened.countDown();
            assertThat(first.get()).isZero();
        }
    }

    private List<Integer> standingForZero(List<Integer> numbers) {
        if (numbers.contains(0)) {
            return doubled(numbers);
        }
        return numbers.stream().map(number -> 2 * number).toList();
    }

    @Test
    void refusesMoreThanMayWait() throws Exception {
        try (var gathering = new Gathering<Integer, Integer>("test", BOUNDS, this::doubled, _ -> false)) {
            var first = join(gathering, 0);
            Awaitility.await().until(() -> sets.size() == 1);
            var waiting = IntStream.range(0, 6)
                    .mapToObj(number -> join(gathering, number))
                    .toList();
            Awaitility.await().until(() -> gathering.waiting() == 6);

            assertThatThrownBy(() -> gathering.join(7)).isInstanceOf(Full.class);

            opened.countDown();
            assertThat(first.get()).isZero();
            assertThat(waiting.getLast().get()).isEqualTo(10);
        }
    }

    @Test
    void letsNobodyWaitForLong() throws Exception {
        var impatient = new Bounds(1, 4, 6, Duration.ofMillis(50));
        try (var gathering = new Gathering<Integer, Integer>("test", impatient, this::doubled, _ -> false)) {
            var first = join(gathering, 1);
            Awaitility.await().until(() -> sets.size() == 1);

            assertThatThrownBy(() -> gathering.join(2)).isInstanceOf(Full.class);
            assertThat(gathering.waiting()).isZero();
            opened.countDown();

            assertThat(first.get()).as("in a set already").isEqualTo(2);
        }
        assertThat(sets).containsExactly(List.of(1));
    }

    @Test
    void doesNothingForWhoIsInterruptedWhileWaiting() throws Exception {
        try (var gathering = new Gathering<Integer, Integer>("test", BOUNDS, this::doubled, _ -> false)) {
            var first = join(gathering, 1);
            Awaitility.await().until(() -> sets.size() == 1);
            var second = join(gathering, 2);
            Awaitility.await().until(() -> gathering.waiting() == 1);

            second.cancel(true);
            Awaitility.await().until(() -> gathering.waiting() == 0);
            opened.countDown();

            assertThat(first.get()).isEqualTo(2);
        }
        assertThat(sets).containsExactly(List.of(1));
    }

    @Test
    void triesEachAloneWhereASetFails() throws Exception {
        try (var gathering = new Gathering<Integer, Integer>("test", BOUNDS, this::failingForThree, _ -> false)) {
            var first = join(gathering, 0);
            Awaitility.await().until(() -> sets.size() == 1);
            var others = List.of(join(gathering, 2), join(gathering, 3), join(gathering, 4));
            Awaitility.await().until(() -> gathering.waiting() == 3);

            opened.countDown();

            assertThat(first.get()).isZero();
            assertThat(others.get(0).get()).isEqualTo(4);
            assertThatThrownBy(() -> others.get(1).get())
                    .isInstanceOf(ExecutionException.class)
                    .hasRootCauseMessage("three");
            assertThat(others.get(2).get()).isEqualTo(8);
        }
    }

    @Test
    void failsForAllAtOnceWhereEachWouldFail() throws Exception {
        try (var gathering = new Gathering<Integer, Integer>("test", BOUNDS, this::failingForThree, _ -> true)) {
            var first = join(gathering, 0);
            Awaitility.await().until(() -> sets.size() == 1);
            var others = List.of(join(gathering, 2), join(gathering, 3));
            Awaitility.await().until(() -> gathering.waiting() == 2);

            opened.countDown();

            assertThat(first.get()).isZero();
            for (var one : others) {
                assertThatThrownBy(one::get).hasRootCauseMessage("three");
            }
            assertThat(sets).hasSize(2);
        }
    }

    private List<Integer> failingForThree(List<Integer> numbers) {
        var all = doubled(numbers);
        if (numbers.contains(3)) {
            throw new IllegalStateException("three");
        }
        return all;
    }

    @Test
    void worksOffWhatWaitsBeforeItCloses() throws Exception {
        var gathering = new Gathering<Integer, Integer>("test", BOUNDS, this::doubled, _ -> false);
        var first = join(gathering, 1);
        Awaitility.await().until(() -> sets.size() == 1);
        var second = join(gathering, 2);
        Awaitility.await().until(() -> gathering.waiting() == 1);
        opened.countDown();

        gathering.close();

        assertThat(first.get()).isEqualTo(2);
        assertThat(second.get()).isEqualTo(4);
        assertThatThrownBy(() -> gathering.join(3)).isInstanceOf(Full.class);
    }
}
