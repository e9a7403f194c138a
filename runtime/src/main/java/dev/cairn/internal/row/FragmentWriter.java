package dev.cairn.internal.row;

import dev.cairn.internal.connection.SqlQuoting;
import dev.cairn.schema.ValueType;
import dev.cairn.sql.Sql;
import dev.cairn.sql.ast.Aggregation;
import dev.cairn.sql.ast.Type;
import dev.cairn.type.Bitmap;
import dev.cairn.type.Hll;
import dev.cairn.type.Percentile;
import dev.cairn.type.State;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Writes a value as an SQL expression whose scalars are parameters. Collections and structs have no parameters in the
 * protocol, so their structure is text and only their leaves are bound.
 */
public final class FragmentWriter {
    private final StringBuilder sql = new StringBuilder();
    private final List<@Nullable Object> values = new ArrayList<>();
    private boolean containsQuery;

    private FragmentWriter() {}

    /**
     * Writes a value of a column; a null value is written as NULL.
     *
     * @throws IllegalArgumentException if the column can't hold the value
     */
    public static ValueFragment write(ValueType<?> type, TargetColumn column, @Nullable Object value) {
        return write(type, column.type(), column.aggregation(), value);
    }

    /**
     * Writes a value that is not a state of an aggregate function.
     *
     * @param columnType the type of the column that the value is written to, or null if it is unknown
     * @throws IllegalArgumentException if the column can't hold the value
     */
    public static ValueFragment write(ValueType<?> type, @Nullable Type columnType, @Nullable Object value) {
        return write(type, columnType, null, value);
    }

    private static ValueFragment write(
            ValueType<?> type, @Nullable Type columnType, @Nullable Aggregation aggregation, @Nullable Object value) {
        FragmentWriter writer = new FragmentWriter();
        if (value == null) {
            writer.sql.append("NULL");
        } else if (value instanceof State state) {
            writer.appendState(aggregation, state);
        } else {
            writer.appendValue(type, columnType, value);
        }
        return new ValueFragment(writer.sql.toString(), writer.values, writer.containsQuery);
    }

    private void appendValue(ValueType<?> type, @Nullable Type columnType, Object value) {
        if (value instanceof Bitmap bitmap) {
            appendBitmap(bitmap);
        } else if (value instanceof Hll hll) {
            appendSketch("hll", "hll_hash", hll.values());
        } else if (value instanceof Percentile percentile) {
            appendSketch("percentile", "percentile_hash", percentile.values());
        } else if (isNested(type)) {
            appendNested(type, columnType, value);
        } else {
            sql.append(ParameterConverter.renderParameter(type, columnType));
            values.add(ParameterConverter.convert(type, columnType, value));
        }
    }

    private static boolean isNested(ValueType<?> type) {
        return type instanceof ValueType.ListType<?>
                || type instanceof ValueType.MapType<?, ?>
                || type instanceof ValueType.StructType<?>;
    }

    /**
     * Appends a collection or struct. Each level is cast to its type. Otherwise, the server would look for a common
     * type of all rows and elements. If they are empty, NULL or of different lengths, it would find no type, or one
     * that loses digits.
     */
    private void appendNested(ValueType<?> type, @Nullable Type columnType, Object value) {
        sql.append(columnType == null ? "" : "CAST(");
        if (type instanceof ValueType.ListType<?> listType) {
            appendList(
                    listType.element(),
                    columnType instanceof Type.Array arrayColumnType ? arrayColumnType.element() : null,
                    (List<?>) value);
        } else if (type instanceof ValueType.MapType<?, ?> mapType) {
            appendMap(mapType, columnType instanceof Type.Map mapColumnType ? mapColumnType : null, (Map<?, ?>) value);
        } else if (type instanceof ValueType.StructType<?> structType) {
            sql.append("named_struct(");
            appendStruct(
                    structType, columnType instanceof Type.Struct structColumnType ? structColumnType : null, value);
            sql.append(')');
        }
        sql.append(columnType == null ? "" : " AS " + Sql.render(columnType) + ")");
    }

    private void appendList(ValueType<?> elementType, @Nullable Type elementColumnType, List<?> elements) {
        String separator = "[";
        for (Object element : elements) {
            sql.append(separator);
            appendElement(elementType, elementColumnType, element);
            separator = ", ";
        }
        sql.append(elements.isEmpty() ? "[]" : "]");
    }

