package id.desaterlindungi.e2e.faults;

import static org.assertj.core.api.Assertions.assertThat;

import id.desaterlindungi.e2e.faults.Journal.Exchange;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The trial is worth as much as what it notices. */
class JournalTest {
    private final Journal journal = new Journal();
    private final Windows windows = new Windows();

    @Test
    void noServerErrorIsExplainedByAFault() {
        trouble(() -> answered(500, false));

        assertThat(journal.wrong(windows)).singleElement().asString().contains("500");
    }

    @Test
    void aFaultExplainsThatNobodyAnswersAndThatSomebodyIsAskedToComeAgain() {
        trouble(() -> {
            answered(503, true);
            answered(Answer.NONE, false);
        });

        assertThat(journal.wrong(windows)).isEmpty();
    }

    @Test
    void whoAsksToComeAgainSaysWhen() {
        trouble(() -> answered(503, false));

        assertThat(journal.wrong(windows)).singleElement().asString().endsWith("without Retry-After");
    }

    @Test
    void withoutAFaultEverybodyIsAnswered() {
        answered(503, true);
        answered(Answer.NONE, false);
        answered(409, false);

        assertThat(journal.wrong(windows)).hasSize(2).allMatch(one -> one.endsWith("with no fault on"));
    }

    private void trouble(Runnable requests) {
        var window = windows.begin(new Trouble(Duration.ZERO, List.of(new Fault.Cut(Side.ENROLLMENT))));
        requests.run();
        windows.end(window);
    }

    private void answered(int status, boolean saysWhen) {
        var now = System.nanoTime();
        journal.record(new Exchange(Side.ENROLLMENT, 0, "look", now, now, status, "", saysWhen, "", false));
    }
}
