package dev.cairn.internal.connection;

import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.Types;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A column of an answer.
 *
 * @param label the name of the column in the answer
 * @param textReader how a number or text is read
 */
public record ReceivedColumn(String label, Kind kind, ServerTextReader textReader) {
    /** The text form of values; MySQL's protocol has no type for LARGEINT, JSON, ARRAY, MAP and STRUCT. */
    public enum Kind {
        NUMBER,
        /** {@code true} and {@code false}, which the server sends as 1 and 0. */
        BOOLEAN,
        /** Bytes as {@code 0x} with hexadecimal digits. */
        BINARY,
        TEXT
    }

    static List<ReceivedColumn> readColumns(ResultSetMetaData metaData) throws SQLException {
        List<ReceivedColumn> columns = new ArrayList<>();
        for (int i = 1; i <= metaData.getColumnCount(); i++) {
            columns.add(new ReceivedColumn(
                    metaData.getColumnLabel(i),
                    isBinary(metaData.getColumnTypeName(i)) ? Kind.BINARY : determineKind(metaData.getColumnType(i)),
                    ServerTextReader.ofColumn(metaData, i)));
        }
        return List.copyOf(columns);
    }

    /**
     * Returns whether a column is a VARBINARY. The server sends VARBINARY, and no other type, as a BLOB, but without
     * the flag that distinguishes a BLOB from a TEXT. A short TEXT has the JDBC type VARCHAR.
     */
    private static boolean isBinary(String driverTypeName) {
        return driverTypeName.endsWith("BLOB") || driverTypeName.endsWith("TEXT");
    }

    private static Kind determineKind(int jdbcType) {
        return switch (jdbcType) {
            case Types.BIT, Types.BOOLEAN -> Kind.BOOLEAN;
            case Types.TINYINT,
                    Types.SMALLINT,
                    Types.INTEGER,
                    Types.BIGINT,
                    Types.REAL,
                    Types.FLOAT,
                    Types.DOUBLE,
                    Types.DECIMAL,
                    Types.NUMERIC -> Kind.NUMBER;
            case Types.BINARY, Types.VARBINARY, Types.LONGVARBINARY -> Kind.BINARY;
            default -> Kind.TEXT;
        };
    }

    /** Returns the value at a position of the current row, counted from 1; null for NULL. */
    @Nullable
    String readValue(ResultSet resultSet, int columnIndex) throws SQLException {
        if (kind == Kind.BINARY) {
            byte[] bytes = resultSet.getBytes(columnIndex);
            return bytes == null ? null : "0x" + HexFormat.of().formatHex(bytes);
        }
        if (kind == Kind.BOOLEAN) {
            boolean value = resultSet.getBoolean(columnIndex);
            return resultSet.wasNull() ? null : Boolean.toString(value);
        }
        return textReader.read(resultSet, columnIndex);
    }
}
