package id.desaterlindungi.e2e.fuzz;

import java.util.List;
import java.util.Optional;
import java.util.Random;

/** What a client would refuse to send: lengths, versions and addresses of which a server and a proxy may think differently. */
final class WireFaults {
    private WireFaults() {}

    static void apply(Draft draft, Random random) {
        draft.fix(true);
        int kind = random.nextInt(24);
        int length = draft.body.length;
        draft.broken = true;
        switch (kind) {
            case 0 -> draft.framing = Optional.of("Content-Length: " + length + "\r\nTransfer-Encoding: chunked\r\n");
            case 1 ->
                draft.framing =
                        Optional.of("Content-Length: " + length + "\r\nContent-Length: " + (length + 1) + "\r\n");
            case 2 -> draft.framing = Optional.of("Content-Length: -1\r\n");
            case 3 -> draft.framing = Optional.of("Content-Length: 1e3\r\n");
            case 4 -> draft.framing = Optional.of("Content-Length: 99999999999999999999\r\n");
            case 5 -> chunked(draft, "chunked, identity", "0\r\n\r\n");
            case 6 -> chunked(draft, "identity, chunked", "0\r\n\r\n");
            case 7 -> chunked(draft, "chunked", "0\r\nX-Trailer: a\r\nX-Other: b\r\n\r\n");
            case 8 -> chunked(draft, "chunked", "ffffffffffffffff\r\n\r\n");
            case 9 -> chunked(draft, "gzip, chunked", "0\r\n\r\n");
            case 10 -> chunked(draft, "chunked", "zz\r\n\r\n");
            case 11 -> draft.headers.add(new Draft.Field("Host", "stranger.example\r\nHost: other.example"));
            case 12 -> draft.host = false;
            case 13 -> draft.version = "HTTP/1.0";
            case 14 ->
                draft.version = Oddities.any(List.of("HTTP/0.9", "HTTP/1.2", "HTTP/x", "", "HTTP/1.1 x"), random);
            case 15 -> draft.headers.add(new Draft.Field("X-Folded", "a\r\n b"));
            case 16 -> draft.headers.add(new Draft.Field("X Spaced", "a"));
            case 17 -> draft.headers.add(new Draft.Field("X-Null", "a\u0000b"));
            case 18 -> draft.headers.add(new Draft.Field("X-Long", "x".repeat(100_000)));
            case 19 -> draft.rawQuery = "x".repeat(20_000);
            case 20 -> draft.path = Optional.of("http://stranger.example" + draft.filled());
            case 21 ->
                draft.path = Optional.of(Oddities.any(
                        List.of(
                                "*",
                                "//",
                                "/..",
                                "/../q/health",
                                "/v1//participants",
                                "/v1/./areas",
                                "x",
                                "/\u00ff\u00fe",
                                "/v1/areas/",
                                "/v1/%61reas",
                                "/V1/areas",
                                "/q/../v1/areas",
                                ""),
                        random));
            case 22 -> draft.headers.add(new Draft.Field("Expect", "nonsense"));
            default -> {
                draft.framing = Optional.of("Content-Length: " + (length + 10) + "\r\n");
                draft.hangsUp = true;
            }
        }
        draft.faults.add("wire " + kind);
    }

    private static void chunked(Draft draft, String encoding, String end) {
        draft.framing = Optional.of("Transfer-Encoding: " + encoding + "\r\n");
        var begin = Integer.toHexString(draft.body.length) + "\r\n";
        draft.body = draft.body.length == 0
                ? Oddities.latin(end)
                : Oddities.twice(Oddities.twice(Oddities.latin(begin), draft.body), Oddities.latin("\r\n" + end));
    }
}
