package id.desaterlindungi.reporting.coverage.fold;

import jakarta.enterprise.context.ApplicationScoped;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Liveness;

/** A thread that died does not come back by itself; anything it waits for does. */
@Liveness
@ApplicationScoped
class ConsumerLiveness implements HealthCheck {
    private final CoverageConsumer consumer;

    ConsumerLiveness(CoverageConsumer consumer) {
        this.consumer = consumer;
    }

    @Override
    public HealthCheckResponse call() {
        return HealthCheckResponse.named("coverage-consumer")
                .status(consumer.alive())
                .build();
    }
}
