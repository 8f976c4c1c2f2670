package id.desaterlindungi.enrollment.http;

import id.desaterlindungi.enrollment.Json;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.ws.rs.core.CacheControl;
import jakarta.ws.rs.core.EntityTag;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.HexFormat;

/** Answers that a caller may keep for a while, and after that asks for again only if they have changed. */
@ApplicationScoped
public class Cacheable {
    private final Json json;

    Cacheable(Json json) {
        this.json = json;
    }

    /**
     * The content under a tag of its own bytes; 304 where the caller holds those bytes already.
     *
     * @param longest how long the caller may go without asking again
     */
    public Response answer(Object content, Duration longest, HttpHeaders headers) {
        var body = json.bytes(content);
        var tag = HexFormat.of().formatHex(sha256(body), 0, 16);
        var control = new CacheControl();
        control.setPrivate(true); // The answer to a request with a token is kept by nobody between.
        control.setNoTransform(false);
        control.setMaxAge((int) longest.toSeconds());
        return (IfNoneMatch.holds(headers, tag) ? Response.notModified() : Response.ok(body))
                .tag(new EntityTag(tag))
                .cacheControl(control)
                .build();
    }

    private static byte[] sha256(byte[] bytes) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(bytes);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java has SHA-256", e);
        }
    }
}
