package dev.cairn.data;

import dev.cairn.internal.connection.ConnectionLostException;
import dev.cairn.internal.connection.ServerTextReader;
import dev.cairn.internal.row.NestedValueParser;
import dev.cairn.schema.Row;
import dev.cairn.schema.ValueType;
import dev.cairn.type.Bitmap;
import dev.cairn.type.Hll;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.Types;
import java.time.LocalDate;
import java.time.LocalDateTime;
import org.jspecify.annotations.Nullable;

/**
 * The current row of a result set. One object serves all rows, so reading a row allocates nothing but its values. A
 * reader must not keep it.
 */
final class ResultRow implements Row {
    private final ResultSet resultSet;
    private final ResultColumns resultColumns;
    /** The value of {@link ResultColumns#jdbcIndexes}, in a field because each value needs it. */
    private final int @Nullable [] jdbcIndexes;

    /** How each column is read as text, in the order of the result; null until a text is read. */
    private ServerTextReader @Nullable [] textReaders;

    private long rowNumber;

    ResultRow(ResultSet resultSet, ResultColumns resultColumns) {
        this.resultSet = resultSet;
        this.resultColumns = resultColumns;
        this.jdbcIndexes = resultColumns.jdbcIndexes();
    }

    /** Moves to the next row. Returns whether there is one. */
    boolean next() {
        try {
            rowNumber++;
            return resultSet.next();
        } catch (SQLException failure) {
            throw new FailedStatementException(failure);
        }
    }

    /** Returns the JDBC index of the value at a position; 0 if the result has no such column. */
    private int jdbcIndex(int position) {
        return jdbcIndexes == null ? position + 1 : jdbcIndexes[position];
    }

    @Override
    public boolean booleanAt(int position) {
        try {
            boolean value = resultSet.getBoolean(jdbcIndex(position));
            requireNotNull(value, position);
            return value;
        } catch (SQLException failure) {
            throw createReadException(position, failure);
        }
    }

    @Override
    public byte byteAt(int position) {
        try {
            byte value = resultSet.getByte(jdbcIndex(position));
            requireNotNull(value != 0, position);
            return value;
        } catch (SQLException failure) {
            throw createReadException(position, failure);
        }
    }

    @Override
    public short shortAt(int position) {
        try {
            short value = resultSet.getShort(jdbcIndex(position));
            requireNotNull(value != 0, position);
            return value;
        } catch (SQLException failure) {
            throw createReadException(position, failure);
        }
    }

    @Override
    public int intAt(int position) {
        try {
            int value = resultSet.getInt(jdbcIndex(position));
            requireNotNull(value != 0, position);
            return value;
        } catch (SQLException failure) {
            throw createReadException(position, failure);
        }
    }

    @Override
    public long longAt(int position) {
        try {
            long value = resultSet.getLong(jdbcIndex(position));
            requireNotNull(value != 0, position);
            return value;
        } catch (SQLException failure) {
            throw createReadException(position, failure);
        }
    }

    @Override
    public float floatAt(int position) {
        try {
            // Connector/J's getFloat refuses Float.MAX_VALUE, whose shortest decimal text is slightly greater than its
            // value.
            double value = resultSet.getDouble(jdbcIndex(position));
            requireNotNull(value != 0, position);
            return (float) value;
        } catch (SQLException failure) {
            throw createReadException(position, failure);
        }
    }

    @Override
    public double doubleAt(int position) {
        try {
            double value = resultSet.getDouble(jdbcIndex(position));
            requireNotNull(value != 0, position);
            return value;
        } catch (SQLException failure) {
            throw createReadException(position, failure);
        }
    }

    @Override
    public @Nullable String textAt(int position) {
        try {
            int index = jdbcIndex(position);
            return textReader(index).read(resultSet, index);
        } catch (SQLException failure) {
            throw createReadException(position, failure);
        }
    }

    private ServerTextReader textReader(int index) throws SQLException {
        ServerTextReader[] readers = textReaders;
        if (readers == null) {
            ResultSetMetaData metaData = resultSet.getMetaData();
            readers = new ServerTextReader[metaData.getColumnCount()];
            for (int i = 0; i < readers.length; i++) {
                readers[i] = ServerTextReader.ofColumn(metaData, i + 1);
            }
            textReaders = readers;
        }
        // The driver refuses an index outside of the result.
        return index > 0 && index <= readers.length ? readers[index - 1] : ServerTextReader.OTHER;
    }

    @Override
    public @Nullable BigDecimal decimalAt(int position) {
        try {
            return resultSet.getBigDecimal(jdbcIndex(position));
        } catch (SQLException failure) {
            throw createReadException(position, failure);
        }
    }

    @Override
    public @Nullable LocalDate dateAt(int position) {
        try {
            return resultSet.getObject(jdbcIndex(position), LocalDate.class);
        } catch (SQLException failure) {
            throw createReadException(position, failure);
        }
    }

    @Override
    public @Nullable LocalDateTime dateTimeAt(int position) {
        try {
            return resultSet.getObject(jdbcIndex(position), LocalDateTime.class);
        } catch (SQLException failure) {
            throw createReadException(position, failure);
        }
    }

