package id.desaterlindungi.enrollment.http.connection;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URISyntaxException;
import org.jboss.logmanager.ExtLogRecord;
import org.jboss.logmanager.Level;
import org.jboss.logmanager.formatters.PatternFormatter;
import org.junit.jupiter.api.Test;

class WithoutQueriesTest {
    @Test
    void takesTheQueryOutOfALine() {
        assertThat(logged(line("HTTP Request to %s failed, error id: %s", "/v1/participants?name=siti&limit=5", "7")))
                .isEqualTo("HTTP Request to /v1/participants?… failed, error id: 7");
        assertThat(logged(line("GET http://localhost:8080/v1/participants?name=siti%20aminah")))
                .isEqualTo("GET http://localhost:8080/v1/participants?…");
    }

    @Test
    void takesTheQueryOutOfWhatWasThrown() {
        var line = line("Request failed");
        var cause = new URISyntaxException("/v1/participants?name=siti^", "Illegal character in query", 26);
        var thrown = new IllegalArgumentException(cause.getMessage(), cause);
        thrown.addSuppressed(new IllegalStateException("/v1/participants?name=siti"));
        line.setThrown(thrown);

        assertThat(logged(line))
                .contains(
                        "java.lang.IllegalArgumentException: Illegal character in query at index 26: /v1/participants?…")
                .contains("Caused by: java.net.URISyntaxException", "Suppressed: java.lang.IllegalStateException")
                .contains("at " + WithoutQueriesTest.class.getName())
                .doesNotContain("siti");
    }

    @Test
    void leavesOtherLinesAlone() {
        var thrown = new IllegalStateException("Is it there? No.");
        var line = line("Answered in %d ms, was that quick?", 7);
        line.setThrown(thrown);

        assertThat(logged(line)).startsWith("Answered in 7 ms, was that quick?");
        assertThat(line.getThrown()).isSameAs(thrown);
    }

    private static ExtLogRecord line(String format, Object... parameters) {
        var line = new ExtLogRecord(
                Level.ERROR, format, ExtLogRecord.FormatStyle.PRINTF, WithoutQueriesTest.class.getName());
        line.setParameters(parameters);
        return line;
    }

    private static String logged(ExtLogRecord line) {
        assertThat(new WithoutQueries().isLoggable(line)).isTrue();
        return new PatternFormatter("%s%e").format(line);
    }
}
