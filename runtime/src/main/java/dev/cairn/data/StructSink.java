package dev.cairn.data;

import dev.cairn.schema.RowSink;
import dev.cairn.schema.ValueType;
import dev.cairn.sql.Type;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Takes the fields of a STRUCT, in their order.
 *
 * @param column null where its type is not known
 */
record StructSink(FragmentWriter writer, List<String> names, Type.@Nullable Struct column) implements RowSink {
    @Override
    public void putBoolean(int position, boolean value) {
        put(position, ValueType.BOOLEAN, value);
    }

    @Override
    public void putByte(int position, byte value) {
        put(position, ValueType.BYTE, value);
    }

    @Override
    public void putShort(int position, short value) {
        put(position, ValueType.SHORT, value);
    }

    @Override
    public void putInt(int position, int value) {
        put(position, ValueType.INT, value);
    }

    @Override
    public void putLong(int position, long value) {
        put(position, ValueType.LONG, value);
    }

    @Override
    public void putFloat(int position, float value) {
        put(position, ValueType.FLOAT, value);
    }

    @Override
    public void putDouble(int position, double value) {
        put(position, ValueType.DOUBLE, value);
    }

    @Override
    public <T> void put(int position, ValueType<T> type, @Nullable T value) {
        Type field = column == null ? null : column.fields().get(position).type();
        writer.field(position, names.get(position), type, field, value);
    }
}
