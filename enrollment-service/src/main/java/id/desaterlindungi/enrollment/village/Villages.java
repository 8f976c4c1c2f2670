package id.desaterlindungi.enrollment.village;

import io.quarkus.hibernate.orm.panache.PanacheRepositoryBase;
import jakarta.enterprise.context.ApplicationScoped;

@ApplicationScoped
class Villages implements PanacheRepositoryBase<Village, String> {}
