package id.desaterlindungi.enrollment.http.connection;

import id.desaterlindungi.enrollment.settings.AboveZero;
import id.desaterlindungi.enrollment.settings.NotNegative;
import io.quarkus.runtime.configuration.MemorySize;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithConverter;
import io.smallrye.config.WithDefault;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** How much a caller may take of what all callers share: memory, connections and time. */
@ConfigMapping(prefix = "enrollment.http")
interface HttpSettings {
    /** The largest body. One participant takes about 500 bytes. */
    @WithDefault("1M")
    @WithConverter(AboveZero.OfMemory.class)
    MemorySize maxBody();

    /** Operations that read their body as it comes and hold it to a limit and a pace of their own, such as {@code POST /v1/files}; a star at the end stands for anything. */
    Optional<List<String>> streamedBodies();

    /** Bytes of all bodies in memory, each from its first byte to the end of its answer; the next one is asked to come again. */
    @WithDefault("32M")
    @WithConverter(AboveZero.OfMemory.class)
    MemorySize bodies();

    /** The same of one caller. */
    @WithDefault("8M")
    @WithConverter(AboveZero.OfMemory.class)
    MemorySize bodiesOfOne();

    /** Streams of events to all readers at once; the next one is asked to come again. */
    @WithDefault("500")
    @WithConverter(AboveZero.OfInteger.class)
    int streams();

    /** The same of one caller, who may be a page that many look at. */
    @WithDefault("50")
    @WithConverter(AboveZero.OfInteger.class)
    int streamsOfOne();

    /** How long a body may be on its way, and an answer may wait for its reader, at any pace. */
    @WithDefault("10s")
    @WithConverter(NotNegative.OfDuration.class)
    Duration freeTime();

    /** Bytes a second after that, on average; the slowest mobile line has twice as many. */
    @WithDefault("4K")
    @WithConverter(AboveZero.OfMemory.class)
    MemorySize leastPace();

    /** How long a connection may stand without a whole head of a request. A proxy in front keeps its own for less, nginx for 60 s. */
    @WithDefault("75s")
    @WithConverter(AboveZero.OfDuration.class)
    Duration idle();

    /** Requests on their way on one connection, sent before the first was answered; with more it is closed. */
    @WithDefault("64")
    @WithConverter(AboveZero.OfInteger.class)
    int pipelined();

    /** Bytes of answers that wait for the reader of one connection; with more it is closed. */
    @WithDefault("8M")
    @WithConverter(AboveZero.OfMemory.class)
    MemorySize unread();
}
