package id.desaterlindungi.enrollment.contribution;

import id.desaterlindungi.enrollment.participant.codes.FundingSource;
import id.desaterlindungi.enrollment.participant.codes.Occupation;
import id.desaterlindungi.enrollment.participant.codes.Programme;
import id.desaterlindungi.enrollment.participant.codes.Segment;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.List;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;

@ApplicationScoped
class Tariffs {
    private final Jdbi jdbi;

    Tariffs(Jdbi jdbi) {
        this.jdbi = jdbi;
    }

    /**
     * Rows that are valid on some day of the period.
     *
     * @param until exclusive
     */
    List<Tariff> within(LocalDate from, LocalDate until) {
        return jdbi.withHandle(handle -> handle.createQuery("""
                        select id, programme, segment, sector, occupation, risk_class, relief,
                               excluded_payers, unsettled_payers, rate_percent, fixed_rupiah, minimum_rupiah,
                               wage_capped, wage_cap_rupiah, valid_from, valid_until, source, settled
                        from tariff
                        where daterange(valid_from, valid_until) && daterange(:from, :until)
                        order by id
                        """)
                .bind("from", from)
                .bind("until", until)
                .map((row, _) -> tariffOf(row))
                .list());
    }

    private static Tariff tariffOf(ResultSet row) throws SQLException {
        return new Tariff(
                row.getString("id"),
                Programme.valueOf(row.getString("programme")),
                Segment.valueOf(row.getString("segment")),
                code(Sector.class, row.getString("sector")),
                code(Occupation.class, row.getString("occupation")),
                code(RiskClass.class, row.getString("risk_class")),
                row.getBoolean("relief"),
                payers(row, "excluded_payers"),
                payers(row, "unsettled_payers"),
                row.getBigDecimal("rate_percent"),
                row.getObject("fixed_rupiah", Long.class),
                row.getObject("minimum_rupiah", Long.class),
                row.getBoolean("wage_capped"),
                row.getObject("wage_cap_rupiah", Long.class),
                row.getObject("valid_from", LocalDate.class),
                row.getObject("valid_until", LocalDate.class),
                row.getString("source"),
                row.getBoolean("settled"));
    }

    private static <E extends Enum<E>> @Nullable E code(Class<E> type, @Nullable String text) {
        return text == null ? null : Enum.valueOf(type, text);
    }

    private static List<FundingSource> payers(ResultSet row, String column) throws SQLException {
        return Arrays.stream((String[]) row.getArray(column).getArray())
                .map(FundingSource::valueOf)
                .toList();
    }
}
