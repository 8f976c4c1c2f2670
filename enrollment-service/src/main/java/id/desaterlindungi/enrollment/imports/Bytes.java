package id.desaterlindungi.enrollment.imports;

import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.List;
import java.util.function.Function;
import org.jdbi.v3.core.argument.Argument;
import org.jdbi.v3.core.statement.StatementContext;
import org.jspecify.annotations.Nullable;

/** A parameter of type {@code bytea[]}, which the driver makes of a {@code byte[][]} alone. */
record Bytes(byte[][] values) implements Argument {
    static <T> Bytes of(List<T> items, Function<T, byte @Nullable []> value) {
        var values = new byte[items.size()][];
        for (var i = 0; i < values.length; i++) {
            values[i] = value.apply(items.get(i));
        }
        return new Bytes(values);
    }

    @Override
    public void apply(int position, PreparedStatement statement, StatementContext context) throws SQLException {
        statement.setArray(position, statement.getConnection().createArrayOf("bytea", values));
    }
}
