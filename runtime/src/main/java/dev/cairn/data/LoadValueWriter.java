package dev.cairn.data;

import dev.cairn.internal.row.PlainSink;
import dev.cairn.internal.row.ValueBinder;
import dev.cairn.schema.ValueType;
import dev.cairn.sql.ast.Type;
import dev.cairn.type.Bitmap;
import dev.cairn.type.Hll;
import dev.cairn.type.Percentile;
import dev.cairn.type.State;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Writes values as JSON. If the column can't hold a value, it throws an IllegalArgumentException whose message begins
 * with the value.
 */
final class LoadValueWriter {
    private final LoadBuffer out;

    LoadValueWriter(LoadBuffer out) {
        this.out = out;
    }

    /** Writes the value of a column. */
    void column(ValueType<?> type, @Nullable Type column, @Nullable Object value) {
        if (value instanceof Bitmap bitmap) {
            out.appendQuoted(bitmap.values().mapToObj(Long::toString).collect(Collectors.joining(",")));
        } else if (value instanceof Hll hll) {
            sketch(hll.values());
        } else if (value instanceof Percentile percentile) {
            sketch(percentile.values());
        } else if (value instanceof State) {
            throw new IllegalArgumentException("the state of an aggregate function can only be inserted");
        } else {
            value(type, column, value);
        }
    }

    private void sketch(List<?> values) {
        if (values.size() > 1) {
            throw new IllegalArgumentException(
                    values.size()
                            + " values in one row can only be inserted, because a load can't build a sketch from several values; load several rows with one value each instead");
        }
        out.appendQuoted(values.isEmpty() ? "" : "=" + values.get(0));
    }

    private void value(ValueType<?> type, @Nullable Type column, @Nullable Object value) {
        if (value == null) {
            out.appendPlain("null");
        } else if (type instanceof ValueType.ListOf<?> list) {
            list(list.element(), column instanceof Type.Array array ? array.element() : null, (List<?>) value);
        } else if (type instanceof ValueType.MapOf<?, ?> map) {
            map(map, column instanceof Type.Map knownMap ? knownMap : null, (Map<?, ?>) value);
        } else if (type instanceof ValueType.StructOf<?> struct) {
            struct(struct, column instanceof Type.Struct knownStruct ? knownStruct : null, value);
        } else {
            scalar(ValueBinder.convert(type, column, value));
        }
    }

    /** Decimals are written as strings, which the server reads without loss of digits. */
    private void scalar(Object sent) {
        if (sent instanceof BigDecimal decimal) {
            out.put('"').appendPlain(decimal.toPlainString()).put('"');
        } else if (sent instanceof Number || sent instanceof Boolean) {
            out.appendPlain(sent.toString());
        } else {
            out.appendQuoted(sent.toString());
        }
    }

    private void list(ValueType<?> type, @Nullable Type column, List<?> elements) {
        out.put('[');
        String before = "";
        for (Object element : elements) {
            out.appendPlain(before);
            inner(type, column, element);
            before = ",";
        }
        out.put(']');
    }

    private void map(ValueType.MapOf<?, ?> type, Type.@Nullable Map column, Map<?, ?> entries) {
        out.put('{');
        String before = "";
        for (Map.Entry<?, ?> entry : entries.entrySet()) {
            out.appendPlain(before);
            key(type.key(), column == null ? null : column.key(), entry.getKey());
            out.put(':');
            inner(type.value(), column == null ? null : column.value(), entry.getValue());
            before = ",";
        }
        out.put('}');
    }

    private void key(ValueType<?> type, @Nullable Type column, @Nullable Object key) {
        if (key == null) {
            throw new IllegalArgumentException("a MAP whose key is NULL can only be inserted");
        }
        Object sent = ValueBinder.convert(type, column, key);
        out.appendQuoted(sent instanceof BigDecimal decimal ? decimal.toPlainString() : sent.toString());
    }

    @SuppressWarnings("unchecked") // the value is of the type
    private <S> void struct(ValueType.StructOf<S> type, Type.@Nullable Struct column, Object value) {
        out.put('{');
        type.writer().accept((S) value, new Fields(type.names(), column));
        out.put('}');
    }

    private void inner(ValueType<?> type, @Nullable Type column, @Nullable Object value) {
        if (value != null && (type == ValueType.BINARY || type == ValueType.JSON)) {
            throw new IllegalArgumentException((type == ValueType.JSON ? "a document" : "bytes")
                    + " in an ARRAY, MAP or STRUCT can only be inserted");
        }
        value(type, column, value);
    }

    /** Writes the fields of a STRUCT, in their order. */
    private final class Fields implements PlainSink {
        private final List<String> names;
        private final Type.@Nullable Struct column;

        Fields(List<String> names, Type.@Nullable Struct column) {
            this.names = names;
            this.column = column;
        }

        @Override
        public <T> void put(int position, ValueType<T> type, @Nullable T value) {
            out.appendPlain(position == 0 ? "" : ",")
                    .appendQuoted(names.get(position))
                    .put(':');
            inner(type, column == null ? null : column.fields().get(position).type(), value);
        }
    }
}
