package id.desaterlindungi.enrollment.events;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import com.fasterxml.jackson.annotation.JsonRawValue;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** An event with its position, as a CloudEvent in JSON. */
@JsonInclude(JsonInclude.Include.NON_NULL)
@JsonPropertyOrder({"specversion", "id", "source", "type", "time", "subject", "sequence"})
@Schema(name = "CloudEvent", description = "CloudEvents 1.0; `data` is described by the contract's schemas")
record LoggedEvent(
        @Schema(required = true, description = "The event's position, in decimal digits", examples = "1234")
        String sequence,

        @Schema(required = true) UUID id,

        @Schema(required = true, examples = "urn:desaterlindungi:enrollment:16")
        String source,

        @Schema(required = true, examples = "id.desaterlindungi.participant.enrolled.v1")
        String type,

        @Schema(required = true) Instant time,

        @Schema(required = true, examples = "0199f3a2-6c1e-7b40-8d5e-3f2a1b0c9d8e")
        String subject,

        @Nullable String traceparent,

        @Schema(required = true, type = SchemaType.OBJECT) @JsonRawValue
        String data) {

    static final String SPEC_VERSION = "1.0";
    static final String BATCH_MEDIA_TYPE = "application/cloudevents-batch+json";

    static LoggedEvent from(ResultSet row, String source) throws SQLException {
        return new LoggedEvent(
                row.getString("position"),
                row.getObject("event_id", UUID.class),
                source,
                row.getString("type"),
                row.getObject("recorded_at", OffsetDateTime.class).toInstant(),
                row.getString("subject"),
                row.getString("traceparent"),
                row.getString("data"));
    }

    @JsonProperty
    @Schema(required = true, examples = "1.0")
    String specversion() {
        return SPEC_VERSION;
    }

    @JsonProperty
    @Schema(required = true, examples = "application/json")
    String datacontenttype() {
        return "application/json";
    }
}
