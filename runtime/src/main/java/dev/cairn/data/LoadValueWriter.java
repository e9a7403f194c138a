package dev.cairn.data;

import dev.cairn.internal.row.BoxingRowSink;
import dev.cairn.internal.row.ParameterConverter;
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
 * Writes values as JSON. The methods throw an {@link IllegalArgumentException} for a value that its column can't hold,
 * or that a load can't transmit. The type of a column is null if it is unknown.
 */
final class LoadValueWriter {
    private final LoadBuffer out;

    LoadValueWriter(LoadBuffer out) {
        this.out = out;
    }

    /** Writes the value of a column. Unlike an element, it may be a sketch, bytes or a document. */
    void writeColumnValue(ValueType<?> type, @Nullable Type columnType, @Nullable Object value) {
        if (value instanceof Bitmap bitmap) {
            out.appendQuoted(bitmap.values().mapToObj(Long::toString).collect(Collectors.joining(",")));
        } else if (value instanceof Hll hll) {
            writeSketch(hll.values());
        } else if (value instanceof Percentile percentile) {
            writeSketch(percentile.values());
        } else if (value instanceof State) {
            throw new IllegalArgumentException(
                    "a load can't write the state of an aggregate function; use INSERT instead");
        } else {
            writeValue(type, columnType, value);
        }
    }

    private void writeSketch(List<?> values) {
        if (values.size() > 1) {
            throw new IllegalArgumentException("a load can't build a sketch from " + values.size()
                    + " values in one row; load one row for each value, or use INSERT");
        }
        // The equals sign distinguishes a sketch of an empty string from an empty sketch; LoadColumn removes it.
        out.appendQuoted(values.isEmpty() ? "" : "=" + values.get(0));
    }

    /** Writes a value that is not a sketch, with its elements. */
    private void writeValue(ValueType<?> type, @Nullable Type columnType, @Nullable Object value) {
        if (value == null) {
            out.appendAscii("null");
        } else if (type instanceof ValueType.ListType<?> listType) {
            writeList(
                    listType.element(),
                    columnType instanceof Type.Array arrayColumnType ? arrayColumnType.element() : null,
                    (List<?>) value);
        } else if (type instanceof ValueType.MapType<?, ?> mapType) {
            writeMap(mapType, columnType instanceof Type.Map mapColumnType ? mapColumnType : null, (Map<?, ?>) value);
        } else if (type instanceof ValueType.StructType<?> structType) {
            writeStruct(
                    structType, columnType instanceof Type.Struct structColumnType ? structColumnType : null, value);
        } else {
            writeScalar(ParameterConverter.convert(type, columnType, value));
        }
    }

    /** Writes a scalar; decimals are written as strings, which the server reads without loss of digits. */
    private void writeScalar(Object convertedValue) {
        if (convertedValue instanceof BigDecimal decimal) {
            out.append('"').appendAscii(decimal.toPlainString()).append('"');
        } else if (convertedValue instanceof Number || convertedValue instanceof Boolean) {
            out.appendAscii(convertedValue.toString());
        } else {
            out.appendQuoted(convertedValue.toString());
        }
    }

    private void writeList(ValueType<?> elementType, @Nullable Type elementColumnType, List<?> elements) {
        out.append('[');
        String separator = "";
        for (Object element : elements) {
            out.appendAscii(separator);
            writeElement(elementType, elementColumnType, element);
            separator = ",";
        }
        out.append(']');
    }

    private void writeMap(ValueType.MapType<?, ?> type, Type.@Nullable Map columnType, Map<?, ?> entries) {
        out.append('{');
        String separator = "";
        for (Map.Entry<?, ?> entry : entries.entrySet()) {
            out.appendAscii(separator);
            writeKey(type.key(), columnType == null ? null : columnType.key(), entry.getKey());
            out.append(':');
            writeElement(type.value(), columnType == null ? null : columnType.value(), entry.getValue());
            separator = ",";
        }
        out.append('}');
    }

    private void writeKey(ValueType<?> type, @Nullable Type columnType, @Nullable Object key) {
        if (key == null) {
            throw new IllegalArgumentException("a load can't write a MAP whose key is NULL; use INSERT instead");
        }
        Object convertedKey = ParameterConverter.convert(type, columnType, key);
        out.appendQuoted(
                convertedKey instanceof BigDecimal decimal ? decimal.toPlainString() : convertedKey.toString());
    }

    @SuppressWarnings("unchecked") // a StructType<S> is only used with values of S
    private <S> void writeStruct(ValueType.StructType<S> type, Type.@Nullable Struct columnType, Object value) {
        out.append('{');
        type.writer().accept((S) value, new StructFieldSink(type.names(), columnType));
        out.append('}');
    }

    /** Writes an element of an ARRAY, MAP or STRUCT, which can't be bytes or a document. */
    private void writeElement(ValueType<?> type, @Nullable Type columnType, @Nullable Object value) {
        if (value != null && (type == ValueType.BINARY || type == ValueType.JSON)) {
            throw new IllegalArgumentException("a load can't write "
                    + (type == ValueType.JSON ? "a document" : "bytes")
                    + " in an ARRAY, MAP or STRUCT; use INSERT instead");
        }
        writeValue(type, columnType, value);
    }

    /** Writes the fields of a STRUCT, in their order. */
    private final class StructFieldSink implements BoxingRowSink {
        private final List<String> fieldNames;
        private final Type.@Nullable Struct columnType;

        StructFieldSink(List<String> fieldNames, Type.@Nullable Struct columnType) {
            this.fieldNames = fieldNames;
            this.columnType = columnType;
        }

        @Override
        public <T> void put(int position, ValueType<T> type, @Nullable T value) {
            out.appendAscii(position == 0 ? "" : ",")
                    .appendQuoted(fieldNames.get(position))
                    .append(':');
            writeElement(
                    type,
                    columnType == null
                            ? null
                            : columnType.fields().get(position).type(),
                    value);
        }
    }
}
