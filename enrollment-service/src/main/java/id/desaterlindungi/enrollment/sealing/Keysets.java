package id.desaterlindungi.enrollment.sealing;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.StartupEvent;
import io.quarkus.scheduler.Scheduled;
import io.quarkus.scheduler.Scheduled.ConcurrentExecution;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.util.Objects;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;
import org.jboss.logging.Logger;
import org.jdbi.v3.core.JdbiException;
import org.jspecify.annotations.Nullable;

/**
 * The register's keys, read at start and again while their files change. Keys that do not fit the register stop a start; later they
 * change nothing: the service goes on with those that it has.
 */
@ApplicationScoped
class Keysets {
    private static final Logger LOG = Logger.getLogger(Keysets.class);

    /** Before whatever else begins to work at start. */
    private static final int FIRST = 1;

    private final KeySettings settings;
    private final KeyRegister register;
    private final boolean migratesAlone;
    private volatile @Nullable Keys keys;
    private volatile boolean refused;
    private volatile boolean lacking;

    /** @param migratesAlone a process that only migrates has no keys */
    Keysets(
            KeySettings settings,
            KeyRegister register,
            MeterRegistry metrics,
            @ConfigProperty(name = "quarkus.init-and-exit", defaultValue = "false") boolean migratesAlone) {
        this.settings = settings;
        this.register = register;
        this.migratesAlone = migratesAlone;
        Gauge.builder("enrollment.keys.refused", () -> refused ? 1 : 0)
                .description("1 while the files of keys hold others than the register can be read and written with")
                .register(metrics);
    }

    void start(@Observes @Priority(FIRST) StartupEvent event) {
        if (!migratesAlone) {
            read();
        }
    }

    Keys now() {
        return Objects.requireNonNull(keys, "No keys were read");
    }

    /** Files may have changed, or a key's time to be used may have come. */
    @Scheduled(every = "${enrollment.keys.looked-for:10s}", concurrentExecution = ConcurrentExecution.SKIP)
    void look() {
        if (keys == null) {
            return;
        }
        try {
            read();
            refused = false;
            lacking = false;
        } catch (UnfitKeys e) {
            if (!refused) {
                LOG.errorf("Keys were refused, the service goes on with those that it has reason=%s", e.getMessage());
            }
            refused = true;
            lacking = isLacking();
        } catch (JdbiException e) {
            LOG.debugf("Keys were not compared, the database is away cause=%s", e.getMessage());
        }
    }

    private boolean isLacking() {
        try {
            return !now().indexKeys().containsAll(register.indexKeysInUse());
        } catch (JdbiException e) {
            return lacking; // The database is away, which is told elsewhere.
        }
    }

    private void read() {
        var sealing = Keyset.read(settings.directory().resolve("sealing.json"));
        var index = Keyset.read(settings.directory().resolve("nik-index.json"));
        var admitted = register.admit(sealing, index, settings.settling());
        var before = keys;
        if (before == null || !before.areOf(sealing, index, admitted)) {
            keys = Keys.of(sealing, index, admitted);
            LOG.infof(
                    "Keys were read sealing=%s opening=%s indexing=%s",
                    Keyset.told(admitted.sealing()),
                    sealing.ids().stream().map(Keyset::told).toList(),
                    admitted.indexing().stream()
                            .map(key -> Keyset.told(key.intValue()))
                            .toList());
        }
    }

    /** A replica that lacks a key which people are found by answers nobody and writes nothing: another one is to be asked. */
    @Readiness
    HealthCheck indexes() {
        return () ->
                HealthCheckResponse.named("keys-of-the-index").status(!lacking).build();
    }
}
