package id.desaterlindungi.enrollment.audit;

import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.Startup;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;

/** The access records of this process on their way to the database. */
@ApplicationScoped
@Startup
class Recording {
    private final AccessQueue queue;

    Recording(AccessRecords records, AuditSettings settings, MeterRegistry metrics) {
        this.queue = new AccessQueue(records::write, settings.waiting(), settings.gathering(), metrics);
    }

    AccessQueue queue() {
        return queue;
    }

    /** After the last request, and before the database's connections are closed. */
    void stop(@Observes ShutdownEvent event) {
        queue.close();
    }
}
