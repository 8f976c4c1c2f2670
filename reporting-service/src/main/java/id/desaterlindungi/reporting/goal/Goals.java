package id.desaterlindungi.reporting.goal;

import com.fasterxml.jackson.annotation.JsonInclude;
import id.desaterlindungi.reporting.Instants;
import id.desaterlindungi.reporting.coverage.ProjectionNews;
import id.desaterlindungi.reporting.goal.GoalView.GoalArea;
import id.desaterlindungi.reporting.goal.GoalView.GoalWorkforce;
import id.desaterlindungi.reporting.goal.GoalView.Sum;
import id.desaterlindungi.reporting.http.IfMatch;
import id.desaterlindungi.reporting.problem.ProblemException;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;

/** The goals of all areas, those in force and all earlier ones. */
@ApplicationScoped
class Goals {
    /** The goals in force that {@code %s} selects, each with what the parts of its area and of the one above add up to. */
    private static final String IN_FORCE =
            """
            select area.code, area.name, goal.version, goal.recorded_at, goal.recorded_by, %s,
                   parts.areas, parts.stated, parts.target as parts_target,
                   above.area_code as above_code, above.target as above_target,
                   siblings.areas as sibling_areas, siblings.stated as siblings_stated,
                   siblings.target as siblings_target
              from goal
              join area on area.code = goal.area_code
             cross join lateral (%s) parts
              left join goal above on above.area_code = area.parent_code and above.superseded_at is null
             cross join lateral (%s) siblings
             where goal.superseded_at is null and %%s
             order by goal.area_code
             limit :limit
            """.formatted(Goal.COLUMNS, children("area.code"), children("area.parent_code"));

    private final Jdbi jdbi;

    Goals(Jdbi jdbi) {
        this.jdbi = jdbi;
    }

    private static String children(String parent) {
        return """
                select count(*) as areas, count(stated.area_code) as stated, coalesce(sum(stated.target), 0) as target
                  from area child
                  left join goal stated on stated.area_code = child.code and stated.superseded_at is null
                 where child.parent_code = %s""".formatted(parent);
    }

    /** The goals of areas whose codes come after this one. */
    List<GoalView> after(String areaCode, int limit) {
        return jdbi.withHandle(
                handle -> inForce(handle, "goal.area_code > :code", Map.of("code", areaCode, "limit", limit)));
    }

    Optional<GoalView> find(String areaCode) {
        return jdbi.withHandle(handle -> find(handle, areaCode));
    }

    private static Optional<GoalView> find(Handle handle, String areaCode) {
        return inForce(handle, "goal.area_code = :code", Map.of("code", areaCode, "limit", 1)).stream()
                .findAny();
    }

    /** @param isNew whether the area had no goal before */
    record Stated(GoalView goal, boolean isNew) {}

    /**
     * States an area's first goal, or replaces the goal in force, which is kept. Stating the same goal again changes nothing.
     *
     * @param areaCode of an area that exists
     * @throws ProblemException 428 if there is a goal but no {@code If-Match}; 412 if {@code If-Match} does not name
     *     the version in force
     */
    Stated state(String areaCode, Goal goal, String subject, IfMatch ifMatch, @Nullable String ifNoneMatch) {
        return jdbi.inTransaction(handle -> {
            // One statement at a time for an area, even if there is no row yet to lock.
            handle.createQuery("select pg_advisory_xact_lock(hashtextextended('goal ' || :code, 0))")
                    .bind("code", areaCode)
                    .mapTo(String.class)
                    .list();
            var current = find(handle, areaCode);
            if (current.isPresent()) {
                if (ifNoneMatch != null) {
                    throw IfMatch.stale();
                }
                ifMatch.require(current.get().version());
                if (current.get().says(goal)) {
                    return new Stated(current.get(), false);
                }
            } else {
                ifMatch.requireNone(ifNoneMatch);
            }
            // Clients that follow the figures see the goal when this commits.
            handle.execute("notify " + ProjectionNews.CHANNEL);
            insert(handle, areaCode, current.map(GoalView::version).orElse(0) + 1, goal, subject);
            return new Stated(find(handle, areaCode).orElseThrow(), current.isEmpty());
        });
    }

