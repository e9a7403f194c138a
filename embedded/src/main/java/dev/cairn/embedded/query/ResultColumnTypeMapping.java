package dev.cairn.embedded.query;

import dev.cairn.analysis.type.TypeConstants;
import dev.cairn.catalog.PrimitiveType;
import dev.cairn.embedded.protocol.ResultColumnType;
import dev.cairn.sql.ast.Type;

/** Maps StarRocks types to the column types of the MySQL protocol. */
public final class ResultColumnTypeMapping {
    /** The length that a frontend announces for texts of unspecified length. */
    private static final int UNSPECIFIED_LENGTH = 64;
    /** The length that a frontend announces for HLL. */
    private static final int HLL_LENGTH = 16385;

    private ResultColumnTypeMapping() {}

    /**
     * Returns the column type with which a frontend announces the calculated values of a type: NULL is a BOOLEAN, and a
     * CHAR is a VARCHAR of unknown length.
     */
    public static ResultColumnType toCalculatedColumnType(Type type) {
        if (type.equals(TypeConstants.NULL)) {
            return ResultColumnType.BOOLEAN;
        }
        return type instanceof Type.Text text && text.kind() == Type.Text.Kind.CHAR
                ? ResultColumnType.varchar(UNSPECIFIED_LENGTH)
                : toResultColumnType(type);
    }

    /** Returns the column type with which a frontend announces stored values of a type. */
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
            case JSON -> ResultColumnType.JSON;
            case VARIANT, PERCENTILE, NULL_TYPE -> ResultColumnType.OTHER;
            case BITMAP -> ResultColumnType.character(UNSPECIFIED_LENGTH);
            case HLL -> ResultColumnType.character(HLL_LENGTH);
            default -> ResultColumnType.NESTED;
        };
    }
}
