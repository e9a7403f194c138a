package dev.cairn.data;

import dev.cairn.internal.connection.SqlLogEntry;
import dev.cairn.internal.row.BoundStatement;
import dev.cairn.internal.row.IntegerRange;
import dev.cairn.internal.row.ParameterConverter;
import dev.cairn.internal.row.TargetColumn;
import dev.cairn.schema.RowSink;
import dev.cairn.schema.ValueType;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Types;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Binds the values of rows to the parameters of one statement, row after row. Primitive values are passed to the driver
 * without boxing. The methods throw a {@link ValueConversionException} for a value that its column can't hold, and a
 * {@link FailedStatementException} if the driver refuses to bind a value.
 */
final class ParameterSink implements RowSink {
    private static final int OMITTED_OFFSET = -1;

    private final List<TargetColumn> columns;
    /** For each column, the index of its parameter among those of a row, from 0; or {@link #OMITTED_OFFSET}. */
    private final int[] parameterOffsetByPosition;

    private final int parametersPerRow;
    private final IntegerRange[] integerRangeByPosition;
    private final PreparedStatement preparedStatement;
    private final boolean isLoggingValues = SqlLogEntry.isLoggingValues();
    private final List<@Nullable Object> loggedValues = new ArrayList<>();
    /** The JDBC index of the first parameter of the current row. */
    private int rowStartIndex;

    private long rowNumber;
    private long characterCount;

    /**
     * Creates a sink for a statement; {@link #startStatement} must be called before the first row.
     *
     * @param columns all columns of the table
     * @param writtenColumns the columns that have a parameter in each row, in the order of the parameters
     */
    ParameterSink(List<TargetColumn> columns, List<TargetColumn> writtenColumns, PreparedStatement preparedStatement) {
        this.columns = columns;
        this.parameterOffsetByPosition = new int[columns.size()];
        Arrays.fill(parameterOffsetByPosition, OMITTED_OFFSET);
        this.integerRangeByPosition =
                columns.stream().map(column -> IntegerRange.of(column.type())).toArray(IntegerRange[]::new);
        for (TargetColumn column : writtenColumns) {
            parameterOffsetByPosition[column.position()] = writtenColumns.indexOf(column);
        }
        this.parametersPerRow = writtenColumns.size();
        this.preparedStatement = preparedStatement;
    }

    /**
     * Starts a statement: the next values belong to its first row.
     *
     * @param firstRowNumber the number of this row among all rows of the call, counted from 1; for messages
     */
    void startStatement(long firstRowNumber) {
        rowStartIndex = 1;
        rowNumber = firstRowNumber;
        characterCount = 0;
        loggedValues.clear();
    }

    /** Starts the next row of the statement. */
    void startNextRow() {
        rowStartIndex += parametersPerRow;
        rowNumber++;
    }

    /** Returns the number of characters of all strings bound since the start of the statement. */
    long characterCount() {
        return characterCount;
    }

    /** Returns the bound values if they are logged; otherwise an empty list. */
    List<@Nullable Object> loggedValues() {
        return loggedValues;
    }

    @Override
    public void putBoolean(int position, boolean value) {
        if (parameterOffsetByPosition[position] != OMITTED_OFFSET) {
            try {
                preparedStatement.setBoolean(rowStartIndex + parameterOffsetByPosition[position], value);
                recordLoggedValue(value);
            } catch (SQLException failure) {
                throw new FailedStatementException(failure);
            }
        }
    }

    @Override
    public void putByte(int position, byte value) {
        putLong(position, value);
    }

    @Override
    public void putShort(int position, short value) {
        putLong(position, value);
    }

    @Override
    public void putInt(int position, int value) {
        if (parameterOffsetByPosition[position] != OMITTED_OFFSET) {
            requireInRange(position, (long) value);
            try {
                preparedStatement.setInt(rowStartIndex + parameterOffsetByPosition[position], value);
                recordLoggedValue(value);
            } catch (SQLException failure) {
                throw new FailedStatementException(failure);
            }
        }
    }

    @Override
    public void putLong(int position, long value) {
        if (parameterOffsetByPosition[position] != OMITTED_OFFSET) {
            requireInRange(position, value);
            try {
                preparedStatement.setLong(rowStartIndex + parameterOffsetByPosition[position], value);
                recordLoggedValue(value);
            } catch (SQLException failure) {
                throw new FailedStatementException(failure);
            }
        }
    }

    @Override
    public void putFloat(int position, float value) {
        if (parameterOffsetByPosition[position] != OMITTED_OFFSET) {
            try {
                requireInRange(position, value);
                preparedStatement.setFloat(rowStartIndex + parameterOffsetByPosition[position], value);
                recordLoggedValue(value);
            } catch (SQLException failure) {
                throw new FailedStatementException(failure);
            }
        }
    }

    @Override
    public void putDouble(int position, double value) {
        if (parameterOffsetByPosition[position] != OMITTED_OFFSET) {
            try {
                requireInRange(position, value);
                BoundStatement.bindDouble(
                        preparedStatement, rowStartIndex + parameterOffsetByPosition[position], value);
                recordLoggedValue(value);
            } catch (SQLException failure) {
                throw new FailedStatementException(failure);
            }
        }
    }

    @Override
    public <T> void put(int position, ValueType<T> type, @Nullable T value) {
        if (parameterOffsetByPosition[position] != OMITTED_OFFSET) {
            try {
                bind(position, type, value);
            } catch (SQLException failure) {
                throw new FailedStatementException(failure);
            } catch (IllegalArgumentException failure) {
                throw createConversionException(position, String.valueOf(failure.getMessage()));
            }
        }
    }

    private void bind(int position, ValueType<?> type, @Nullable Object value) throws SQLException {
        int parameterIndex = rowStartIndex + parameterOffsetByPosition[position];
        if (value == null) {
            requireNullable(position);
            preparedStatement.setNull(parameterIndex, Types.NULL);
            recordLoggedValue(null);
            return;
        }
        Object convertedValue =
                ParameterConverter.convert(type, columns.get(position).type(), value);
        if (convertedValue instanceof String text) {
            characterCount += text.length();
        }
        BoundStatement.bind(preparedStatement, parameterIndex, convertedValue);
        recordLoggedValue(convertedValue);
    }

    private void recordLoggedValue(@Nullable Object value) {
        if (isLoggingValues) {
            loggedValues.add(value);
        }
    }

    private void requireNullable(int position) {
        if (!columns.get(position).isNullable()) {
            throw createConversionException(position, "it is null, and the column is NOT NULL");
        }
    }

    private void requireInRange(int position, double value) {
        try {
            ParameterConverter.requireRepresentable(value, columns.get(position).type());
        } catch (IllegalArgumentException failure) {
            throw createConversionException(position, String.valueOf(failure.getMessage()));
        }
    }

    private void requireInRange(int position, long value) {
        try {
            integerRangeByPosition[position].requireContains(value);
        } catch (IllegalArgumentException failure) {
            throw createConversionException(position, String.valueOf(failure.getMessage()));
        }
    }

    private ValueConversionException createConversionException(int position, String reason) {
        return new ValueConversionException(columns.get(position).qualifiedName(), rowNumber, reason);
    }
}
