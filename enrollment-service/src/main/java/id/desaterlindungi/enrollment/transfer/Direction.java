package id.desaterlindungi.enrollment.transfer;

import com.fasterxml.jackson.annotation.JsonProperty;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** Which side of a request the caller is on. Whose areas hold both villages is on both. */
@Schema(name = "TransferDirection")
public enum Direction {
    /** It asks for a person of the own areas. */
    @JsonProperty("incoming")
    INCOMING,
    /** A village of the own areas asks. */
    @JsonProperty("outgoing")
    OUTGOING
}
