package id.desaterlindungi.enrollment.participant;

import io.quarkus.hibernate.orm.panache.PanacheRepositoryBase;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.UUID;

@ApplicationScoped
class Participants implements PanacheRepositoryBase<Participant, UUID> {}
