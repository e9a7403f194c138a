package dev.cairn.embedded.look;

import dev.cairn.embedded.protocol.Answer;
import dev.cairn.embedded.protocol.ResultColumn;
import dev.cairn.embedded.protocol.ResultColumnType;
import dev.cairn.embedded.query.InMemoryRelation;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Builds a result set row by row. */
final class ResultBuilder {
    private static final int USUAL_LENGTH = 30;

    private final List<ResultColumn> columns = new ArrayList<>();
    private final List<List<@Nullable Object>> rows = new ArrayList<>();

    /** Returns a builder with VARCHAR columns. */
    static ResultBuilder of(String... names) {
        return new ResultBuilder().columns(ResultColumnType.varchar(USUAL_LENGTH), names);
    }

    /** Returns a builder with VARCHAR columns, whose names are separated by commas. */
    static ResultBuilder shape(String names) {
        return of(names.split(", +"));
    }

    /**
     * Reads the names and columns of result sets without rows, one on each line, such as {@code ERRORS: Level, Code}.
     */
    static Map<String, String> shapes(String lines) {
        Map<String, String> shapes = new LinkedHashMap<>();
        lines.lines().map(line -> line.split(": ", 2)).forEach(parts -> shapes.put(parts[0], parts[1]));
        return shapes;
    }

    /** Adds columns of one type. */
    ResultBuilder columns(ResultColumnType type, String... names) {
        for (String name : names) {
            column(name, type);
        }
        return this;
    }

    ResultBuilder column(String name, ResultColumnType type) {
        columns.add(new ResultColumn(name, type));
        return this;
    }

    ResultBuilder row(@Nullable Object... values) {
        if (values.length != columns.size()) {
            throw new IllegalArgumentException(values.length + " values for " + columns.size() + " columns");
        }
        List<@Nullable Object> row = new ArrayList<>();
        for (int index = 0; index < values.length; index++) {
            row.add(value(values[index], columns.get(index).type()));
        }
        rows.add(row);
        return this;
    }

    /**
     * Converts a value to one that queries support. A boolean becomes a text, unless the column is of the type BOOLEAN.
     */
    private static @Nullable Object value(@Nullable Object value, ResultColumnType type) {
        if (value instanceof Integer number) {
            return number.longValue();
        }
        boolean supported = value instanceof Long
                || value instanceof Double
                || value instanceof BigDecimal
                || (value instanceof Boolean && type.equals(ResultColumnType.BOOLEAN));
        return supported || value == null ? value : value.toString();
    }

    InMemoryRelation relation() {
        return new InMemoryRelation(columns, rows);
    }

    Answer answer() {
        List<List<@Nullable String>> texts = new ArrayList<>();
        for (List<@Nullable Object> row : rows) {
            List<@Nullable String> values = new ArrayList<>();
            row.forEach(value -> values.add(value == null ? null : value.toString()));
            texts.add(values);
        }
        return new Answer.Rows(columns, texts);
    }
}
