package dev.cairn.data;

import dev.cairn.schema.ValueType;
import dev.cairn.sql.ast.Type;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Takes the fields of a STRUCT, in their order.
 *
 * @param column null where its type is not known
 */
record StructSink(FragmentWriter writer, List<String> names, Type.@Nullable Struct column) implements PlainSink {
    @Override
    public <T> void put(int position, ValueType<T> type, @Nullable T value) {
        Type field = column == null ? null : column.fields().get(position).type();
        writer.field(position, names.get(position), type, field, value);
    }
}
