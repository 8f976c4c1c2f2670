package id.desaterlindungi.enrollment.village;

import id.desaterlindungi.enrollment.Workers;
import id.desaterlindungi.enrollment.area.AreaKind;
import id.desaterlindungi.enrollment.http.PageRequest;
import id.desaterlindungi.enrollment.http.parameter.AreaCode;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.LocalDate;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;

/** Reads villages with their names and the areas that they lie in. "Within" an area means a prefix of the code. */
@ApplicationScoped
class VillageReader {
    private static final String VILLAGE = """
            select v.code, a.kind, a.name, v.valid_from, v.valid_until,
                   d.code as district_code, d.name as district_name, r.code as regency_code, r.name as regency_name
            from village v
            join area a on a.code = v.code
            join area d on d.code = a.parent_code
            join area r on r.code = d.parent_code
            """;

    /** Comes after every code. */
    private static final String AFTER_ALL = ":";

    private final Jdbi jdbi;
    private final Jdbi workers;

    VillageReader(Jdbi jdbi, @Workers Jdbi workers) {
        this.jdbi = jdbi;
        this.workers = workers;
    }

    /** One of the caller's own. */
    Optional<VillageSummary> find(String code) {
        return jdbi.withHandle(handle -> handle.createQuery(VILLAGE + "where v.code = :code")
                .bind("code", code)
                .map((row, _) -> summary(row))
                .findOne());
    }

    /**
     * Of the whole province, whoever asks: what it tells, everybody may know.
     *
     * @param name a part of the name, in any case
     * @param closed whether to include closed villages
     */
    List<VillageSummary> villages(
            @Nullable AreaCode within,
            @Nullable AreaKind kind,
            @Nullable String name,
            boolean closed,
            boolean descending,
            PageRequest page) {
        // '/' follows '.' in the "C" collation of codes: the range holds just the codes that begin with "within."
        return workers.withHandle(handle -> handle.createQuery(VILLAGE
                        + """
                        where %s
                          and (:within::text is null or v.code = :within or v.code >= :within || '.' and v.code < :within || '/')
                          and (:kind::text is null or a.kind = :kind)
                          and (:name::text is null or strpos(searchable(a.name), searchable(:name)) > 0)
                          and (:closed or v.valid_until is null)
                        order by v.code %s
                        limit :limit
                        """.formatted(
                                descending ? "v.code < :after" : "v.code > :after", descending ? "desc" : "asc"))
                .bind("after", descending && page.after().isEmpty() ? AFTER_ALL : page.after())
                .bind("within", within == null ? null : within.text())
                .bind("kind", kind == null ? null : kind.code())
                .bind("name", name)
                .bind("closed", closed)
                .bind("limit", page.limit() + 1)
                .map((row, _) -> summary(row))
                .list());
    }

    private static VillageSummary summary(ResultSet row) throws SQLException {
        return new VillageSummary(
                row.getString("code"),
                AreaKind.valueOf(row.getString("kind").toUpperCase(Locale.ROOT)),
                row.getString("name"),
                new VillageSummary.Named(row.getString("district_code"), row.getString("district_name")),
                new VillageSummary.Named(row.getString("regency_code"), row.getString("regency_name")),
                row.getObject("valid_from", LocalDate.class),
                row.getObject("valid_until", LocalDate.class));
    }
}
