package dev.cairn.processor.check;

import dev.cairn.catalog.PrimitiveType;
import dev.cairn.processor.check.refusal.CheckedTable;
import dev.cairn.processor.model.JavaType;
import dev.cairn.sql.ast.Type;

/** Suggests a Java type for the values of an SQL type, as it is written in the source. */
public final class JavaTypeSuggestion {
    private JavaTypeSuggestion() {}

    /**
     * Suggests a type with annotations for the length of a text and the precision of a decimal. For a nested type,
     * returns the SQL type itself.
     */
    static String suggestWithSize(Type sqlType) {
        if (sqlType instanceof Type.Text textType) {
            return switch (textType.kind()) {
                case CHAR -> "@Char(" + textType.length() + ") String";
                case VARCHAR -> "@Varchar(" + textType.length() + ") String";
                case VARBINARY -> "@Varbinary(" + textType.length() + ") byte[]";
            };
        }
        boolean isFlat = sqlType instanceof Type.Decimal || sqlType instanceof Type.Scalar;
        return isFlat ? suggestWithPrecision(sqlType) : CheckedTable.formatType(sqlType);
    }

    /** Suggests a type with an annotation for the precision of a decimal. */
    public static String suggestWithPrecision(Type sqlType) {
        return sqlType instanceof Type.Decimal decimalType
                ? "@Decimal(precision = " + decimalType.precision() + ", scale = " + decimalType.scale()
                        + ") BigDecimal"
                : suggestWithoutAnnotations(sqlType);
    }

    /** Suggests a type without annotations. */
    public static String suggestWithoutAnnotations(Type sqlType) {
        if (sqlType instanceof Type.Decimal) {
            return "BigDecimal";
        }
        if (sqlType instanceof Type.Array) {
            return "List";
        }
        if (sqlType instanceof Type.Map) {
            return "Map";
        }
        if (PrimitiveType.of(sqlType) == PrimitiveType.INVALID_TYPE) { // a STRUCT
            return "a nested record";
        }
        if (sqlType instanceof Type.Text textType) {
            return textType.kind() == Type.Text.Kind.VARBINARY ? "byte[]" : "String";
        }
        return sqlType instanceof Type.Scalar scalarType
                ? JavaType.of(scalarType.kind(), true).text()
                : "String";
    }

    /** Describes the remedy for a component that can't hold the values of a column of the query. */
    public static String describeRemedy(String suggestedType) {
        return "change the type to " + suggestedType + ", or CAST in the query";
    }
}
