package dev.cairn.embedded.rows;

import dev.cairn.catalog.Primitive;
import dev.cairn.embedded.protocol.ColumnType;
import dev.cairn.sql.ast.Type;

/** Types as the protocol says them. */
public final class WireType {
    private static final int LENGTH_OF_UNKNOWN = 64;
    private static final int LENGTH_OF_HLL = 16385;

    private WireType() {}

    public static ColumnType of(Type type) {
        if (type instanceof Type.Text text) {
            int length = text.length() == Type.Text.UNSAID ? LENGTH_OF_UNKNOWN : text.length();
            return switch (text.kind()) {
                case CHAR -> ColumnType.text(length);
                case VARCHAR -> ColumnType.varchar(length);
                case VARBINARY -> ColumnType.varbinary(length);
            };
        }
        if (type instanceof Type.Decimal decimal) {
            return ColumnType.decimal(decimal.precision(), decimal.scale());
        }
        return switch (Primitive.of(type)) {
            case BOOLEAN -> ColumnType.BOOLEAN;
            case TINYINT -> ColumnType.TINYINT;
            case SMALLINT -> ColumnType.SMALLINT;
            case INT -> ColumnType.INT;
            case BIGINT -> ColumnType.BIGINT;
            case LARGEINT -> ColumnType.LARGEINT;
            case FLOAT -> ColumnType.FLOAT;
            case DOUBLE -> ColumnType.DOUBLE;
            case DATE -> ColumnType.DATE;
            case DATETIME -> ColumnType.DATETIME;
            case TIME -> ColumnType.TIME;
            case JSON -> ColumnType.JSON;
            case BITMAP -> ColumnType.text(LENGTH_OF_UNKNOWN);
            case HLL -> ColumnType.text(LENGTH_OF_HLL);
            default -> ColumnType.NESTED;
        };
    }
}
