package id.desaterlindungi.reporting.coverage.fold;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class FoldThreadTest {
    private final FoldThread folding = new FoldThread("fold-test");
    private final List<Integer> folded = new CopyOnWriteArrayList<>();

    @AfterEach
    void close() {
        folding.close();
    }

    @Test
    void leavesItsUserFreeAndFoldsInOrder() throws InterruptedException {
        var read = new CountDownLatch(1);
        folding.begin(() -> {
            awaitQuietly(read);
            folded.add(0);
        });
        assertThat(folded).isEmpty();
        read.countDown();
        for (var i = 1; i < 100; i++) {
            var batch = i;
            folding.begin(() -> folded.add(batch));
        }
        folding.await();

        assertThat(folded)
                .containsExactlyElementsOf(IntStream.range(0, 100).boxed().toList());
    }

    @Test
    void tellsAFailureOnceAndDoesNotBeginTheNextBatch() {
        folding.begin(() -> {
            throw new IllegalArgumentException("the first");
        });

        assertThatThrownBy(() -> folding.begin(() -> folded.add(1))).hasMessage("the first");
        folding.await();
        assertThat(folded).isEmpty();
        folding.begin(() -> folded.add(2));
        folding.await();
        assertThat(folded).containsExactly(2);
    }

    @Test
    void endsTheBatchThatIsUnderWay() {
        folding.begin(() -> folded.add(1));
        folding.close();

        assertThat(folded).containsExactly(1);
    }

    @Test
    void waitsForTheBatchUnlessInterrupted() {
        var written = new CountDownLatch(1);
        folding.begin(() -> awaitQuietly(written));

        Thread.currentThread().interrupt();
        folding.close();

        assertThat(Thread.interrupted()).isTrue();
        written.countDown();
        folding.close();
    }

    private static void awaitQuietly(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
