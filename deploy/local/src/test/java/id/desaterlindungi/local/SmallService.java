package id.desaterlindungi.local;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Properties;

/** What a packaged service looks like from outside: it reads its config's file and is ready on its management port. */
final class SmallService {
    private SmallService() {}

    public static void main(String[] arguments) throws IOException {
        var config = new Properties();
        try (var file = Files.newBufferedReader(Path.of(System.getenv("SMALLRYE_CONFIG_LOCATIONS")))) {
            config.load(file);
        }
        if (config.containsKey("broken")) {
            System.out.println("This service is broken.");
            System.exit(3);
        }
        var address = new InetSocketAddress(
                InetAddress.getLoopbackAddress(), Integer.parseInt(config.getProperty("quarkus.management.port")));
        var server = HttpServer.create(address, 0);
        server.createContext("/q/health/ready", exchange -> {
            exchange.sendResponseHeaders(200, -1);
            exchange.close();
        });
        server.start();
    }
}
