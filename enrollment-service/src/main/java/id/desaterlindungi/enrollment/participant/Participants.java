package id.desaterlindungi.enrollment.participant;

import id.desaterlindungi.enrollment.access.Caller;
import id.desaterlindungi.enrollment.audit.Access;
import id.desaterlindungi.enrollment.participant.codes.Nik;
import id.desaterlindungi.enrollment.problem.ProblemException;
import id.desaterlindungi.enrollment.sealing.Seal;
import io.quarkus.hibernate.orm.panache.PanacheRepositoryBase;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.OptimisticLockException;
import java.util.List;
import java.util.UUID;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;

@ApplicationScoped
class Participants implements PanacheRepositoryBase<Participant, UUID> {
    private final Caller caller;
    private final Access access;
    private final Jdbi jdbi;
    private final Seal seal;

    Participants(Caller caller, Access access, Jdbi jdbi, Seal seal) {
        this.caller = caller;
        this.access = access;
        this.jdbi = jdbi;
        this.seal = seal;
    }

    /** @throws ProblemException 404 for who is not there, as for who is outside the caller's areas */
    Participant own(UUID id) {
        var found = findByIdOptional(id)
                .filter(this::isOwn)
                .orElseThrow(() -> ProblemException.notFound("participant-not-found"));
        access.of(id, found.villageCode());
        return found;
    }

    /** @throws ProblemException as {@link #own(UUID)}; 409 for who is erased, or restricted */
    Participant workable(UUID id) {
        var found = own(id);
        found.requireWorkable();
        return found;
    }

    /** Whoever has it in the caller's areas, by any key of the index. */
    List<Participant> withNik(Nik nik) {
        jdbi.useHandle(seal::holdIndexKeys); // Fails where a key is missing by which somebody may be found.
        return own("nikIndex in ?1", seal.indexes(nik.digits()).values());
    }

    List<Participant> withKpj(@Nullable String kpj) {
        return own("kpj", kpj);
    }

    private List<Participant> own(String field, @Nullable Object value) {
        var found = find(field, value).stream().filter(this::isOwn).toList();
        found.forEach(one -> access.of(one.id(), one.villageCode()));
        return found;
    }

    /**
     * Writes the village of somebody who was transferred, who may be outside the caller's areas from then on: no update of the
     * caller's could leave a row there. What it returns to is no entity any more, since it cannot be read again.
     *
     * <p>The person is taken first, by a statement of its own: the one that moves also ends what is asked for this person, and would
     * not see the request of somebody for whom it had to wait.
     *
     * @throws OptimisticLockException where somebody else was faster
     */
    void move(Participant participant) {
        getEntityManager().detach(participant);
        getEntityManager()
                .createNativeQuery("select id from participant where id = :id for no key update", UUID.class)
                .setParameter("id", participant.id())
                .getResultList();
        var version = (Integer) getEntityManager()
                .createNativeQuery("select transfer_participant(:id, :version, :village)", Integer.class)
                .setParameter("id", participant.id())
                .setParameter("version", participant.version())
                .setParameter("village", participant.villageCode())
                .getSingleResult();
        if (version == null) {
            throw new OptimisticLockException();
        }
        participant.moved(version);
    }

    private boolean isOwn(Participant participant) {
        return caller.scope().holds(participant.villageCode());
    }
}
