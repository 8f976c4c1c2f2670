package id.desaterlindungi.enrollment.imports;

import id.desaterlindungi.enrollment.Json;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.infrastructure.Infrastructure;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.ws.rs.sse.OutboundSseEvent;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Supplier;
import org.jboss.resteasy.reactive.server.jaxrs.OutboundSseEventImpl;

/** Tells a listener twice a second how far an import has come, until it goes no further by itself. */
@ApplicationScoped
class ImportStream {
    private static final Duration TICK = Duration.ofMillis(500);

    private final Json json;

    ImportStream(Json json) {
        this.json = json;
    }

    /**
     * Sends also when nothing has changed: this keeps a good connection open and finds a broken one.
     *
     * @param until when it ends although the import goes on; empty for never
     */
    Multi<OutboundSseEvent> of(Supplier<ImportView> state, Optional<Instant> until) {
        return Uni.createFrom()
                .item(state)
                .runSubscriptionOn(Infrastructure.getDefaultWorkerPool())
                .repeat()
                .withDelay(TICK)
                .whilst(view -> view.state().isAtWork()
                        && until.filter(moment -> !Instant.now().isBefore(moment))
                                .isEmpty())
                .onItem()
                .transform(this::event);
    }

    private OutboundSseEvent event(ImportView view) {
        return new OutboundSseEventImpl.BuilderImpl()
                .name("import")
                .data(String.class, json.write(view))
                .build();
    }
}
