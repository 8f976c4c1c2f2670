package id.desaterlindungi.local;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;

/** TCP ports of the loopback interface. */
final class Ports {
    private Ports() {}

    static int free() {
        try (var socket = listen(0)) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * @throws PortTaken when somebody listens there
     */
    static void requireFree(int port, String user) {
        try (var socket = listen(port)) {
            assert socket.isBound();
        } catch (IOException e) {
            throw new PortTaken(port, user);
        }
    }

    static ServerSocket listen(int port) throws IOException {
        return new ServerSocket(port, 1, InetAddress.getLoopbackAddress());
    }

    static void release(ServerSocket socket) {
        try {
            socket.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The port is somebody else's. */
    static final class PortTaken extends RuntimeException {
        private static final long serialVersionUID = 1;

        PortTaken(int port, String user) {
            super("Port " + port + " for " + user + " is taken by another process");
        }
    }
}
