package dev.cairn.embedded.driver.linked;

import dev.cairn.embedded.function.FunctionEvaluationException;
import dev.cairn.embedded.function.JavaFunction;
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
final class FunctionRegistrar {
    private static final System.Logger LOG = System.getLogger(FunctionRegistrar.class.getName());

    private FunctionRegistrar() {}

    static void register(JavaFunction function, Connection connection) throws SQLException {
        DuckDBColumnType[] parameterTypes = function.parameterKinds().stream()
                .map(FunctionRegistrar::toDuckDbType)
                .toArray(DuckDBColumnType[]::new);
        try (DuckDBScalarFunctionBuilder builder = DuckDBFunctions.scalarFunction()) {
            builder.withName(function.duckDbName())
                    .withParameters(parameterTypes)
                    .withReturnType(toDuckDbType(function.resultKind()))
                    .withVectorizedFunction(
                            (argumentChunk, resultVector) -> calculateRows(function, argumentChunk, resultVector));
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

    /**
     * Calls the function for each row without a NULL argument; the result for any other row is NULL. Before each row,
     * checks whether the statement has been ended.
     */
    private static void calculateRows(
            JavaFunction function, DuckDBDataChunkReader argumentChunk, DuckDBWritableVector resultVector) {
        StatementBudget budget = StatementBudget.current();
        budget.beginVector();
        int parameterCount = function.parameterKinds().size();
        for (long rowIndex = 0; rowIndex < argumentChunk.rowCount(); rowIndex++) {
            budget.requireNotEnded();
            List<Object> argumentValues = new ArrayList<>(parameterCount);
            for (int i = 0; i < parameterCount; i++) {
                DuckDBReadableVector argumentVector = argumentChunk.vector(i);
                if (!argumentVector.isNull(rowIndex)) {
                    argumentValues.add(readValue(function.parameterKinds().get(i), argumentVector, rowIndex));
                }
            }
            boolean hasNoNull = argumentValues.size() == parameterCount;
            writeValue(resultVector, rowIndex, hasNoNull ? callFunction(function, argumentValues) : null);
        }
    }

    /**
     * Returns the result of a call.
     *
     * @throws FunctionEvaluationException if the function refuses the arguments or fails; an unexpected failure is
     *     logged
     */
    private static @Nullable Object callFunction(JavaFunction function, List<Object> argumentValues) {
        try {
            return function.body().apply(new JavaFunction.CallArguments(argumentValues));
        } catch (FunctionEvaluationException refusal) {
            throw refusal;
        } catch (RuntimeException failure) {
            LOG.log(Level.WARNING, () -> "Can't calculate " + function.duckDbName(), failure);
            throw FunctionEvaluationException.ofUnexpectedFailure(function);
        }
    }

    private static Object readValue(JavaFunction.ValueKind kind, DuckDBReadableVector argumentVector, long rowIndex) {
        return switch (kind) {
            case TEXT, JSON, VARIANT -> argumentVector.getString(rowIndex);
            case LONG -> argumentVector.getLong(rowIndex);
            case DOUBLE -> argumentVector.getDouble(rowIndex);
            case FLOAT -> argumentVector.getFloat(rowIndex);
            case TIME -> argumentVector.getLocalDateTime(rowIndex);
            case BOOLEAN -> argumentVector.getBoolean(rowIndex);
        };
    }

    private static void writeValue(DuckDBWritableVector resultVector, long rowIndex, @Nullable Object value) {
        if (value instanceof String text) {
            resultVector.setString(rowIndex, text);
        } else if (value instanceof Long number) {
            resultVector.setLong(rowIndex, number);
        } else if (value instanceof Double number) {
            resultVector.setDouble(rowIndex, number);
        } else if (value instanceof Float number) {
            resultVector.setFloat(rowIndex, number);
        } else if (value instanceof LocalDateTime time) {
            resultVector.setTimestamp(rowIndex, time);
        } else if (value instanceof Boolean truthValue) {
            resultVector.setBoolean(rowIndex, truthValue);
        } else if (value == null) {
            resultVector.setNull(rowIndex);
        } else {
            throw new IllegalStateException(
                    "A function has returned a " + value.getClass().getName());
        }
    }
}