    @Override
    @SuppressWarnings("unchecked") // the value is read as this type
    public <T> @Nullable T at(int position, ValueType<T> type) {
        try {
            return (T)
                    (type instanceof ValueType.Scalar<?> scalarType
                            ? readScalar(position, scalarType.kind())
                            : readNonScalar(position, type));
        } catch (SQLException failure) {
            throw createReadException(position, failure);
        } catch (IllegalArgumentException failure) {
            throw new ValueConversionException(
                    columnName(position), rowNumber, String.valueOf(failure.getMessage()), failure);
        }
    }

    private @Nullable Object readNonScalar(int position, ValueType<?> type) throws SQLException {
        if (type instanceof ValueType.EnumType<?> enumType) {
            String constantName = resultSet.getString(jdbcIndex(position));
            return constantName == null ? null : Enum.valueOf(enumType.type(), constantName);
        }
        byte[] textBytes = resultSet.getBytes(jdbcIndex(position));
        return textBytes == null ? null : NestedValueParser.parse(textBytes, type);
    }

    private @Nullable Object readScalar(int position, ValueType.Kind kind) throws SQLException {
        int index = jdbcIndex(position);
        return switch (kind) {
            case TEXT, JSON -> textAt(position);
            case DECIMAL -> decimalAt(position);
            case DATE -> dateAt(position);
            case DATE_TIME -> dateTimeAt(position);
            case BINARY -> resultSet.getBytes(index);
            case LARGE_INT -> {
                String digits = resultSet.getString(index);
                yield digits == null ? null : new BigInteger(digits);
            }
            case BOOLEAN -> valueOrNull(resultSet.getBoolean(index));
            case BYTE -> valueOrNull(resultSet.getByte(index));
            case SHORT -> valueOrNull(resultSet.getShort(index));
            case INT -> valueOrNull(resultSet.getInt(index));
            case LONG -> valueOrNull(resultSet.getLong(index));
            case FLOAT -> valueOrNull((float) resultSet.getDouble(index));
            case DOUBLE -> valueOrNull(resultSet.getDouble(index));
            case BITMAP, HLL, PERCENTILE, STATE -> readMetric(position, kind);
        };
    }

    private @Nullable Object readMetric(int position, ValueType.Kind kind) throws SQLException {
        return switch (kind) {
            case BITMAP -> {
                Long count = readCount(position, "BITMAP", "bitmap_count or bitmap_to_string of it");
                yield count == null ? null : Bitmap.ofCount(count);
            }
            case HLL -> {
                Long count = readCount(position, "HLL", "hll_cardinality of it");
                yield count == null ? null : Hll.ofCount(count);
            }
            case PERCENTILE -> requireNull(position, "PERCENTILE", "percentile_approx_raw of it");
            default -> requireNull(position, "state of a function", "the function's _merge of it");
        };
    }

    /** Returns null if the value that was read last is NULL, for which the driver returned 0 or false. */
    private @Nullable Object valueOrNull(Object value) throws SQLException {
        return resultSet.wasNull() ? null : value;
    }

    /**
     * Returns the number of elements, which the query selects instead of the value; null if this number is NULL. If the
     * query selects the value itself, the server also sends NULL, but in a column of another type than BIGINT.
     *
     * @throws ValueConversionException if the query selects the value itself
     */
    private @Nullable Long readCount(int position, String typeName, String functionHint) throws SQLException {
        int index = jdbcIndex(position);
        long count = resultSet.getLong(index);
        if (!resultSet.wasNull()) {
            return count;
        }
        if (resultSet.getMetaData().getColumnType(index) != Types.BIGINT) {
            throw new ValueConversionException(
                    columnName(position),
                    rowNumber,
                    "StarRocks can't return a " + typeName + " itself: select " + functionHint,
                    null);
        }
        return null;
    }

    /** Reads a value of a type that the server never returns; only NULL can be read. */
    private @Nullable Object requireNull(int position, String typeName, String functionHint) throws SQLException {
        int index = jdbcIndex(position);
        if (index > 0 && resultSet.getString(index) != null) {
            throw new ValueConversionException(
                    columnName(position), rowNumber, typeName + " has no Java type: select " + functionHint, null);
        }
        return null;
    }

    /**
     * Requires that the value that was read last is not NULL, for which the driver returns 0 or false.
     *
     * @param isCertainlyPresent whether the value is neither 0 nor false
     */
    private void requireNotNull(boolean isCertainlyPresent, int position) throws SQLException {
        if (!isCertainlyPresent && resultSet.wasNull()) {
            throw new ValueConversionException(
                    columnName(position),
                    rowNumber,
                    "it is NULL, which a primitive type can't represent; use a nullable type, such as Integer",
                    null);
        }
    }

    private RuntimeException createReadException(int position, SQLException failure) {
        return ConnectionLostException.isReportedBy(failure)
                ? new FailedStatementException(failure)
                : new ValueConversionException(
                        columnName(position), rowNumber, String.valueOf(failure.getMessage()), failure);
    }

    private String columnName(int position) {
        try {
            return resultColumns.name(resultSet, position);
        } catch (SQLException failure) {
            throw new FailedStatementException(failure);
        }
    }
}
