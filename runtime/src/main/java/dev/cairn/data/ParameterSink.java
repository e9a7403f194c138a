package dev.cairn.data;

import dev.cairn.internal.connection.SqlLog;
import dev.cairn.internal.row.BoundStatement;
import dev.cairn.internal.row.IntegerRange;
import dev.cairn.internal.row.TargetColumn;
import dev.cairn.internal.row.ValueBinder;
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
 * without boxing.
 */
final class ParameterSink implements RowSink {
    private static final int OMITTED = -1;

    private final List<TargetColumn> columns;
    private final int[] places;
    private final int width;
    private final IntegerRange[] ranges;
    private final PreparedStatement statement;
    private final boolean logs = SqlLog.isLoggingValues();
    private final List<@Nullable Object> logged = new ArrayList<>();
    private int before;
    private long row;
    private long characters;

    /** @param writtenColumns the columns that have a parameter in each row, in the order of the parameters */
    ParameterSink(List<TargetColumn> columns, List<TargetColumn> writtenColumns, PreparedStatement statement) {
        this.columns = columns;
        this.places = new int[columns.size()];
        Arrays.fill(places, OMITTED);
        this.ranges =
                columns.stream().map(column -> IntegerRange.of(column.type())).toArray(IntegerRange[]::new);
        for (TargetColumn column : writtenColumns) {
            places[column.position()] = writtenColumns.indexOf(column);
        }
        this.width = writtenColumns.size();
        this.statement = statement;
    }

    /** Starts a statement: the next values are those of its first row. */
    void restart(long number) {
        before = 1;
        row = number;
        characters = 0;
        logged.clear();
    }

    /** Starts the next row of the statement. */
    void nextRow() {
        before += width;
        row++;
    }

    /** Returns the number of characters of all strings bound since the start of the statement. */
    long characters() {
        return characters;
    }

    /** Returns the bound values if they are logged; otherwise an empty list. */
    List<@Nullable Object> loggedValues() {
        return logged;
    }

    @Override
    public void putBoolean(int position, boolean value) {
        if (places[position] != OMITTED) {
            try {
                statement.setBoolean(before + places[position], value);
                log(value);
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
        if (places[position] != OMITTED) {
            requireInRange(position, (long) value);
            try {
                statement.setInt(before + places[position], value);
                log(value);
            } catch (SQLException failure) {
                throw new FailedStatementException(failure);
            }
        }
    }

    @Override
    public void putLong(int position, long value) {
        if (places[position] != OMITTED) {
            requireInRange(position, value);
            try {
                statement.setLong(before + places[position], value);
                log(value);
            } catch (SQLException failure) {
                throw new FailedStatementException(failure);
            }
        }
    }

    @Override
    public void putFloat(int position, float value) {
        if (places[position] != OMITTED) {
            try {
                requireInRange(position, value);
                statement.setFloat(before + places[position], value);
                log(value);
            } catch (SQLException failure) {
                throw new FailedStatementException(failure);
            }
        }
    }

    @Override
    public void putDouble(int position, double value) {
        if (places[position] != OMITTED) {
            try {
                requireInRange(position, value);
                statement.setDouble(before + places[position], value);
                log(value);
            } catch (SQLException failure) {
                throw new FailedStatementException(failure);
            }
        }
    }

    @Override
    public <T> void put(int position, ValueType<T> type, @Nullable T value) {
        if (places[position] != OMITTED) {
            try {
                bind(position, type, value);
            } catch (SQLException failure) {
                throw new FailedStatementException(failure);
            } catch (IllegalArgumentException unfit) {
                throw unwritable(position, String.valueOf(unfit.getMessage()));
            }
        }
    }

    private void bind(int position, ValueType<?> type, @Nullable Object value) throws SQLException {
        int index = before + places[position];
        if (value == null) {
            requireNullable(position);
            statement.setNull(index, Types.NULL);
            log(null);
            return;
        }
        Object sent = ValueBinder.convert(type, columns.get(position).type(), value);
        if (sent instanceof String text) {
            characters += text.length();
        }
        BoundStatement.bind(statement, index, sent);
        log(sent);
    }

    private void log(@Nullable Object value) {
        if (logs) {
            logged.add(value);
        }
    }

    private void requireNullable(int position) {
        if (!columns.get(position).isNullable()) {
            throw unwritable(position, "it is null, and the column is NOT NULL");
        }
    }

    private void requireInRange(int position, double value) {
        try {
            ValueBinder.requireNumber(value, columns.get(position).type());
        } catch (IllegalArgumentException unfit) {
            throw unwritable(position, String.valueOf(unfit.getMessage()));
        }
    }

    private void requireInRange(int position, long value) {
        try {
            ranges[position].require(value);
        } catch (IllegalArgumentException unfit) {
            throw unwritable(position, String.valueOf(unfit.getMessage()));
        }
    }

    private ValueConversionException unwritable(int position, String reason) {
        return new ValueConversionException(columns.get(position).name(), row, reason);
    }
}
