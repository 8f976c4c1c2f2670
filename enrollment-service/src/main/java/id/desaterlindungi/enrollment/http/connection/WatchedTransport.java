package id.desaterlindungi.enrollment.http.connection;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelInitializer;
import io.smallrye.config.SmallRyeConfig;
import io.vertx.core.impl.VertxBuilder;
import io.vertx.core.impl.transports.JDKTransport;
import io.vertx.core.net.NetServerOptions;
import io.vertx.core.spi.VertxServiceProvider;
import org.eclipse.microprofile.config.ConfigProvider;

/**
 * Puts a {@link ConnectionWatch} onto every connection of the HTTP servers. The server tells of a connection when the first
 * head of a request is whole; this is the one way to it before. Found by Vert.x as a service.
 */
public final class WatchedTransport extends JDKTransport implements VertxServiceProvider {
    /** The name of what the server puts last, behind its decoder. */
    private static final String SERVER = "handler";

    @Override
    public void init(VertxBuilder builder) {
        builder.findTransport(this);
    }

    @Override
    public void configure(NetServerOptions options, boolean domainSocket, ServerBootstrap bootstrap) {
        super.configure(options, domainSocket, bootstrap);
        // Every server of this process speaks HTTP; its options come here without the part that says so.
        if (!options.isSsl()) {
            var settings =
                    ConfigProvider.getConfig().unwrap(SmallRyeConfig.class).getConfigMapping(HttpSettings.class);
            var server = bootstrap.config().childHandler();
            bootstrap.childHandler(new ChannelInitializer<>() {
                @Override
                protected void initChannel(Channel channel) {
                    channel.pipeline().addLast(server);
                    watch(channel, settings);
                }
            });
        }
    }

    /** A server that is just being stopped has put nothing there. */
    private static void watch(Channel channel, HttpSettings settings) {
        if (channel.pipeline().get(SERVER) != null) {
            new ConnectionWatch(settings).over(channel, SERVER);
        }
    }
}
