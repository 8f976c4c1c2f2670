package id.desaterlindungi.enrollment.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import id.desaterlindungi.enrollment.EnrollmentTest;
import id.desaterlindungi.enrollment.Owner;
import id.desaterlindungi.local.LocalStack;
import io.quarkus.runtime.StartupEvent;
import jakarta.inject.Inject;
import java.util.List;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the database keeps of the record, whoever is the service. */
@EnrollmentTest
class AccessRecordTableTest {
    LocalStack stack;

    @Inject
    @Owner
    Jdbi jdbi;

    /** The service's own. */
    @Inject
    Jdbi service;

    @Inject
    AccessRetention retention;

    @Inject
    AuditMetrics metrics;

    @ParameterizedTest
    @ValueSource(
            strings = {
                "update access_record set actor = 'nobody'",
                "delete from access_record",
                "select count(*) from access_record",
                "truncate access_record",
                "drop table access_record",
                "create table access_record_201001 partition of access_record for values from ('2010-01-01') to ('2010-02-01')",
                "alter table access_record disable trigger all",
                "select drop_access_record_months(1)",
                "select drop_access_record_months(null)"
            })
    void canBeTakenBackByNobodyWhoIsTheService(String statement) {
        assertThatThrownBy(() -> service.useHandle(handle -> handle.execute(statement)))
                .rootCause()
                .hasMessageMatching("(?s).*(permission denied|must be owner|kept for 12 months).*");
    }

    /** Nor can a month be reached beside the whole. */
    @Test
    void hasMonthsThatAreMadeAheadAndDroppedInTheEnd() throws Exception {
        try (var owner = stack.postgres().connect("enrollment", "enrollment_owner");
                var statement = owner.createStatement()) {
            statement.execute(
                    "create table access_record_201001 partition of access_record for values from ('2010-01-01Z') to ('2010-02-01Z')");
        }
        var months = "select relname from pg_class where relname ~ '^access_record_[0-9]{6}$' order by 1";
        List<String> before = jdbi.withHandle(
                handle -> handle.select(months).mapTo(String.class).list());

        int made = service.withHandle(handle -> handle.select("select make_access_record_months(4)")
                .mapTo(Integer.class)
                .one());
        int again = service.withHandle(handle -> handle.select("select make_access_record_months(4)")
                .mapTo(Integer.class)
                .one());
        int dropped = service.withHandle(handle -> handle.select("select drop_access_record_months(60)")
                .mapTo(Integer.class)
                .one());

        List<String> after = jdbi.withHandle(
                handle -> handle.select(months).mapTo(String.class).list());
        assertThat(before).contains("access_record_201001");
        assertThat(made).isEqualTo(5 + 1 - before.size());
        assertThat(again).isZero();
        assertThat(dropped).isEqualTo(1);
        assertThat(after).hasSize(5).doesNotContain("access_record_201001");
        assertThatThrownBy(() -> service.useHandle(handle -> handle.execute("delete from " + after.getFirst())))
                .rootCause()
                .hasMessageContaining("permission denied");
        assertThat(metrics.months()).isEqualTo(4);
        assertThat(monthsWithout(after.get(2))).isEqualTo(1);
        assertThat(monthsWithout(after.get(1))).isZero();
        assertThat(monthsWithout(after.get(0))).isZero();
        try (var owner = stack.postgres().connect("enrollment", "enrollment_owner");
                var statement = owner.createStatement()) {
            statement.execute("drop table " + String.join(", ", after.subList(2, 5)));
        }
        assertThat(metrics.months()).isEqualTo(1);
        retention.start(new StartupEvent());
        assertThat(metrics.months()).isEqualTo(2);
    }

    private long monthsWithout(String dropped) {
        return jdbi.inTransaction(handle -> {
            handle.execute("drop table " + dropped);
            var months = AuditMetrics.months(handle);
            handle.rollback();
            return months;
        });
    }
}
