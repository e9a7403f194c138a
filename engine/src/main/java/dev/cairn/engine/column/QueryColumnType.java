package dev.cairn.engine.column;

import dev.cairn.catalog.PrimitiveType;
import dev.cairn.sql.ast.Type;

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
        return switch (PrimitiveType.of(type)) {
            case CHAR, VARCHAR, NULL_TYPE -> TEXT;
            case FLOAT, DOUBLE -> decimals ? FLOATING : type;
            case VARBINARY -> new Type.Text(Type.Text.Kind.VARBINARY, Type.Text.UNSAID);
            default -> type.mapParts(part -> stored(part, decimals));
        };
    }
}
