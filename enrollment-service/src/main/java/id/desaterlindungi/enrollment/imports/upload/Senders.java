package id.desaterlindungi.enrollment.imports.upload;

import id.desaterlindungi.enrollment.http.connection.Shares;
import id.desaterlindungi.enrollment.problem.ProblemException;
import jakarta.enterprise.context.ApplicationScoped;

/** The places for files that are being received, each for as long as its sender takes. */
@ApplicationScoped
public class Senders {
    private final Shares places;

    Senders(UploadSettings settings) {
        this.places = new Shares(settings.receiving(), settings.receivingOfOne(), "imports-busy");
    }

    /**
     * Whoever takes a place gives it back.
     *
     * @throws ProblemException 429 where this caller has enough of them, 503 where all have
     */
    public void take(String caller) {
        places.take(caller, 1);
    }

    public void giveBack(String caller) {
        places.giveBack(caller, 1);
    }
}