    /**
     * Appends a map as a call of map(). MariaDB's driver would take the braces of {@code map{?: ?}} for a JDBC escape,
     * and not send them.
     */
    private void appendMap(ValueType.MapType<?, ?> type, Type.@Nullable Map columnType, Map<?, ?> entries) {
        String separator = "map(";
        for (Map.Entry<?, ?> entry : entries.entrySet()) {
            sql.append(separator);
            appendElement(type.key(), columnType == null ? null : columnType.key(), entry.getKey());
            sql.append(", ");
            appendElement(type.value(), columnType == null ? null : columnType.value(), entry.getValue());
            separator = ", ";
        }
        sql.append(entries.isEmpty() ? "map()" : ")");
    }

    @SuppressWarnings("unchecked") // the value is of the type
    private <S> void appendStruct(ValueType.StructType<S> type, Type.@Nullable Struct columnType, Object value) {
        type.writer().accept((S) value, new StructSink(this, type.names(), columnType));
    }

    /** Appends the name of a field and its value; the position is counted from 0. */
    public void appendField(
            int position, String fieldName, ValueType<?> type, @Nullable Type columnType, @Nullable Object value) {
        sql.append(position == 0 ? "" : ", ")
                .append(SqlQuoting.quoteText(fieldName))
                .append(", ");
        appendElement(type, columnType, value);
    }

    /**
     * Appends an element of a collection or struct. Fractional numbers are sent as text, because the server reads
     * numeric literals as decimals.
     */
    private void appendElement(ValueType<?> type, @Nullable Type columnType, @Nullable Object value) {
        if (value == null) {
            sql.append("NULL");
        } else if (isNested(type)) {
            appendNested(type, columnType, value);
        } else {
            Object convertedValue = ParameterConverter.convert(type, columnType, value);
            sql.append(ParameterConverter.renderParameter(type, columnType));
            if (convertedValue instanceof BigDecimal decimal) {
                values.add(decimal.toPlainString());
            } else {
                values.add(
                        convertedValue instanceof Double || convertedValue instanceof Float
                                ? convertedValue.toString()
                                : convertedValue);
            }
        }
    }

    private void appendBitmap(Bitmap bitmap) {
        List<String> numberTexts = bitmap.values().mapToObj(Long::toString).toList();
        if (numberTexts.isEmpty()) {
            sql.append("bitmap_empty()");
        } else {
            sql.append(numberTexts.size() == 1 ? "to_bitmap(?)" : "bitmap_from_string(?)");
            values.add(String.join(",", numberTexts));
        }
    }

    /**
     * Appends a sketch of some values. The server converts one value to a sketch; only a query can merge the sketches
     * of several values.
     */
    private void appendSketch(String sketchType, String hashFunction, List<?> elements) {
        if (elements.isEmpty()) {
            sql.append(sketchType).append("_empty()");
        } else if (elements.size() == 1) {
            sql.append(hashFunction).append("(?)");
        } else {
            containsQuery = true;
            sql.append("(SELECT ")
                    .append(sketchType)
                    .append("_union(")
                    .append(hashFunction)
                    .append("(`u`.`v`)) FROM TABLE(unnest(");
            sql.append(elements.stream().map(value -> "?").collect(Collectors.joining(", ", "[", "]")));
            sql.append(")) AS `u`(`v`))");
        }
        values.addAll(elements);
    }

    /**
     * Appends the state of an aggregate function, whose arguments are cast to the declared types.
     *
     * @throws IllegalArgumentException if the column does not store states, or stores states of another number of
     *     arguments
     */
    private void appendState(@Nullable Aggregation aggregation, State state) {
        if (!(aggregation instanceof Aggregation.State declaredState)
                || declaredState.arguments().size() != state.arguments().size()) {
            throw new IllegalArgumentException(state + " does not fit the column, which stores no states of "
                    + state.arguments().size() + " arguments");
        }
        String separator = declaredState.function() + "_state(";
        for (Aggregation.StateArgument argument : declaredState.arguments()) {
            sql.append(separator)
                    .append("CAST(? AS ")
                    .append(Sql.render(argument.type()))
                    .append(')');
            separator = ", ";
        }
        sql.append(')');
        values.addAll(state.arguments());
    }

    /**
     * Writes the fields of a STRUCT, in their order.
     *
     * @param columnType the type of the STRUCT, or null if it is unknown
     */
    private record StructSink(FragmentWriter writer, List<String> fieldNames, Type.@Nullable Struct columnType)
            implements BoxingRowSink {
        @Override
        public <T> void put(int position, ValueType<T> type, @Nullable T value) {
            Type fieldType = columnType == null
                    ? null
                    : columnType.fields().get(position).type();
            writer.appendField(position, fieldNames.get(position), type, fieldType, value);
        }
    }
}
