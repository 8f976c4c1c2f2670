package id.desaterlindungi.local;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Where a stack keeps its data and which ports of the loopback interface it takes.
 *
 * @param data holds the database, the broker's log, the keys and the logs; kept when the stack closes
 * @param kafkaControllerPort the broker's own controller; nobody else connects to it
 */
public record StackSettings(Path data, int postgresPort, int kafkaPort, int kafkaControllerPort, int oidcPort) {
    public StackSettings {
        data = data.toAbsolutePath().normalize();
    }

    public static StackSettings onFreePorts(Path data) {
        return new StackSettings(data, 0, 0, 0, 0);
    }

    /** These settings with a free port in the place of every 0. */
    StackSettings resolved() {
        var held = new ArrayList<ServerSocket>();
        try {
            return new StackSettings(
                    data,
                    orFree(postgresPort, held),
                    orFree(kafkaPort, held),
                    orFree(kafkaControllerPort, held),
                    orFree(oidcPort, held));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } finally {
            held.forEach(Ports::release);
        }
    }

    /** Sockets stay open until every port is chosen, so that no port is given twice. */
    private static int orFree(int port, List<ServerSocket> held) throws IOException {
        if (port != 0) {
            return port;
        }
        var socket = Ports.listen(0);
        held.add(socket);
        return socket.getLocalPort();
    }
}
