package id.desaterlindungi.reporting.pages;

import com.fasterxml.jackson.databind.JsonNode;
import id.desaterlindungi.reporting.pages.words.Words;
import java.util.List;

/** Why a page cannot be shown: a problem, as people read it. */
record FaultPage(String title, String detail, List<Fault> findings, String incident) {
    record Fault(String pointer, String text) {}

    /** @param problem as RFC 9457 writes it */
    static FaultPage of(JsonNode problem, Words words) {
        return new FaultPage(
                problem.path("title").asText(words.faultTitle()),
                problem.path("detail").asText(),
                problem.path("errors")
                        .valueStream()
                        .map(one -> new Fault(
                                one.path("pointer").asText(),
                                one.path("message").asText()))
                        .toList(),
                problem.path("incident").asText());
    }
}
