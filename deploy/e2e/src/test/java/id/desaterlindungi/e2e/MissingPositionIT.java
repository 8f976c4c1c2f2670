package id.desaterlindungi.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.sql.SQLException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(RunningSystem.class)
class MissingPositionIT {
    private final DesaSystem system;
    private final Recount recount;

    MissingPositionIT(DesaSystem system) {
        this.system = system;
        this.recount = new Recount(system);
    }

    @Test
    void eventsThatNeverReachTheTopicAreFetchedFromTheFeed() throws SQLException {
        recount.awaitCaughtUp();
        long before;
        try (var register = system.registerDatabase()) {
            before = Recount.lastPosition(register);
            register.setAutoCommit(false);
            // Whoever holds the cursor's row is the publisher: nobody publishes until the commit, which jumps over
            // three.
            Sql.execute(register, "update event_cursor set position = position + 3 where stage = 'published'");
            system.people().next(3).forEach(this::enroll);
            await("three events in the log").until(() -> Recount.lastPosition(register) == before + 3);
            register.commit();
        }

        enroll(system.people().next());

        recount.requireAllRight();
        assertThat(Topic.positionsAfter(system, before)).containsOnly(before + 4);
    }

    private void enroll(Person person) {
        system.askEnrollment()
                .body(person.request())
                .post("/v1/participants")
                .then()
                .statusCode(201);
    }
}
