package id.desaterlindungi.enrollment.events;

import jakarta.enterprise.context.ApplicationScoped;

/** An outbox row was committed; an event got its position. */
@ApplicationScoped
class Signals {
    private final Signal written = new Signal();
    private final Signal sequenced = new Signal();

    Signal written() {
        return written;
    }

    Signal sequenced() {
        return sequenced;
    }
}
