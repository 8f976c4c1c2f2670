package id.desaterlindungi.e2e;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.awaitility.Awaitility;

/** Debian's nginx before a service, configured as it comes but for where it listens and whom it asks. */
final class Nginx implements AutoCloseable {
    private final Process process;
    private final int port;

    private Nginx(Process process, int port) {
        this.process = process;
        this.port = port;
    }

    /** @param settings of its http block, beside those that Debian's nginx comes with */
    static Nginx before(URI service, Path root, Path directory, String settings) throws IOException {
        int port;
        try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = socket.getLocalPort();
        }
        Files.createDirectories(directory);
        var config = directory.resolve("nginx.conf");
        Files.writeString(config, """
                daemon off;
                master_process off;
                pid %1$s/nginx.pid;
                error_log %1$s/error.log;
                events { worker_connections 768; }
                http {
                    sendfile on;
                    tcp_nopush on;
                    default_type application/octet-stream;
                    access_log off;
                    client_body_temp_path %1$s/body;
                    proxy_temp_path %1$s/proxy;
                    fastcgi_temp_path %1$s/fastcgi;
                    uwsgi_temp_path %1$s/uwsgi;
                    scgi_temp_path %1$s/scgi;
                    gzip on;
                    %2$s
                    server {
                        listen 127.0.0.1:%3$d;
                        location / { proxy_pass %4$s; }
                    }
                }
                """.formatted(
                        directory, settings, port, service.toString().replace("localhost", "127.0.0.1")));
        var process = new ProcessBuilder(
                        program(root).toString(),
                        "-p",
                        directory.toString(),
                        "-e",
                        directory + "/error.log",
                        "-c",
                        config.toString())
                .redirectErrorStream(true)
                .redirectOutput(directory.resolve("nginx.log").toFile())
                .start();
        var nginx = new Nginx(process, port);
        Awaitility.await("nginx").until(nginx::listens);
        return nginx;
    }

    URI url() {
        return URI.create("http://127.0.0.1:" + port);
    }

    private boolean listens() {
        try (var socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            return socket.isConnected();
        } catch (IOException e) {
            if (!process.isAlive()) {
                throw new IllegalStateException("nginx has ended with " + process.exitValue(), e);
            }
            return false;
        }
    }

    private static Path program(Path root) {
        return Stream.of(
                        Path.of("/usr/sbin/nginx"),
                        Path.of("/usr/bin/nginx"),
                        root.resolve("deploy/local/.tools/nginx/usr/sbin/nginx"))
                .filter(Files::isExecutable)
                .findFirst()
                .orElseThrow(() -> new IllegalStateException(
                        "No nginx: deploy/local/verify fetches it, or install Debian's package"));
    }

    @Override
    public void close() {
        process.destroyForcibly().onExit().join();
    }
}
