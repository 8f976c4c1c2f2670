package id.desaterlindungi.e2e;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** A connection that sends and reads just as it is told, which no client of a library does. */
final class RawCall implements AutoCloseable {
    private static final int SMALL = 4096;
    private static final Duration BEGUN_WITHIN = Duration.ofSeconds(30);

    private final Socket socket = new Socket();
    private final String host;

    private RawCall(Service service, int receiveBuffer) {
        var url = service.url();
        this.host = url.getHost() + ":" + url.getPort();
        try {
            if (receiveBuffer > 0) {
                socket.setReceiveBufferSize(receiveBuffer);
            }
            socket.setTcpNoDelay(true);
            socket.connect(new InetSocketAddress(url.getHost(), url.getPort()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static RawCall to(Service service) {
        return new RawCall(service, 0);
    }

    /** Of a reader for whom little can be on its way. */
    static RawCall ofASlowReader(Service service) {
        return new RawCall(service, SMALL);
    }

    /** @param headers each with its line end */
    RawCall begin(String request, @Nullable String token, String headers) {
        var authorization = token == null ? "" : "Authorization: Bearer " + token + "\r\n";
        send(request + " HTTP/1.1\r\nHost: " + host + "\r\n" + authorization + headers + "\r\n");
        return this;
    }

    RawCall send(String text) {
        try {
            socket.getOutputStream().write(text.getBytes(StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return this;
    }

    /** @return false where the other end has hung up */
    boolean trickle() {
        try {
            socket.getOutputStream().write(' ');
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    RawCall endSending() throws IOException {
        socket.shutdownOutput();
        return this;
    }

    /** All that comes until the other end hangs up, or until nothing more has come for so long; waits for an answer to begin. */
    String read(Duration quiet) throws IOException {
        return read(BEGUN_WITHIN, quiet);
    }

    /** The same, where it may be that nothing comes. */
    String readIfAny(Duration quiet) throws IOException {
        return read(quiet, quiet);
    }

    private String read(Duration begun, Duration quiet) throws IOException {
        socket.setSoTimeout((int) begun.toMillis());
        var all = new ByteArrayOutputStream();
        var buffer = new byte[1 << 16];
        try {
            for (int read = socket.getInputStream().read(buffer);
                    read >= 0;
                    read = socket.getInputStream().read(buffer)) {
                all.write(buffer, 0, read);
                socket.setSoTimeout((int) quiet.toMillis());
            }
        } catch (SocketTimeoutException | SocketException e) {
            // What has come is what there is.
        }
        return all.toString(StandardCharsets.UTF_8);
    }

    /** Whether the other end has hung up; what it sent before is thrown away. */
    boolean isHungUp() throws IOException {
        socket.setSoTimeout(1);
        var buffer = new byte[1 << 16];
        try {
            while (true) {
                if (socket.getInputStream().read(buffer) < 0) {
                    return true;
                }
            }
        } catch (SocketTimeoutException e) {
            return false;
        } catch (SocketException e) {
            return true;
        }
    }

    @Override
    public void close() {
        try {
            socket.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
