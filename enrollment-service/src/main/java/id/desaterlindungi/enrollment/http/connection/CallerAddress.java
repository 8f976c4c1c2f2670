package id.desaterlindungi.enrollment.http.connection;

import io.netty.util.NetUtil;
import io.vertx.core.http.HttpServerRequest;
import jakarta.enterprise.context.ApplicationScoped;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Where a request comes from: for whoever counts by it, and whoever keeps it. Proxies in front add the address that they were called
 * from to the end of {@code X-Forwarded-For}; what stands before, the caller wrote.
 */
@ApplicationScoped
public class CallerAddress {
    /** Some proxies add the port: {@code 198.51.100.7:4711}, {@code [2001:db8::7]:4711}. */
    private static final Pattern WITH_PORT = Pattern.compile("(?<v4>[0-9.]+):[0-9]+|\\[(?<v6>[^\\]]*)](:[0-9]+)?");

    private final int proxies;

    CallerAddress(DoorSettings settings) {
        this.proxies = settings.proxies();
    }

    /** @return empty where nothing tells it */
    public Optional<InetAddress> of(HttpServerRequest request) {
        var connection = request.connection().remoteAddress();
        return of(
                connection == null ? null : connection.hostAddress(),
                request.headers().getAll("X-Forwarded-For"),
                proxies);
    }

    /** @param forwarded what the headers say; each proxy has added to the end */
    static Optional<InetAddress> of(@Nullable String connection, List<String> forwarded, int proxies) {
        var told = String.join(",", forwarded).split(",", -1);
        return (proxies == 0 || told.length < proxies
                        ? Optional.<InetAddress>empty()
                        : read(told[told.length - proxies].strip()))
                .or(() -> Optional.ofNullable(connection).flatMap(CallerAddress::read));
    }

    /** An IPv4 address that stands in one of IPv6 ({@code ::ffff:198.51.100.7}) is the same as alone. */
    private static Optional<InetAddress> read(String text) {
        var withPort = WITH_PORT.matcher(text);
        var address =
                !withPort.matches() ? text : withPort.group("v4") == null ? withPort.group("v6") : withPort.group("v4");
        try {
            var bytes = NetUtil.createByteArrayFromIpAddressString(address);
            return bytes == null ? Optional.empty() : Optional.of(InetAddress.getByAddress(bytes));
        } catch (UnknownHostException e) {
            return Optional.empty(); // Of no other length than 4 and 16, so that it never comes.
        }
    }
}
