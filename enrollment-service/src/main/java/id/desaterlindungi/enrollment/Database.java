package id.desaterlindungi.enrollment;

import id.desaterlindungi.enrollment.access.Floor;
import id.desaterlindungi.enrollment.access.Reach;
import io.agroal.api.AgroalDataSource;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import org.jdbi.v3.core.ConnectionFactory;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.statement.StatementExceptions;
import org.jdbi.v3.core.statement.StatementExceptions.MessageRendering;

/** Plain SQL for reads and for work on sets; the register's writes go through its repository. */
class Database {
    @Produces
    @Singleton // Jdbi has no public constructor, so no proxy of it can be made.
    Jdbi jdbi(AgroalDataSource dataSource) {
        return over(dataSource::getConnection);
    }

    @Produces
    @Workers
    @Singleton
    Jdbi workers(AgroalDataSource dataSource, Floor floor) {
        return over(() -> {
            floor.requireNoTransactionOfACaller();
            return Reach.ALL.call(dataSource::getConnection);
        });
    }

    private static Jdbi over(ConnectionFactory connections) {
        var jdbi = Jdbi.create(connections);
        // Otherwise the message of a failed statement shows its binds, and personal data get into the log.
        jdbi.getConfig(StatementExceptions.class).setMessageRendering(MessageRendering.NONE);
        return jdbi;
    }
}
