package id.desaterlindungi.enrollment.events;

import id.desaterlindungi.enrollment.settings.AboveZero;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithConverter;
import io.smallrye.config.WithDefault;
import java.time.Duration;

@ConfigMapping(prefix = "enrollment.events")
interface EventSettings {
    /** The topic that events are published to. */
    String topic();

    /** CloudEvents source: which register the positions belong to. */
    String source();

    /** Events sequenced or published in one transaction. */
    @WithDefault("2000")
    @WithConverter(AboveZero.OfInteger.class)
    int batch();

    /** How long a stage waits for a signal before it looks by itself. This is how it finds what another replica wrote. */
    @WithDefault("200ms")
    @WithConverter(AboveZero.OfDuration.class)
    Duration idle();

    /** Copies of the topic's partition. Only used when the service creates the topic. */
    @WithDefault("1")
    short replicationFactor();
}
