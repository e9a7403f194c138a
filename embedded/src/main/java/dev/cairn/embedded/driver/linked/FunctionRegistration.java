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

/** Registers a function that is implemented in Java with DuckDB, which calls it for many rows at once. */
final class FunctionRegistration {
    private static final System.Logger LOG = System.getLogger(FunctionRegistration.class.getName());

    private FunctionRegistration() {}

    static void register(JavaFunction function, Connection connection) throws SQLException {
        DuckDBColumnType[] parameters = function.parameterKinds().stream()
                .map(FunctionRegistration::toDuckDbType)
                .toArray(DuckDBColumnType[]::new);
        try (DuckDBScalarFunctionBuilder builder = DuckDBFunctions.scalarFunction()) {
            builder.withName(function.duckDbName())
                    .withParameters(parameters)
                    .withReturnType(toDuckDbType(function.resultKind()))
                    .withVectorizedFunction((arguments, results) -> calculateRows(function, arguments, results));
            if (function.parameterKinds().isEmpty()) {
                builder.withVolatile(); // otherwise, DuckDB calls the function once and repeats its value in all rows
            }
            builder.register(connection);
        }
    }

    private static DuckDBColumnType toDuckDbType(JavaFunction.ValueKind kind) {
        return switch (kind) {
            case TEXT, JSON, VARIANT -> DuckDBColumnType.VARCHAR;
            case LONG -> DuckDBColumnType.BIGINT;
            case DOUBLE -> DuckDBColumnType.DOUBLE;
            case FLOAT -> DuckDBColumnType.FLOAT;
            case TIME -> DuckDBColumnType.TIMESTAMP;
            case BOOLEAN -> DuckDBColumnType.BOOLEAN;
        };
    }

    private static void calculateRows(
            JavaFunction function, DuckDBDataChunkReader arguments, DuckDBWritableVector results) {
        StatementBudget budget = StatementBudget.current();
        budget.beginVector();
        int parameterCount = function.parameterKinds().size();
        for (long row = 0; row < arguments.rowCount(); row++) {
            budget.requireNotEnded();
            List<Object> values = new ArrayList<>(parameterCount);
            for (int i = 0; i < parameterCount; i++) {
                DuckDBReadableVector vector = arguments.vector(i);
                if (!vector.isNull(row)) {
                    values.add(readValue(function.parameterKinds().get(i), vector, row));
                }
            }
            boolean hasNoNull = values.size() == parameterCount;
            writeValue(results, row, hasNoNull ? callFunction(function, values) : null);
        }
    }

    private static @Nullable Object callFunction(JavaFunction function, List<Object> values) {
        try {
            return function.body().apply(new JavaFunction.CallArguments(values));
        } catch (RefusedValueException refusal) {
            throw refusal;
        } catch (RuntimeException failure) {
            LOG.log(Level.WARNING, () -> "Can't calculate " + function.duckDbName(), failure);
            throw RefusedValueException.ofUnexpectedFailure(function);
        }
    }

    private static Object readValue(JavaFunction.ValueKind kind, DuckDBReadableVector vector, long row) {
        return switch (kind) {
            case TEXT, JSON, VARIANT -> vector.getString(row);
            case LONG -> vector.getLong(row);
            case DOUBLE -> vector.getDouble(row);
            case FLOAT -> vector.getFloat(row);
            case TIME -> vector.getLocalDateTime(row);
            case BOOLEAN -> vector.getBoolean(row);
        };
    }

    private static void writeValue(DuckDBWritableVector results, long row, @Nullable Object value) {
        if (value instanceof String text) {
            results.setString(row, text);
        } else if (value instanceof Long number) {
            results.setLong(row, number);
        } else if (value instanceof Double number) {
            results.setDouble(row, number);
        } else if (value instanceof LocalDateTime time) {
            results.setTimestamp(row, time);
        } else if (value instanceof Boolean truth) {
            results.setBoolean(row, truth);
        } else {
            results.setNull(row);
        }
    }
}
