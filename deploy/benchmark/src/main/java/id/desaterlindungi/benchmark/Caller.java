package id.desaterlindungi.benchmark;

import id.desaterlindungi.benchmark.Wire.Answer;
import id.desaterlindungi.local.LocalStack;
import id.desaterlindungi.local.ServiceProcess;
import java.io.EOFException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Deque;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.Semaphore;
import org.jspecify.annotations.Nullable;

/** Somebody who calls one service, over as many connections as there are calls at once. */
final class Caller {
    /** The service takes 1,000; whoever waits here waits as one would there. */
    private static final int CONNECTIONS = 256;

    private final int port;
    private final String headers;
    private final Deque<Wire> idle = new ConcurrentLinkedDeque<>();
    private final Semaphore connections = new Semaphore(CONNECTIONS);

    private Caller(int port, String headers) {
        this.port = port;
        this.headers = " HTTP/1.1\r\nHost: localhost:%d\r\n%s".formatted(port, headers);
    }

    /** @param areas null for a role without. The token is good for eight hours. */
    static Caller withRole(LocalStack stack, ServiceProcess service, String role, @Nullable String areas) {
        return new Caller(service.port(), "Authorization: Bearer %s\r\n".formatted(stack.token(role, areas)));
    }

    /** As a browser, without a token. */
    static Caller anybody(int port) {
        return new Caller(port, "Accept-Encoding: gzip\r\n");
    }

    Answer get(String path) {
        return send("GET " + path + headers + "\r\n");
    }

    /** What begins something and takes no body. */
    Answer post(String path) {
        return send("POST " + path + headers + "Content-Length: 0\r\n\r\n");
    }

    Answer post(String path, String body) {
        return post(path, "application/json", body);
    }

    Answer post(String path, String type, String body) {
        var length = body.getBytes(StandardCharsets.UTF_8).length;
        return send("POST %s%sContent-Type: %s\r\nContent-Length: %d\r\n\r\n%s"
                .formatted(path, headers, type, length, body));
    }

    /** @throws IllegalStateException where it is not answered as done */
    static Answer require(Answer answer) {
        if (!answer.isGood()) {
            throw new IllegalStateException("Answered %d: %s".formatted(answer.status(), answer.text()));
        }
        return answer;
    }

    private Answer send(Wire wire, byte[] request) throws IOException {
        try {
            var answer = wire.send(request);
            if (wire.isOver()) {
                wire.close();
            } else {
                idle.addFirst(wire);
            }
            return answer;
        } catch (IOException | RuntimeException e) {
            wire.close();
            throw e;
        }
    }

    private Answer send(String request) {
        connections.acquireUninterruptibly();
        try {
            var bytes = request.getBytes(StandardCharsets.UTF_8);
            var kept = idle.pollFirst();
            if (kept != null) {
                try {
                    return send(kept, bytes);
                } catch (EOFException e) {
                    // Without a byte of an answer it was closed before, as connections are that have long been idle.
                    if (kept.hasAnswered()) {
                        throw e;
                    }
                }
            }
            return send(new Wire(port), bytes);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } finally {
            connections.release();
        }
    }
}
