package dev.cairn.embedded.query;

import dev.cairn.catalog.PrimitiveType;
import dev.cairn.embedded.protocol.ResultColumnType;
import dev.cairn.sql.ast.Type;

/** Maps StarRocks types to the column types of the MySQL protocol. */
public final class ResultColumnTypeMapping {
    private static final int UNSPECIFIED_LENGTH = 64;
    private static final int HLL_LENGTH = 16385;

    private ResultColumnTypeMapping() {}

    /** Returns the column type with which the server announces values of a type. */
    public static ResultColumnType toResultColumnType(Type type) {
        if (type instanceof Type.Text text) {
            int length = text.length() == Type.Text.UNSPECIFIED_LENGTH ? UNSPECIFIED_LENGTH : text.length();
            return switch (text.kind()) {
                case CHAR -> ResultColumnType.character(length);
                case VARCHAR -> ResultColumnType.varchar(length);
                case VARBINARY -> ResultColumnType.varbinary(length);
            };
        }
        if (type instanceof Type.Decimal decimal) {
            return ResultColumnType.decimal(decimal.precision(), decimal.scale());
        }
        return switch (PrimitiveType.of(type)) {
            case BOOLEAN -> ResultColumnType.BOOLEAN;
            case TINYINT -> ResultColumnType.TINYINT;
            case SMALLINT -> ResultColumnType.SMALLINT;
            case INT -> ResultColumnType.INT;
            case BIGINT -> ResultColumnType.BIGINT;
            case LARGEINT -> ResultColumnType.LARGEINT;
            case FLOAT -> ResultColumnType.FLOAT;
            case DOUBLE -> ResultColumnType.DOUBLE;
            case DATE -> ResultColumnType.DATE;
            case DATETIME -> ResultColumnType.DATETIME;
            case TIME -> ResultColumnType.TIME;
            case JSON, VARIANT -> ResultColumnType.JSON;
            case BITMAP -> ResultColumnType.character(UNSPECIFIED_LENGTH);
            case HLL -> ResultColumnType.character(HLL_LENGTH);
            case NULL_TYPE -> ResultColumnType.NULL;
            default -> ResultColumnType.NESTED;
        };
    }
}
