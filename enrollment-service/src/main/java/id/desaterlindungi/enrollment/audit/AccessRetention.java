package id.desaterlindungi.enrollment.audit;

import io.quarkus.runtime.StartupEvent;
import io.quarkus.scheduler.Scheduled;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import org.jboss.logging.Logger;
import org.jdbi.v3.core.Jdbi;

/** Has the record's next months made and those past their time dropped, by the two functions that may. */
@ApplicationScoped
class AccessRetention {
    private static final Logger LOG = Logger.getLogger(AccessRetention.class);

    /** Months ahead, so that the job may fail for weeks before a record finds no place. */
    private static final int AHEAD = 2;

    private final Jdbi jdbi;
    private final AuditSettings settings;

    AccessRetention(Jdbi jdbi, AuditSettings settings) {
        this.jdbi = jdbi;
        this.settings = settings;
    }

    /** Before the first record, which needs its month: a service may have been stopped for months. */
    void start(@Observes StartupEvent event) {
        try {
            keepMonths();
        } catch (RuntimeException e) {
            LOG.warn("Months of the access record could not be made, which is tried again", e);
        }
    }

    @Scheduled(every = "6h", delayed = "5s")
    void keepMonths() {
        jdbi.useHandle(handle -> {
            handle.select("select make_access_record_months(?)", AHEAD)
                    .mapTo(Integer.class)
                    .one();
            handle.select("select drop_access_record_months(?)", settings.months())
                    .mapTo(Integer.class)
                    .one();
            handle.execute("delete from telling where day < current_date - 60");
        });
    }
}
