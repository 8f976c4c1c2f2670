package id.desaterlindungi.reporting.http;

import jakarta.ws.rs.core.HttpHeaders;
import java.util.Arrays;

/** What a caller holds already (RFC 9110, 13.1.2): an answer of the same tag need not be sent again. */
public final class IfNoneMatch {
    private IfNoneMatch() {}

    /** A weak tag counts too: a proxy that compresses makes one of ours. */
    public static boolean holds(HttpHeaders headers, String tag) {
        return headers.getRequestHeader(HttpHeaders.IF_NONE_MATCH).stream()
                .flatMap(header -> Arrays.stream(header.split(",")))
                .map(String::strip)
                .map(held -> held.startsWith("W/") ? held.substring(2) : held)
                .anyMatch(held -> held.equals("*") || held.equals('"' + tag + '"'));
    }
}
