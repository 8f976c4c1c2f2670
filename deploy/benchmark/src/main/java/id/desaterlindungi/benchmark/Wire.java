package id.desaterlindungi.benchmark;

import java.io.Closeable;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Locale;

/**
 * One connection to a service that stays open. HTTP/1.1 in its plainest form, so that the caller takes as little of the
 * processors as may be, and sees when the first byte comes and how many there are.
 */
final class Wire implements Closeable {
    private static final int PATIENCE_MILLIS = 120_000;

    private final Socket socket;
    private final InputStream in;
    private final byte[] buffer = new byte[16 * 1024];
    private int at;
    private int filled;
    private int taken;
    private boolean over;

    Wire(int port) throws IOException {
        socket = new Socket(InetAddress.getLoopbackAddress(), port);
        socket.setTcpNoDelay(true);
        socket.setSoTimeout(PATIENCE_MILLIS);
        in = socket.getInputStream();
    }

    /**
     * @param firstByte when it came, as {@link System#nanoTime} tells
     * @param bytes of head and body, as they came
     */
    record Answer(int status, byte[] body, long firstByte, int bytes) {
        String text() {
            return new String(body, StandardCharsets.UTF_8);
        }

        boolean isGood() {
            return status / 100 == 2;
        }
    }

    Answer send(byte[] request) throws IOException {
        taken = 0;
        socket.getOutputStream().write(request);
        fill();
        var firstByte = System.nanoTime();
        var status = Integer.parseInt(line().substring(9, 12));
        var length = 0;
        var chunked = false;
        for (var header = line(); !header.isEmpty(); header = line()) {
            var name = header.substring(0, header.indexOf(':')).toLowerCase(Locale.ROOT);
            var value = header.substring(header.indexOf(':') + 1).strip();
            if (name.equals("content-length")) {
                length = Integer.parseInt(value);
            } else if (name.equals("transfer-encoding")) {
                chunked = true;
            } else if (name.equals("connection")) {
                over = value.equalsIgnoreCase("close");
            }
        }
        var body = status == 304 || status == 204 ? new byte[0] : chunked ? chunks() : take(length);
        return new Answer(status, body, firstByte, taken);
    }

    /** Whether anything has come since the last request. */
    boolean hasAnswered() {
        return taken > 0;
    }

    /** Whether the service has said that it takes no further request here. */
    boolean isOver() {
        return over;
    }

    private byte[] chunks() throws IOException {
        var body = new byte[0];
        for (var size = size(); size > 0; size = size()) {
            var chunk = take(size);
            var end = body.length;
            body = Arrays.copyOf(body, end + size);
            System.arraycopy(chunk, 0, body, end, size);
            line();
        }
        line();
        return body;
    }

    private int size() throws IOException {
        return Integer.parseInt(line().strip(), 16);
    }

    private byte[] take(int length) throws IOException {
        var bytes = new byte[length];
        for (var have = 0; have < length; ) {
            if (at == filled) {
                fill();
            }
            var some = Math.min(length - have, filled - at);
            System.arraycopy(buffer, at, bytes, have, some);
            at += some;
            have += some;
        }
        return bytes;
    }

    /** Heads are ASCII. */
    private String line() throws IOException {
        var line = new StringBuilder();
        while (true) {
            if (at == filled) {
                fill();
            }
            var next = (char) buffer[at++];
            if (next == '\n') {
                return line.toString();
            }
            if (next != '\r') {
                line.append(next);
            }
        }
    }

    private void fill() throws IOException {
        filled = in.read(buffer);
        at = 0;
        if (filled < 0) {
            throw new EOFException(
                    "The service has closed the connection after %,d bytes of its answer".formatted(taken));
        }
        taken += filled;
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
