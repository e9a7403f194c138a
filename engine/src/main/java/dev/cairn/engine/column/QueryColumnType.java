package dev.cairn.engine.column;

import dev.cairn.catalog.PrimitiveType;
import dev.cairn.sql.ast.Type;
import java.util.List;

/** Determines the type of a stored column that holds the results of a query. */
public final class QueryColumnType {
    private static final int LONGEST_TEXT = 1048576;
    private static final Type TEXT = new Type.Text(Type.Text.Kind.VARCHAR, LONGEST_TEXT);
    private static final Type FLOATING = new Type.Decimal(Type.Decimal.Kind.DECIMAL128, 38, 9);

    private QueryColumnType() {}

    /**
     * The stored type. Texts get the maximum length, and a column that is always NULL becomes a text.
     *
     * @param decimals whether floating point numbers become decimals, as they do in a table
     */
    public static Type stored(Type type, boolean decimals) {
        if (type instanceof Type.Array array) {
            return new Type.Array(stored(array.element(), decimals));
        }
        if (type instanceof Type.Map map) {
            return new Type.Map(stored(map.key(), decimals), stored(map.value(), decimals));
        }
        if (type instanceof Type.Struct struct) {
            List<Type.Field> fields = struct.fields().stream()
                    .map(field -> new Type.Field(field.name(), stored(field.type(), decimals)))
                    .toList();
            return new Type.Struct(fields);
        }
        return switch (PrimitiveType.of(type)) {
            case CHAR, VARCHAR, NULL_TYPE -> TEXT;
            case FLOAT, DOUBLE -> decimals ? FLOATING : type;
            case VARBINARY -> new Type.Text(Type.Text.Kind.VARBINARY, Type.Text.UNSAID);
            default -> type;
        };
    }
}
