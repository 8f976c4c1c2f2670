package id.desaterlindungi.reporting.coverage;

import jakarta.inject.Singleton;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Liveness;

/** A thread that died does not come back by itself; anything it waits for does. */
@Liveness
@Singleton
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
