package id.desaterlindungi.e2e.fuzz;

import java.util.List;
import java.util.Random;

/** Headers that say nothing, too much, or something else than a client would. */
final class HeaderFaults {
    private static final List<String> ACCEPTS = List.of(
            "",
            "*",
            "*/*",
            "application/*",
            "text/html",
            "application/xml",
            "text/csv",
            UploadedList.WORKBOOK,
            "application/json;q=0",
            "application/json;q=abc",
            "application/json;q=",
            "application/json;q=2",
            "application/json;charset=utf-16",
            "a",
            "a/b/c",
            "/",
            ",,,",
            ";;;",
            "application/json;\"",
            "application/problem+json",
            "text/event-stream",
            "application/json, application/json".repeat(300),
            "*/*;q=0",
            "\u00ff/\u00ff",
            "*/json",
            "application/json; v=\"",
            "application/cloudevents-batch+json");

    private static final List<String> LANGUAGES = List.of(
            "en;q=abc",
            "en;q=",
            "en;q=2",
            "en;q=-1",
            "en;q=0.12345",
            "en;",
            ";q=1",
            "*",
            "",
            ",",
            "-",
            "en-",
            "en_US",
            "i-klingon",
            "x-y-z",
            "en;q=1;q=0",
            "\u00e9",
            "de;q=1, id;q=0",
            "en,".repeat(3000),
            "abcdefghijklmnop",
            "en-GB-oed-x-abcdefghijk",
            "a;b=c",
            "en ; q = 0.5",
            "en;q=NaN",
            "en;q=1e400",
            "${en}",
            "../en",
            "*;q=0");

    private static final List<String> CONTENT_TYPES = List.of(
            "",
            "text/plain",
            "application/xml",
            "application/x-www-form-urlencoded",
            "multipart/form-data",
            "multipart/form-data; boundary=",
            "multipart/form-data; boundary=\"",
            "multipart/mixed; boundary=x",
            "application/json; charset=utf-16",
            "application/json; charset=iso-8859-1",
            "application/json; charset=nonsense",
            "application/json; charset=",
            "application/json; charset=\"utf-8",
            "json",
            "a/b/c",
            "*/*",
            "application/*",
            "/",
            "application/json, text/csv",
            "application/JSON",
            "application/json;;;",
            "application/merge-patch+json",
            "application/json-patch+json",
            "application/octet-stream",
            "text/csv",
            "text/csv; charset=utf-32",
            "text/csv; header=absent",
            UploadedList.WORKBOOK,
            "\u00ff/x");

    private static final List<String> TAGS = List.of(
            "",
            "1",
            "\"",
            "\"1",
            "1\"",
            "\"1\"\"2\"",
            "W/\"1\"",
            "w/\"1\"",
            "W/1",
            "*",
            "\"*\"",
            "* , \"1\"",
            "\"0\"",
            "\"-1\"",
            "\"01\"",
            "\"+1\"",
            "\"1.0\"",
            "\" 1 \"",
            "\"\"",
            "\"2147483648\"",
            "\"99999999999999999999\"",
            "\"\u0661\"",
            "\"1\",",
            ",\"1\"",
            "\"a\",\"1\"",
            "\"1-gzip\"",
            "\"" + "9".repeat(7000) + "\"",
            "\"1\",".repeat(800) + "\"1\"",
            "\"\u00e9\"",
            "'1'");

    private static final List<String> KEYS = List.of(
            "",
            " ",
            "a",
            "a b",
            "\"a\"",
            "a".repeat(200),
            "a".repeat(201),
            "a".repeat(6000),
            "\u00e9",
            "\u0001",
            "a,b",
            "'; drop table idempotent_request; --",
            "${a}",
            "{0}",
            "*",
            "%00",
            "\ud83d\ude00");

    private static final List<String> AUTHORIZATIONS = List.of(
            "",
            "Bearer",
            "Bearer ",
            "bearer x",
            "Bearer x",
            "Bearer x.y.z",
            "Bearer a b c",
            "Basic b3BlcmF0b3I6",
            "Basic !!!",
            "Digest username=\"x\"",
            "Bearer null",
            "Bearer eyJhbGciOiJub25lIn0.e30.",
            "Bearer " + "A".repeat(7000),
            "Bearer \u00e9",
            "Bearer e30.e30.e30",
            "DPoP x",
            "Negotiate",
            "x".repeat(500));

