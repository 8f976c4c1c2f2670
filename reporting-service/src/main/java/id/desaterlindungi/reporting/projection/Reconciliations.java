package id.desaterlindungi.reporting.projection;

import id.desaterlindungi.reporting.Instants;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jdbi.v3.core.Jdbi;

/** Comparisons of the totals with the register's censuses, as the fold kept them. */
@ApplicationScoped
public class Reconciliations {
    private final Jdbi jdbi;

    Reconciliations(Jdbi jdbi) {
        this.jdbi = jdbi;
    }

    @Schema(name = "Reconciliation")
    public record Reconciliation(
            @Schema(
                    required = true,
                    description = "Position of the census: every event before it is counted",
                    examples = "2001")
            long position,

            @Schema(required = true, examples = "0199f3a2-6c1e-7b40-8d5e-3f2a1b0c9d8e")
            UUID censusId,

            @Schema(required = true, description = "When the register was counted", examples = "2026-11-22T01:00:00Z")
            Instant takenAt,

            @Schema(
                    required = true,
                    description = "When the totals reached that position and were compared",
                    examples = "2026-11-22T01:00:01Z")
            Instant comparedAt,

            @Schema(required = true, description = "Whether every number was the same")
            boolean matched,

            @Schema(required = true, description = "Everybody in the register, whatever the status", examples = "2000")
            long people,

            @Schema(
                    required = true,
                    description = "Events that were known to be missing from the totals",
                    examples = "0")
            long parked,

            @Schema(required = true, description = "How many numbers differed", examples = "0")
            int differences,

            @Schema(required = true, description = "In how many villages", examples = "0")
            int villages) {

        private static Reconciliation read(ResultSet row) throws SQLException {
            return new Reconciliation(
                    row.getLong("position"),
                    row.getObject("census_id", UUID.class),
                    Instants.of(row, "taken_at"),
                    Instants.of(row, "compared_at"),
                    row.getBoolean("matched"),
                    row.getLong("people"),
                    row.getLong("parked"),
                    row.getInt("differences"),
                    row.getInt("villages"));
        }
    }

    @Schema(name = "ReconciliationDifference")
    record Difference(
            @Schema(required = true, examples = "16.01.07.2001")
            String areaCode,

            @Schema(
                    required = true,
                    description =
                            "Which of the totals: coverage_cell, birth_year_cell, area_total, area_cell, area_birth_year_cell "
                                    + "or flow",
                    examples = "coverage_cell")
            String totals,

            @Schema(
                    required = true,
                    description = "A status; COVERED for flows, which have no status",
                    examples = "ACTIVE")
            String status,

            @Schema(required = true, description = "People that the register counted", examples = "40")
            long register,

            @Schema(required = true, description = "People in the totals", examples = "41")
            long reported) {}

    /** Latest first. @param before position of the last of the page before */
    public List<Reconciliation> latest(long before, int limit) {
        return jdbi.withHandle(handle -> handle.createQuery(
                        "select * from reconciliation where position < :before order by position desc limit :limit")
                .bind("before", before)
                .bind("limit", limit)
                .map((row, _) -> Reconciliation.read(row))
                .list());
    }

    Optional<Reconciliation> at(long position) {
        return jdbi.withHandle(handle -> handle.createQuery("select * from reconciliation where position = :position")
                .bind("position", position)
                .map((row, _) -> Reconciliation.read(row))
                .findOne());
    }

    /** By area, table and status. The first thousand of a census are kept. */
    List<Difference> differences(long position) {
        return jdbi.withHandle(handle -> handle.createQuery("""
                        select area_code, totals, status, register, reported
                          from reconciliation_difference
                         where position = :position
                         order by area_code, totals, status
                        """)
                .bind("position", position)
                .map((row, _) -> new Difference(
                        row.getString("area_code"),
                        row.getString("totals"),
                        row.getString("status"),
                        row.getLong("register"),
                        row.getLong("reported")))
                .list());
    }
}
