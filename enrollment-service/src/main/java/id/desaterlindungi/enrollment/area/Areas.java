package id.desaterlindungi.enrollment.area;

import id.desaterlindungi.enrollment.Workers;
import id.desaterlindungi.enrollment.http.PageRequest;
import id.desaterlindungi.enrollment.http.parameter.AreaCode;
import id.desaterlindungi.enrollment.problem.Finding;
import id.desaterlindungi.enrollment.problem.ProblemException;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.LocalDate;
import java.util.List;
import java.util.Locale;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;

/** Reads areas. "Within" an area means a prefix of the code. */
@ApplicationScoped
public class Areas {
    /** Whether people can be enrolled in a place. */
    public enum Standing {
        OPEN,
        /** It was a desa or kelurahan. */
        CLOSED,
        /** No desa or kelurahan has this code; a larger area may. */
        UNKNOWN
    }

    private final Jdbi jdbi;
    private final Jdbi workers;

    Areas(Jdbi jdbi, @Workers Jdbi workers) {
        this.jdbi = jdbi;
        this.workers = workers;
    }

    /**
     * @param parent the area whose children are wanted, or null for the province itself
     * @param closed whether to include closed villages
     */
    List<Area> children(@Nullable AreaCode parent, boolean closed, PageRequest page) {
        // Which villages are closed, everybody may know.
        return workers.withHandle(handle -> handle.createQuery("""
                        select a.code, a.parent_code, a.kind, a.name, v.valid_until
                        from area a
                        left join village v on v.code = a.code
                        where a.parent_code is not distinct from :parent and a.code > :after
                          and (:closed or v.valid_until is null)
                        order by a.code
                        limit :limit
                        """)
                .bind("parent", parent == null ? null : parent.text())
                .bind("closed", closed)
                .bind("after", page.after())
                .bind("limit", page.limit() + 1)
                .map((row, _) -> new Area(
                        row.getString("code"),
                        row.getString("parent_code"),
                        AreaKind.valueOf(row.getString("kind").toUpperCase(Locale.ROOT)),
                        row.getString("name"),
                        row.getObject("valid_until", LocalDate.class)))
                .list());
    }

    public boolean exists(String code) {
        return jdbi.withHandle(handle -> handle.createQuery("select exists (select from area where code = :code)")
                .bind("code", code)
                .mapTo(Boolean.class)
                .one());
    }

    /**
     * @param code of an area of any level; null if the caller gave none
     * @throws ProblemException 400 for a code that no area has
     */
    public void require(String parameter, @Nullable AreaCode code) {
        if (code != null && !exists(code.text())) {
            throw ProblemException.parameters(Finding.at(parameter, "area-unknown"));
        }
    }

    /** Of any village, whoever asks: people move to others. */
    public Standing standing(String village) {
        return jdbi.withHandle(handle -> handle.createQuery("select is_open_village(:code)")
                .bind("code", village)
                .mapTo(Boolean.class)
                .map(open -> open == null ? Standing.UNKNOWN : open ? Standing.OPEN : Standing.CLOSED)
                .one());
    }
}
