package dev.cairn.embedded.driver.linked;

import dev.cairn.embedded.function.JavaFunction;
import dev.cairn.embedded.function.RefusedValueException;
import dev.cairn.embedded.function.StatementBudget;
import java.lang.System.Logger.Level;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.List;
import org.duckdb.DuckDBColumnType;
import org.duckdb.DuckDBDataChunkReader;
import org.duckdb.DuckDBFunctions;
import org.duckdb.DuckDBReadableVector;
import org.duckdb.DuckDBScalarFunctionBuilder;
import org.duckdb.DuckDBWritableVector;
import org.jspecify.annotations.Nullable;

/** Registers a function that is implemented in Java with DuckDB. */
final class FunctionRegistration {
    private static final System.Logger LOG = System.getLogger(FunctionRegistration.class.getName());

    private FunctionRegistration() {}

    static void register(JavaFunction function, Connection connection) throws SQLException {
        DuckDBColumnType[] parameters = function.parameters().stream()
                .map(FunctionRegistration::toDuckDbType)
                .toArray(DuckDBColumnType[]::new);
        try (DuckDBScalarFunctionBuilder builder = DuckDBFunctions.scalarFunction()) {
            builder.withName(function.name())
                    .withParameters(parameters)
                    .withReturnType(toDuckDbType(function.result()))
                    .withVectorizedFunction((in, out) -> calculate(function, in, out));
            if (function.parameters().isEmpty()) {
                builder.withVolatile();
            }
            builder.register(connection);
        }
    }

    private static DuckDBColumnType toDuckDbType(JavaFunction.Kind kind) {
        return switch (kind) {
            case TEXT, JSON -> DuckDBColumnType.VARCHAR;
            case LONG -> DuckDBColumnType.BIGINT;
            case DOUBLE -> DuckDBColumnType.DOUBLE;
            case FLOAT -> DuckDBColumnType.FLOAT;
            case TIME -> DuckDBColumnType.TIMESTAMP;
            case BOOLEAN -> DuckDBColumnType.BOOLEAN;
        };
    }

    private static void calculate(JavaFunction function, DuckDBDataChunkReader in, DuckDBWritableVector out) {
        StatementBudget budget = StatementBudget.current();
        budget.beginVector();
        int parameters = function.parameters().size();
        for (long row = 0; row < in.rowCount(); row++) {
            budget.requireTime();
            List<Object> values = new ArrayList<>(parameters);
            for (int i = 0; i < parameters; i++) {
                DuckDBReadableVector vector = in.vector(i);
                if (!vector.isNull(row)) {
                    values.add(readValue(function.parameters().get(i), vector, row));
                }
            }
            boolean isComplete = values.size() == parameters;
            writeValue(out, row, isComplete ? callFunction(function, values) : null);
        }
    }

    private static @Nullable Object callFunction(JavaFunction function, List<Object> values) {
        try {
            return function.body().apply(new JavaFunction.Arguments(values));
        } catch (RefusedValueException refused) {
            throw refused;
        } catch (RuntimeException failure) {
            LOG.log(Level.WARNING, () -> "Can't calculate " + function.name(), failure);
            throw RefusedValueException.of(function);
        }
    }

    private static Object readValue(JavaFunction.Kind kind, DuckDBReadableVector vector, long row) {
        return switch (kind) {
            case TEXT, JSON -> vector.getString(row);
            case LONG -> vector.getLong(row);
            case DOUBLE -> vector.getDouble(row);
            case FLOAT -> vector.getFloat(row);
            case TIME -> vector.getLocalDateTime(row);
            case BOOLEAN -> vector.getBoolean(row);
        };
    }

    private static void writeValue(DuckDBWritableVector out, long row, @Nullable Object value) {
        if (value instanceof String text) {
            out.setString(row, text);
        } else if (value instanceof Long number) {
            out.setLong(row, number);
        } else if (value instanceof Double number) {
            out.setDouble(row, number);
        } else if (value instanceof LocalDateTime time) {
            out.setTimestamp(row, time);
        } else if (value instanceof Boolean bool) {
            out.setBoolean(row, bool);
        } else {
            out.setNull(row);
        }
    }
}
