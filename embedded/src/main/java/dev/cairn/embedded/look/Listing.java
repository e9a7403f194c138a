package dev.cairn.embedded.look;

import dev.cairn.embedded.protocol.ResultColumnType;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The columns of a result set: the name and type of each, and how its value is read from a row.
 *
 * @param <R> the source of a row
 */
final class Listing<R> {
    /** The type of most columns of SHOW statements. */
    private static final ResultColumnType USUAL = ResultColumnType.varchar(30);

    private final List<Column<R>> columns = new ArrayList<>();

    private record Column<R>(String name, ResultColumnType type, Value<R> value) {}

    /** Reads the value of a column from a row. */
    @FunctionalInterface
    interface Value<R> {
        @Nullable
        Object of(R row);
    }

    Listing<R> column(String name, ResultColumnType type, Value<R> value) {
        columns.add(new Column<>(name, type, value));
        return this;
    }

    Listing<R> column(String name, Value<R> value) {
        return column(name, USUAL, value);
    }

    /** Adds a column that has the same value in every row. */
    Listing<R> constant(String name, ResultColumnType type, Object value) {
        return column(name, type, row -> value);
    }

    Listing<R> constant(String name, Object value) {
        return column(name, USUAL, row -> value);
    }

    /** Adds columns that are NULL in every row. */
    Listing<R> nulls(ResultColumnType type, String... names) {
        for (String name : names) {
            column(name, type, row -> null);
        }
        return this;
    }

    ResultBuilder of(Stream<R> rows) {
        ResultBuilder result = new ResultBuilder();
        columns.forEach(column -> result.column(column.name(), column.type()));
        rows.forEach(row -> result.row(
                columns.stream().map(column -> column.value().of(row)).toArray()));
        return result;
    }
}
