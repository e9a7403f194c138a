package dev.cairn.internal.connection;

import java.math.BigDecimal;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.Types;
import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.temporal.ChronoField;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * How the values of a column are read as the text that the server sends. {@code ResultSet.getString} returns another
 * text for some types: the server announces a DATETIME without fractional digits, so Connector/J ends it in {@code .0}
 * instead of the microseconds, and MariaDB's driver omits them.
 */
public enum ServerTextReader {
    DATE_TIME {
        @Override
        public @Nullable String read(ResultSet resultSet, int columnIndex) throws SQLException {
            LocalDateTime value = resultSet.getObject(columnIndex, LocalDateTime.class);
            return value == null
                    ? null
                    : (value.get(ChronoField.NANO_OF_SECOND) == 0 ? SECONDS_FORMAT : MICROSECONDS_FORMAT).format(value);
        }
    },
    /** A DECIMAL: Connector/J writes small values with an exponent. */
    DECIMAL {
        @Override
        public @Nullable String read(ResultSet resultSet, int columnIndex) throws SQLException {
            BigDecimal value = resultSet.getBigDecimal(columnIndex);
            return value == null ? null : value.toPlainString();
        }
    },
    OTHER {
        @Override
        public @Nullable String read(ResultSet resultSet, int columnIndex) throws SQLException {
            return resultSet.getString(columnIndex);
        }
    };

    private static final DateTimeFormatter SECONDS_FORMAT =
            DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss", Locale.ROOT);

    private static final DateTimeFormatter MICROSECONDS_FORMAT = new DateTimeFormatterBuilder()
            .append(SECONDS_FORMAT)
            .appendFraction(ChronoField.MICRO_OF_SECOND, 6, 6, true)
            .toFormatter(Locale.ROOT);

    /** Returns how the values of a column are read, by its index from 1. */
    public static ServerTextReader ofColumn(ResultSetMetaData metaData, int columnIndex) throws SQLException {
        return switch (metaData.getColumnType(columnIndex)) {
            case Types.TIMESTAMP -> DATE_TIME;
            case Types.DECIMAL, Types.NUMERIC -> DECIMAL;
            default -> OTHER;
        };
    }

    /** Returns the value at an index of the current row, from 1; null for NULL. */
    public abstract @Nullable String read(ResultSet resultSet, int columnIndex) throws SQLException;
}
