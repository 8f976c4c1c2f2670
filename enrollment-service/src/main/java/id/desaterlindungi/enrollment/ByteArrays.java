package id.desaterlindungi.enrollment;

import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.List;
import java.util.function.Function;
import org.jdbi.v3.core.argument.Argument;
import org.jdbi.v3.core.statement.StatementContext;
import org.jspecify.annotations.Nullable;

/** A bind of type {@code bytea[]}. The driver takes only a {@code byte[][]} for it, and Jdbi would give it an {@code Object[]}. */
public record ByteArrays(byte[][] values) implements Argument {
    public static <T> ByteArrays of(List<T> items, Function<T, byte @Nullable []> value) {
        var values = new byte[items.size()][];
        for (var i = 0; i < values.length; i++) {
            values[i] = value.apply(items.get(i));
        }
        return new ByteArrays(values);
    }

    @Override
    public void apply(int position, PreparedStatement statement, StatementContext context) throws SQLException {
        statement.setArray(position, statement.getConnection().createArrayOf("bytea", values));
    }
}
