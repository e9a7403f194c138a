package dev.cairn.internal.row;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Types;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Values become parameters, without a guess of the driver where that would lose something. */
public final class Binding {
    private Binding() {}

    public static void bind(PreparedStatement statement, int first, List<@Nullable Object> values) throws SQLException {
        int index = first;
        for (Object value : values) {
            bind(statement, index++, value);
        }
    }

    public static void bind(PreparedStatement statement, int index, @Nullable Object value) throws SQLException {
        if (value == null) {
            statement.setNull(index, Types.NULL);
        } else if (value instanceof String text) {
            statement.setString(index, text);
        } else if (value instanceof BigDecimal decimal) {
            statement.setBigDecimal(index, decimal);
        } else if (value instanceof Boolean truth) {
            statement.setBoolean(index, truth);
        } else if (value instanceof Enum<?> constant) {
            statement.setString(index, constant.name());
        } else if (value instanceof BigInteger || value instanceof LocalDate) {
            statement.setString(index, value.toString());
        } else if (value instanceof LocalDateTime time) {
            // Drivers leave out the microseconds for servers that say to be old, as StarRocks up to 3.x does.
            statement.setString(index, TimeText.of(time));
        } else {
            statement.setObject(index, value);
        }
    }
}
