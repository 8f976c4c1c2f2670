package id.desaterlindungi.reporting.coverage.fold;

import jakarta.enterprise.context.ApplicationScoped;
import java.util.concurrent.atomic.AtomicLong;

/** How much of the heap is taken by what is held, in units of eight bytes: by the live fold and by a rebuild beside it together. */
@ApplicationScoped
class HeldMemory {
    /** To put a stretch in order takes up to half as much again; the rest of the heap is for what is read, and for answers. */
    private static final int SHARE = 5;

    private final long most;
    private final AtomicLong taken = new AtomicLong();

    HeldMemory() {
        this(Runtime.getRuntime().maxMemory() / SHARE / Long.BYTES);
    }

    HeldMemory(long most) {
        this.most = most;
    }

    void take(long units) {
        taken.addAndGet(units);
    }

    boolean isFull() {
        return taken.get() >= most;
    }
}
