package id.desaterlindungi.reporting;

import com.sun.net.httpserver.HttpHandler;
import com.sun.net.httpserver.HttpServer;
import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Where {@link RegisterStub} answers for the enrollment service. The port is bound from the first look at it: one that is only
 * chosen may be somebody else's when the stub comes.
 */
public final class FeedAddress implements QuarkusTestResourceLifecycleManager {
    private static @Nullable HttpServer server;

    @Override
    public Map<String, String> start() {
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        server.start();
        return Map.of(
                "quarkus.rest-client.enrollment.url",
                "http://localhost:" + server.getAddress().getPort());
    }

    /** 404 for everything else. */
    static void serve(String path, HttpHandler handler) {
        Objects.requireNonNull(server).createContext(path, handler);
    }

    static void leave(String path) {
        Objects.requireNonNull(server).removeContext(path);
    }

    @Override
    public void stop() {
        if (server != null) {
            server.stop(0);
            server = null;
        }
    }
}
