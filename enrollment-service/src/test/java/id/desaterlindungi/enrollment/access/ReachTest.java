package id.desaterlindungi.enrollment.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import id.desaterlindungi.enrollment.EnrollmentTest;
import id.desaterlindungi.local.LocalStack;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.security.identity.SecurityIdentity;
import io.quarkus.security.runtime.QuarkusPrincipal;
import io.quarkus.security.runtime.QuarkusSecurityIdentity;
import jakarta.inject.Inject;
import java.sql.SQLException;
import java.util.List;
import org.junit.jupiter.api.Test;

@EnrollmentTest
class ReachTest {
    @Inject
    SecurityIdentity identity;

    @Inject
    Caller caller;

    @Inject
    Floor floor;

    LocalStack stack;

    @Test
    void isNothingWhereNobodyAsks() {
        assertThat(floor.reach()).isEqualTo(Reach.NOTHING);
    }

    @Test
    void holdsForTheWorkAlone() {
        var village = Reach.of(Scope.of(List.of("16.01.07.2001")), "one");

        var within = village.call(floor::reach);

        assertThat(within).isEqualTo(village);
        assertThat(floor.reach()).isEqualTo(Reach.NOTHING);
    }

    @Test
    void isOfAllWhoShareATransaction() {
        var one = Reach.of(Scope.of(List.of("16.01.07.2001")), "one");
        var other = Reach.of(Scope.of(List.of("16.01.07.2004", "16.01.07.2001")), "other, {with} \"signs\"");

        var both = Reach.together(List.of(one, other, one, Reach.of(Scope.NOWHERE, "third")));

        assertThat(both.scope().codes()).containsExactly("16.01.07.2001", "16.01.07.2004");
        assertThat(both.callers()).containsExactly("one", "other, {with} \"signs\"", "third");
        assertThat(both.all()).isFalse();
    }

    /** The first use of its connection would decide for all that follows. */
    @Test
    void isNeverAllInATransactionOfACaller() {
        var somebody = QuarkusSecurityIdentity.builder()
                .setPrincipal(new QuarkusPrincipal("somebody"))
                .build();
        var asked = new Floor(somebody, caller, () -> "enrollment_worker");

        asked.requireNoTransactionOfACaller();
        QuarkusTransaction.requiringNew()
                .run(() -> assertThatThrownBy(asked::requireNoTransactionOfACaller)
                        .isInstanceOf(IllegalStateException.class));
        QuarkusTransaction.requiringNew().run(floor::requireNoTransactionOfACaller);
    }

    /** Such as where the role is missing: with what the one before was told, it must not be used. */
    @Test
    void breaksOffAConnectionThatCannotBeTold() throws SQLException {
        try (var connection = stack.postgres().connect("enrollment", "enrollment_app")) {
            Reach.ALL.call(() -> {
                new Floor(identity, caller, () -> "nobody").onConnectionAcquire(connection);
                return true;
            });

            assertThat(connection.isClosed()).isTrue();
        }
    }
}
