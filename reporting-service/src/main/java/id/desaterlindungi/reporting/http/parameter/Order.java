package id.desaterlindungi.reporting.http.parameter;

import com.fasterxml.jackson.annotation.JsonProperty;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** Which way a list goes. */
@Schema(name = "Order")
public enum Order {
    @JsonProperty("asc")
    ASCENDING,
    @JsonProperty("desc")
    DESCENDING
}
