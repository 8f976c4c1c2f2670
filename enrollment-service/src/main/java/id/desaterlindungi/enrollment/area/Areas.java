package id.desaterlindungi.enrollment.area;

import id.desaterlindungi.enrollment.http.PageRequest;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;

/** Reads of areas and villages. "Within" an area is a prefix of its code. */
@ApplicationScoped
public class Areas {
    private static final String VILLAGE = """
            select v.code, a.kind, a.name,
                   d.code as district_code, d.name as district_name, r.code as regency_code, r.name as regency_name
            from village v
            join area a on a.code = v.code
            join area d on d.code = a.parent_code
            join area r on r.code = d.parent_code
            """;

    private final Jdbi jdbi;

    Areas(Jdbi jdbi) {
        this.jdbi = jdbi;
    }

    /** @param parent the area whose children are wanted, or null for the province itself */
    List<Area> children(@Nullable String parent, PageRequest page) {
        return jdbi.withHandle(handle -> handle.createQuery("""
                        select code, parent_code, kind, name
                        from area
                        where parent_code is not distinct from :parent and code > :after
                        order by code
                        limit :limit
                        """)
                .bind("parent", parent)
                .bind("after", page.after())
                .bind("limit", page.limit() + 1)
                .map((row, context) ->
                        new Area(row.getString("code"), row.getString("parent_code"), kind(row), row.getString("name")))
                .list());
    }

    public boolean exists(String code) {
        return jdbi.withHandle(handle -> handle.createQuery("select exists (select from area where code = :code)")
                .bind("code", code)
                .mapTo(Boolean.class)
                .one());
    }

    /** Whether people can be enrolled there: the code of a desa or kelurahan, not of a larger area. */
    public boolean isVillage(String code) {
        return jdbi.withHandle(handle -> handle.createQuery("select exists (select from village where code = :code)")
                .bind("code", code)
                .mapTo(Boolean.class)
                .one());
    }

    Optional<Village> village(String code) {
        return jdbi.withHandle(handle -> handle.createQuery(VILLAGE + "where v.code = :code")
                .bind("code", code)
                .map((row, context) -> villageOf(row))
                .findOne());
    }

    /** @param name a part of the name, in any case */
    List<Village> villages(@Nullable String within, @Nullable AreaKind kind, @Nullable String name, PageRequest page) {
        // '/' follows '.' in the "C" collation of codes: the range holds just the codes that begin with "within."
        return jdbi.withHandle(handle -> handle.createQuery(VILLAGE + """
                        where v.code > :after
                          and (:within::text is null or v.code = :within or v.code >= :within || '.' and v.code < :within || '/')
                          and (:kind::text is null or a.kind = :kind)
                          and (:name::text is null or strpos(lower(a.name), lower(:name)) > 0)
                        order by v.code
                        limit :limit
                        """)
                .bind("after", page.after())
                .bind("within", within)
                .bind("kind", kind == null ? null : kind.code())
                .bind("name", name)
                .bind("limit", page.limit() + 1)
                .map((row, context) -> villageOf(row))
                .list());
    }

    private static Village villageOf(ResultSet row) throws SQLException {
        return new Village(
                row.getString("code"),
                kind(row),
                row.getString("name"),
                new Village.Named(row.getString("district_code"), row.getString("district_name")),
                new Village.Named(row.getString("regency_code"), row.getString("regency_name")));
    }

    private static AreaKind kind(ResultSet row) throws SQLException {
        return AreaKind.valueOf(row.getString("kind").toUpperCase(Locale.ROOT));
    }
}
