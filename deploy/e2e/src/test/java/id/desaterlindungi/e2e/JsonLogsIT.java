package id.desaterlindungi.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The log as a cluster collects it: no line that a machine cannot read, and the way from a trace to its lines. */
@ExtendWith(RunningSystem.class)
class JsonLogsIT {
    private static final JsonMapper JSON = new JsonMapper();
    private static final String TRACE = "4bf92f3577b34da6a3ce929d0e0e4736";
    private static final List<String> IN_JSON =
            List.of("-Dquarkus.log.console.json.enabled=true", "-Dquarkus.otel.sdk.disabled=false");

    private final DesaSystem system;

    JsonLogsIT(DesaSystem system) {
        this.system = system;
    }

    /** Without a database each request leaves a line. */
    @Test
    void bothWriteOnlyObjectsAndTheTraceOfARequest() throws IOException {
        var register = system.anotherEnrollment(IN_JSON);
        var totals = system.anotherReporting(Map.of(), IN_JSON);
        system.stack().postgres().stop();
        ask(register, "/v1/participants?within=16.01.07.2001");
        ask(totals, "/v1/progress/areas?within=16&level=regency");
        system.stack().postgres().start();

        requireObjects(register);
        requireObjects(totals);
    }

    private void ask(Service service, String path) {
        system.ask(service)
                .header("traceparent", "00-" + TRACE + "-00f067aa0ba902b7-01")
                .get(path)
                .then()
                .statusCode(503);
    }

    private static void requireObjects(Service service) throws IOException {
        service.stop(); // No line is half written then.

        assertThat(lines(service))
                .allSatisfy(line -> {
                    assertThat(OffsetDateTime.parse(line.path("timestamp").asText()))
                            .isNotNull();
                    assertThat(line.path("level").asText()).isIn("DEBUG", "INFO", "WARN", "ERROR");
                    assertThat(line.path("loggerName").asText()).isNotEmpty();
                    assertThat(line.path("message").asText()).isNotEmpty();
                })
                .anySatisfy(line -> {
                    assertThat(line.path("message").asText()).startsWith("Request failed for want of the database");
                    assertThat(line.at("/mdc/traceId").asText()).isEqualTo(TRACE);
                });
    }

    private static List<JsonNode> lines(Service service) throws IOException {
        var lines = new ArrayList<JsonNode>();
        for (var line : Files.readAllLines(service.log())) {
            lines.add(JSON.readTree(line));
        }
        return lines;
    }
}
