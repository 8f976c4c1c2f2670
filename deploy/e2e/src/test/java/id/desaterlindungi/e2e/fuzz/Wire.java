package id.desaterlindungi.e2e.fuzz;

import java.io.BufferedInputStream;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.zip.GZIPInputStream;

/** A connection for each request, which takes any bytes: a client that knows HTTP would refuse to send most of them. */
final class Wire {
    private static final int PATIENCE_MILLIS = 20_000;

    /** What a stream has said after this is enough. */
    private static final int PAUSE_MILLIS = 150;

    private static final int MOST_BYTES = 64 << 20;

    private final URI service;

    Wire(URI service) {
        this.service = service;
    }

    static Sent get(String target, URI service) {
        var head = "GET " + target + " HTTP/1.1\r\nHost: " + service.getAuthority() + "\r\n\r\n";
        return new Sent(head.getBytes(StandardCharsets.ISO_8859_1), "GET", false);
    }

    /**
     * What goes over the wire.
     *
     * @param method decides whether an answer has a body
     * @param hangsUp whether nothing follows, though it was announced
     */
    record Sent(byte[] bytes, String method, boolean hangsUp) {}

    Answer exchange(Sent sent) {
        var began = System.nanoTime();
        try (var socket = new Socket()) {
            socket.connect(new InetSocketAddress("localhost", service.getPort()), PATIENCE_MILLIS);
            socket.setSoTimeout(PATIENCE_MILLIS);
            socket.setTcpNoDelay(true);
            var in = new BufferedInputStream(socket.getInputStream(), 1 << 16);
            try {
                socket.getOutputStream().write(sent.bytes());
                if (sent.hangsUp()) {
                    socket.shutdownOutput();
                }
            } catch (IOException refusedEarly) {
                // It may have been answered before all of it was sent.
            }
            return read(socket, in, sent.method(), began);
        } catch (SocketTimeoutException e) {
            return Answer.none(System.nanoTime() - began, false);
        } catch (IOException e) {
            return Answer.none(System.nanoTime() - began, true);
        }
    }

    private static Answer read(Socket socket, InputStream in, String method, long began) throws IOException {
        int status;
        Map<String, List<String>> headers;
        do {
            var line = line(in);
            var parts = line.split(" ", 3);
            if (parts.length < 2 || !parts[0].startsWith("HTTP/1.") || !parts[1].matches("[1-5][0-9][0-9]")) {
                throw new IOException("No HTTP: " + line);
            }
            status = Integer.parseInt(parts[1]);
            headers = headers(in);
        } while (status < 200);
        var answer = new Answer(status, headers, new byte[0], true, 0);
        if (method.equals("HEAD") || status == 204 || status == 304) {
            return new Answer(status, headers, new byte[0], true, System.nanoTime() - began);
        }
        var body = new ByteArrayOutputStream();
        var complete = true;
        try {
            if (answer.type().equals("text/event-stream")) {
                socket.setSoTimeout(PAUSE_MILLIS);
            }
            readBody(in, answer, body);
        } catch (SocketTimeoutException e) {
            complete = answer.type().equals("text/event-stream");
        } catch (IOException e) {
            complete = false;
        }
        var bytes = body.toByteArray();
        if (answer.header("Content-Encoding").filter("gzip"::equals).isPresent() && complete) {
            bytes = new GZIPInputStream(new ByteArrayInputStream(bytes)).readAllBytes();
        }
        return new Answer(status, headers, bytes, complete, System.nanoTime() - began);
    }

    private static void readBody(InputStream in, Answer answer, ByteArrayOutputStream body) throws IOException {
        var length = answer.header("Content-Length");
        if (answer.header("Transfer-Encoding")
                .filter("chunked"::equalsIgnoreCase)
                .isPresent()) {
            while (true) {
                int size = Integer.parseInt(line(in).split(";", 2)[0].strip(), 16);
                if (size == 0) {
                    headers(in);
                    return;
                }
                copy(in, size, body);
                line(in);
            }
        } else if (length.isPresent()) {
            copy(in, Integer.parseInt(length.get()), body);
        } else {
            in.transferTo(body);
        }
    }

    private static void copy(InputStream in, int count, ByteArrayOutputStream body) throws IOException {
        if (body.size() + count > MOST_BYTES) {
            throw new IOException("More than is read here");
        }
        var bytes = in.readNBytes(count);
        body.write(bytes);
        if (bytes.length < count) {
            throw new EOFException();
        }
    }

    private static Map<String, List<String>> headers(InputStream in) throws IOException {
        var headers = new TreeMap<String, List<String>>(String.CASE_INSENSITIVE_ORDER);
        for (var line = line(in); !line.isEmpty(); line = line(in)) {
            int colon = line.indexOf(':');
            if (colon < 1) {
                throw new IOException("No header: " + line);
            }
            headers.computeIfAbsent(line.substring(0, colon), _ -> new ArrayList<>())
                    .add(line.substring(colon + 1).strip());
        }
        return headers;
    }

    private static String line(InputStream in) throws IOException {
        var line = new ByteArrayOutputStream();
        for (int c = in.read(); c != '\n'; c = in.read()) {
            if (c < 0) {
                throw new EOFException();
            }
            line.write(c);
        }
        return line.toString(StandardCharsets.ISO_8859_1).stripTrailing();
    }
}
