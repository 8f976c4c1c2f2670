package id.desaterlindungi.enrollment.village;

import id.desaterlindungi.enrollment.access.Caller;
import id.desaterlindungi.enrollment.problem.ProblemException;
import io.quarkus.hibernate.orm.panache.PanacheRepositoryBase;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Optional;

@ApplicationScoped
class Villages implements PanacheRepositoryBase<Village, String> {
    private final Caller caller;

    Villages(Caller caller) {
        this.caller = caller;
    }

    /** Empty where there is none, as where it lies outside the caller's areas. */
    Optional<Village> findOwn(String code) {
        return isOwn(code) ? findByIdOptional(code) : Optional.empty();
    }

    /** @throws ProblemException 404 where {@link #findOwn} is empty */
    Village own(String code) {
        return findOwn(code).orElseThrow(() -> ProblemException.notFound("village-not-found"));
    }

    boolean isOwn(String code) {
        return caller.scope().holds(code);
    }
}
