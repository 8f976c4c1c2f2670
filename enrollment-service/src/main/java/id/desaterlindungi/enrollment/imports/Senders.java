package id.desaterlindungi.enrollment.imports;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;

/** Who is sending files to this process: each on its way takes disk and a thread. */
final class Senders {
    private final Semaphore places;
    private final int mostOfOne;
    private final Map<String, Integer> byCaller = new ConcurrentHashMap<>();

    Senders(int places, int mostOfOne) {
        this.places = new Semaphore(places);
        this.mostOfOne = mostOfOne;
    }

    /** @return whether there is a place, to be left again */
    boolean enter(String caller) {
        if (byCaller.merge(caller, 1, Integer::sum) <= mostOfOne && places.tryAcquire()) {
            return true;
        }
        forget(caller);
        return false;
    }

    void leave(String caller) {
        places.release();
        forget(caller);
    }

    private void forget(String caller) {
        byCaller.computeIfPresent(caller, (one, sent) -> sent == 1 ? null : sent - 1);
    }
}