    private static final List<Draft.Field> OTHERS = List.of(
            new Draft.Field("Content-Encoding", "gzip"),
            new Draft.Field("Content-Encoding", "br"),
            new Draft.Field("Content-Encoding", "identity, nonsense"),
            new Draft.Field("Accept-Encoding", "gzip;q=abc"),
            new Draft.Field("Accept-Encoding", "*;q=0"),
            new Draft.Field("Accept-Encoding", "identity;q=0"),
            new Draft.Field("Accept-Charset", "utf-7;q=x"),
            new Draft.Field("Range", "bytes=0-1"),
            new Draft.Field("Range", "bytes=9-1,,-"),
            new Draft.Field("If-None-Match", "*"),
            new Draft.Field("If-None-Match", "W/\"1\""),
            new Draft.Field("If-None-Match", "nonsense"),
            new Draft.Field("If-Modified-Since", "yesterday"),
            new Draft.Field("If-Modified-Since", "Sat, 29 Oct 9994 19:43:31 GMT"),
            new Draft.Field("If-Unmodified-Since", "Sat, 29 Oct 1994 19:43:31 GMT"),
            new Draft.Field("X-HTTP-Method-Override", "DELETE"),
            new Draft.Field("X-Forwarded-Host", "stranger.example"),
            new Draft.Field("X-Forwarded-Proto", "gopher"),
            new Draft.Field("X-Forwarded-For", "';--"),
            new Draft.Field("X-Original-URL", "/q/metrics"),
            new Draft.Field("Forwarded", "for=\"_x\";host=\"stranger.example;"),
            new Draft.Field("Origin", "null"),
            new Draft.Field("Origin", "http://stranger.example"),
            new Draft.Field("Access-Control-Request-Method", "DELETE"),
            new Draft.Field("Cookie", "a=b; c; =; \"; quarkus-credential=x"),
            new Draft.Field("traceparent", "00-zz-zz-zz"),
            new Draft.Field("traceparent", "ff-" + "0".repeat(32) + "-" + "0".repeat(16) + "-01"),
            new Draft.Field("tracestate", "=,=,="),
            new Draft.Field("baggage", "a=b;;;,=,%"),
            new Draft.Field("Last-Event-ID", "-1"),
            new Draft.Field("Last-Event-ID", "99999999999999999999-\u00e9"),
            new Draft.Field("Content-Disposition", "attachment; filename=\"../../x\u0001\u202e.csv\""),
            new Draft.Field("Content-Disposition", "attachment; filename*=UTF-8''%zz"),
            new Draft.Field("Content-Disposition", "attachment; filename*=nonsense'x'%41; filename=\""),
            new Draft.Field("Content-Disposition", ";;;"),
            new Draft.Field("Content-Language", "x"),
            new Draft.Field("Content-Location", "//stranger.example/x"),
            new Draft.Field("Prefer", "respond-async, wait=-1"),
            new Draft.Field("Upgrade", "h2c"),
            new Draft.Field("Upgrade", "websocket"),
            new Draft.Field("Connection", "Upgrade, HTTP2-Settings"),
            new Draft.Field("Via", "1.1 " + "x".repeat(5000)),
            new Draft.Field("Content-MD5", "x"),
            new Draft.Field("Host", "stranger.example"),
            new Draft.Field("Max-Forwards", "-1"),
            new Draft.Field("TE", "trailers, deflate;q=x"),
            new Draft.Field("Expect", "100-continue"));

    private HeaderFaults() {}

    static void apply(Draft draft, Random random) {
        int kind = random.nextInt(16);
        switch (kind) {
            case 0, 1 -> draft.header("Accept-Language", Oddities.any(LANGUAGES, random));
            case 2, 3 -> draft.header("Accept", Oddities.any(ACCEPTS, random));
            case 4, 5 -> draft.header("Content-Type", Oddities.any(CONTENT_TYPES, random));
            case 6, 7, 8 -> draft.header("If-Match", Oddities.any(TAGS, random));
            case 9 -> draft.headers.removeIf(one -> one.name().equals("If-Match"));
            case 10, 11 -> draft.header("Idempotency-Key", Oddities.any(KEYS, random));
            case 12 -> draft.header("Authorization", Oddities.any(AUTHORIZATIONS, random));
            default -> {
                var one = Oddities.any(OTHERS, random);
                draft.header(one.name(), one.value());
            }
        }
        if (!draft.headers.isEmpty() && random.nextInt(10) == 0) {
            var one = Oddities.any(draft.headers, random);
            draft.headers.add(one.name().equals("Host") ? new Draft.Field("X-Again", "x") : one);
        }
        draft.faults.add("header " + kind);
    }
}
