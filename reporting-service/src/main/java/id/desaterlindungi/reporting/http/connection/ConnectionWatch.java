package id.desaterlindungi.reporting.http.connection;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPromise;
import io.netty.channel.FileRegion;
import io.netty.handler.codec.DecoderResult;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpStatusClass;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.LastHttpContent;
import io.quarkus.arc.Arc;
import java.net.ProtocolException;
import java.util.concurrent.TimeUnit;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Closes a connection that takes without giving: one that stands without a whole head of a request, one whose reader is slower
 * than the least pace, one that asks on and on without reading. So nobody keeps a connection, a thread that writes to it, or the
 * memory of an answer for as long as they like.
 *
 * <p>It stands next to the socket, where it sees how many bytes are taken; {@link Messages} sees which requests they belong to.
 */
final class ConnectionWatch extends ChannelDuplexHandler {
    private static final Logger LOG = Logger.getLogger(ConnectionWatch.class);
    private static final long TICK_NANOS = TimeUnit.MILLISECONDS.toNanos(500);
    private static final double NANOS = 1e9;

    private final long idleNanos;
    private final long freeNanos;
    private final long leastPace;
    private final int pipelined;
    private final long unread;

    /** Requests whose answer is not written yet. */
    private int open;

    private long idleSince = System.nanoTime();
    private long written;
    private boolean waiting;
    private long waitingSince;
    private long takenBefore;

    ConnectionWatch(HttpSettings settings) {
        this.idleNanos = settings.idle().toNanos();
        this.freeNanos = settings.freeTime().toNanos();
        this.leastPace = settings.leastPace().asLongValue();
        this.pipelined = settings.pipelined();
        this.unread = settings.unread().asLongValue();
    }

    /** Puts the watch around what the server has put into the channel. */
    void over(Channel channel, String server) {
        channel.pipeline().addFirst("watch", this);
        channel.pipeline().addBefore(server, "messages", new Messages());
    }

    @Override
    public void channelActive(ChannelHandlerContext ctx) {
        tickLater(ctx);
        ctx.fireChannelActive();
    }

    @Override
    public void write(ChannelHandlerContext ctx, Object message, ChannelPromise promise) {
        written += switch (message) {
            case ByteBuf bytes -> bytes.readableBytes();
            case FileRegion file -> file.count();
            default -> 0;
        };
        ctx.write(message, promise);
        if (pending(ctx) > unread) {
            end(ctx, "answers are not read");
        }
    }

    private void tickLater(ChannelHandlerContext ctx) {
        ctx.executor().schedule(() -> tick(ctx), TICK_NANOS, TimeUnit.NANOSECONDS);
    }

    private void tick(ChannelHandlerContext ctx) {
        if (!ctx.channel().isActive()) {
            return;
        }
        var now = System.nanoTime();
        if (open == 0 && now - idleSince > idleNanos) {
            end(ctx, "no request came");
        } else if (isSlow(ctx, now)) {
            end(ctx, "reader is slow");
        } else {
            tickLater(ctx);
        }
    }

    private boolean isSlow(ChannelHandlerContext ctx, long now) {
        if (pending(ctx) == 0) {
            waiting = false;
            return false;
        }
        var taken =
                written - pending(ctx) + ctx.channel().unsafe().outboundBuffer().currentProgress();
        if (!waiting) {
            waiting = true;
            waitingSince = now;
            takenBefore = taken;
        }
        var late = now - waitingSince - freeNanos;
        return late > 0 && taken - takenBefore < late / NANOS * leastPace;
    }

    private static long pending(ChannelHandlerContext ctx) {
        var buffer = ctx.channel().unsafe().outboundBuffer();
        return buffer == null ? 0 : buffer.totalPendingWriteBytes();
    }

    private static void end(ChannelHandlerContext ctx, String reason) {
        LOG.debugf("Connection closed reason=%s", reason);
        ctx.close();
    }

    /** Counts the requests that have come and the answers that are written. */
    private final class Messages extends ChannelDuplexHandler {
        /** In which the last request wants to be answered. */
        private @Nullable String languages;

        private boolean answering;

        @Override
        public void channelRead(ChannelHandlerContext ctx, Object message) {
            if (message instanceof HttpRequest head) {
                refuseOtherVersions(head);
                languages = head.headers().get(HttpHeaderNames.ACCEPT_LANGUAGE);
            } else if (message instanceof HttpContent part
                    && part.decoderResult().isFailure()) {
                part.release();
                refuseBrokenBody(ctx);
                return;
            }
            if (message instanceof HttpRequest && ++open > pipelined) {
                ctx.fireChannelRead(message);
                end(ctx, "too many requests before an answer");
                return;
            }
            ctx.fireChannelRead(message);
        }

        @Override
        public void write(ChannelHandlerContext ctx, Object message, ChannelPromise promise) {
            answering |= message instanceof HttpResponse && !isInterim(message);
            if (message instanceof LastHttpContent && !isInterim(message)) {
                open--;
                answering = false;
                idleSince = System.nanoTime();
            }
            ctx.write(message, promise);
        }

        /** The server would close the connection without a word. An answer that has begun cannot be taken back. */
        private void refuseBrokenBody(ChannelHandlerContext ctx) {
            if (open != 1 || answering) {
                end(ctx, "a body broke off");
                return;
            }
            try (var answers = Arc.container().instance(BareRequests.class)) {
                ctx.writeAndFlush(answers.get().brokenBody(languages)).addListener(ChannelFutureListener.CLOSE);
            }
        }

        /** The server would find out only when it answers, after the work is done. */
        private static void refuseOtherVersions(HttpRequest head) {
            var version = head.protocolVersion();
            if (!version.equals(HttpVersion.HTTP_1_1) && !version.equals(HttpVersion.HTTP_1_0)) {
                head.setProtocolVersion(HttpVersion.HTTP_1_1);
                head.setDecoderResult(DecoderResult.failure(new ProtocolException("HTTP version")));
            }
        }

        /** 100 Continue, after which the answer is still to come. */
        private static boolean isInterim(Object message) {
            return message instanceof HttpResponse answer
                    && answer.status().codeClass() == HttpStatusClass.INFORMATIONAL;
        }
    }
}