    private static void insert(Handle handle, String areaCode, int version, Goal goal, String subject) {
        handle.createUpdate("""
                        update goal set superseded_at = clock_timestamp() where area_code = :code and superseded_at is null
                        """).bind("code", areaCode).execute();
        var workforce = goal.workforce();
        handle.createUpdate("""
                        insert into goal (area_code, version, target, baseline, stated_on, due_on, workforce,
                                          workforce_derived, source, recorded_by)
                        values (:code, :version, :target, :baseline, :statedOn, :dueOn, :workforce, :derived, :source, :by)
                        """)
                .bind("code", areaCode)
                .bind("version", version)
                .bind("target", goal.target())
                .bind("baseline", goal.baseline())
                .bind("statedOn", goal.statedOn())
                .bind("dueOn", goal.dueOn())
                .bind("workforce", workforce == null ? null : Long.valueOf(workforce.people()))
                .bind("derived", workforce == null ? null : Boolean.valueOf(workforce.derived()))
                .bind("source", goal.source())
                .bind("by", subject)
                .execute();
    }

    /** A goal that is or was in force. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    @Schema(name = "GoalVersion")
    record Version(
            @Schema(required = true, examples = "1") int version,

            @Schema(required = true, examples = "1485000") long target,

            @Schema(required = true, examples = "1100000") long baseline,

            @Schema(required = true) LocalDate statedOn,

            @Schema(required = true) LocalDate dueOn,

            @Nullable GoalWorkforce workforce,

            @Schema(required = true) String source,

            @Schema(required = true) Instant recordedAt,

            @Schema(description = "Subject of the token that recorded it; shown only to offices") @Nullable
            String recordedBy,

            @Schema(description = "When another goal replaced it; absent for the one in force") @Nullable
            Instant supersededAt) {
        /** The goal without its recorder, for callers who may not learn who recorded it. */
        Version withoutRecorder() {
            return new Version(
                    version, target, baseline, statedOn, dueOn, workforce, source, recordedAt, null, supersededAt);
        }
    }

    /** An area's goals below a version, the latest first. */
    List<Version> history(String areaCode, int below, int limit) {
        return jdbi.withHandle(handle -> handle.createQuery("""
                        select version, recorded_at, recorded_by, superseded_at, %s
                          from goal
                         where area_code = :code and version < :below
                         order by version desc
                         limit :limit
                        """.formatted(Goal.COLUMNS))
                .bind("code", areaCode)
                .bind("below", below)
                .bind("limit", limit)
                .map((row, _) -> version(row))
                .list());
    }

    private static Version version(ResultSet row) throws SQLException {
        var goal = Goal.stated(row);
        return new Version(
                row.getInt("version"),
                goal.target(),
                goal.baseline(),
                goal.statedOn(),
                goal.dueOn(),
                GoalWorkforce.of(goal.workforce()),
                goal.source(),
                Instants.of(row, "recorded_at"),
                row.getString("recorded_by"),
                Instants.orNull(row, "superseded_at"));
    }

    private static List<GoalView> inForce(Handle handle, String which, Map<String, ?> parameters) {
        return handle.createQuery(IN_FORCE.formatted(which))
                .bindMap(parameters)
                .map((row, _) -> view(row))
                .list();
    }

    private static GoalView view(ResultSet row) throws SQLException {
        var goal = Goal.stated(row);
        var code = row.getString("code");
        var above = row.getString("above_code");
        return new GoalView(
                new GoalArea(code, row.getString("name")),
                row.getInt("version"),
                goal.target(),
                goal.baseline(),
                goal.statedOn(),
                goal.dueOn(),
                GoalWorkforce.of(goal.workforce()),
                goal.source(),
                Instants.of(row, "recorded_at"),
                row.getString("recorded_by"),
                row.getInt("stated") == 0
                        ? null
                        : Sum.of(
                                code,
                                goal.target(),
                                row.getInt("areas"),
                                row.getInt("stated"),
                                row.getLong("parts_target")),
                above == null
                        ? null
                        : Sum.of(
                                above,
                                row.getLong("above_target"),
                                row.getInt("sibling_areas"),
                                row.getInt("siblings_stated"),
                                row.getLong("siblings_target")));
    }
}
