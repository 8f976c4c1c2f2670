package id.desaterlindungi.e2e;

import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.equalTo;

import java.sql.Connection;
import java.sql.SQLException;

/**
 * A key of the index that may be begun with and taken back again and again: somebody's row is held, so that its index is never made. At the
 * end all is as before.
 */
final class ComingKey implements AutoCloseable {
    private final DesaSystem system;
    private final Connection holder;
    private final int key;

    ComingKey(DesaSystem system) throws SQLException {
        this.system = system;
        var id = system.askEnrollment()
                .body(system.people().next().request())
                .post("/v1/participants")
                .then()
                .statusCode(201)
                .extract()
                .<String>path("id");
        holder = system.registerDatabase();
        holder.setAutoCommit(false);
        Sql.rows(holder, "select id from participant where id = '%s' for update".formatted(id));
        key = system.stack().keysets().addIndexKey();
        await("the new key")
                .untilAsserted(() -> system.askAsOperator(system.enrollment())
                        .get("/v1/keys")
                        .then()
                        .body(
                                "keys.find { it.id.toString() == '%s' }?.state"
                                        .formatted(Integer.toUnsignedString(key)),
                                equalTo("COMING")));
    }

    @Override
    public void close() throws SQLException {
        // The one row is held until it is taken back: then it is not moved.
        system.askAsOperator(system.enrollment()).delete("/v1/keys/reindexing");
        holder.rollback();
        holder.close();
        await("the end of what was begun").until(() -> {
            var keys = system.askAsOperator(system.enrollment()).get("/v1/keys").jsonPath();
            return keys.get("reindexing") == null || keys.get("reindexing.finishedAt") != null;
        });
        system.stack().keysets().takeIndexKeyBack(key);
    }
}
