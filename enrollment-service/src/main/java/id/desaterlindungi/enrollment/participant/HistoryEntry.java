package id.desaterlindungi.enrollment.participant;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.JsonNode;
import id.desaterlindungi.enrollment.Json;
import id.desaterlindungi.enrollment.events.RecordedEvent;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** One event of a participant's history, for people to read. */
@JsonInclude(JsonInclude.Include.NON_NULL)
@Schema(name = "HistoryEntry")
public record HistoryEntry(
        @Schema(required = true, description = "Position in the event log", examples = "1234")
        long position,

        @Schema(required = true, examples = "id.desaterlindungi.participant.corrected.v1")
        String type,

        @Schema(required = true, description = "When it was recorded")
        Instant at,

        @Schema(
                required = true,
                description =
                        "Who did it: the subject of the token, or `enrollment-service` for what happens by itself",
                examples = "village@16.01.07.2001")
        String actor,

        @Schema(required = true, description = "Business date of the change")
        LocalDate on,

        @Schema(examples = "MOVED") @Nullable String reason,

        @Schema(required = true) List<Change> changes) {

    /** @param before absent where there was nothing, and for what the log does not hold: that it changed is all it tells */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    @Schema(name = "HistoryChange")
    public record Change(
            @Schema(required = true, examples = "villageCode")
            String field,

            @Schema(examples = "16.01.07.2001") @Nullable String before,

            @Schema(examples = "16.01.07.2004") @Nullable String after) {}

    private static JsonNode data(RecordedEvent event, Json json) {
        try {
            return json.read(event.data(), JsonNode.class);
        } catch (IllegalStateException e) {
            throw new IllegalStateException("An event of the log is no JSON, position=" + event.position(), e);
        }
    }

    public static HistoryEntry of(RecordedEvent event, Json json) {
        var data = data(event, json);
        var changes = new ArrayList<Change>();
        data.path("after").properties().forEach(facet -> {
            var before = data.path("before").path(facet.getKey());
            if (!before.equals(facet.getValue())) {
                changes.add(new Change(facet.getKey(), value(before), value(facet.getValue())));
            }
        });
        data.path("changed").forEach(field -> changes.add(new Change(field.asText(), null, null)));
        return new HistoryEntry(
                event.position(),
                event.type(),
                event.at(),
                event.actor(),
                LocalDate.parse(data.path("on").asText()),
                data.path("reason").isMissingNode() ? null : data.path("reason").asText(),
                changes);
    }

    private static @Nullable String value(JsonNode node) {
        if (node.isMissingNode() || node.isNull()) {
            return null;
        }
        if (node.isArray()) {
            var parts = new ArrayList<String>();
            node.forEach(part -> parts.add(part.asText()));
            return String.join(", ", parts);
        }
        return node.asText();
    }
}
