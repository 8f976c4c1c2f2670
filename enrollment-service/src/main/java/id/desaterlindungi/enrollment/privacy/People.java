package id.desaterlindungi.enrollment.privacy;

import id.desaterlindungi.enrollment.access.Caller;
import id.desaterlindungi.enrollment.audit.Access;
import id.desaterlindungi.enrollment.problem.ProblemException;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import jakarta.transaction.Transactional.TxType;
import java.util.UUID;
import org.jdbi.v3.core.Jdbi;

/** Whom requests are about. */
@ApplicationScoped
class People {
    private final Jdbi jdbi;
    private final Caller caller;
    private final Access access;

    People(Jdbi jdbi, Caller caller, Access access) {
        this.jdbi = jdbi;
        this.caller = caller;
        this.access = access;
    }

    /**
     * Somebody of the register, as far as requests have to know it.
     *
     * @param erased whether nothing tells any more who it is
     * @param restricted whether it is not to be worked with
     */
    record Person(UUID id, int version, String villageCode, boolean erased, boolean restricted) {}

    /** @throws ProblemException 404 for who is not there, as for who is outside the caller's areas */
    Person own(UUID id) {
        return own(id, "");
    }

    /** Of whom nothing changes until the transaction ends. @throws ProblemException as {@link #own} */
    @Transactional(TxType.MANDATORY)
    Person hold(UUID id) {
        return own(id, "for share");
    }

    private Person own(UUID id, String lock) {
        var found = jdbi.withHandle(handle -> handle.createQuery("""
                        select id, version, village_code, erased_at is not null as erased, restricted_at is not null as restricted
                        from participant where id = :id
                        """ + lock)
                .bind("id", id)
                .map((row, _) -> new Person(
                        row.getObject("id", UUID.class),
                        row.getInt("version"),
                        row.getString("village_code"),
                        row.getBoolean("erased"),
                        row.getBoolean("restricted")))
                .findOne()
                .filter(person -> caller.scope().holds(person.villageCode))
                .orElseThrow(() -> ProblemException.notFound("participant-not-found")));
        access.of(id, found.villageCode);
        return found;
    }
}
