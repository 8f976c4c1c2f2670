package id.desaterlindungi.enrollment.http;

import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;

/** Answers with the version that is told, to be named by who changes it ({@link IfMatch}). */
public final class Versioned {
    private Versioned() {}

    public static Response answer(int version, Object told) {
        return Response.ok(told).tag(IfMatch.tag(version)).build();
    }

    /** @param location where it is from now on */
    public static Response created(String location, int version, Object told) {
        return Response.status(Response.Status.CREATED)
                .header(HttpHeaders.LOCATION, location)
                .tag(IfMatch.tag(version))
                .entity(told)
                .build();
    }
}
