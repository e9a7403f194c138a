package dev.cairn.embedded.translate;

import dev.cairn.analysis.type.TypeConstants;
import dev.cairn.catalog.PrimitiveType;
import dev.cairn.catalog.TypeFormat;
import dev.cairn.embedded.translate.value.DuckDbExpression;
import dev.cairn.embedded.translate.value.MemoryHexEncoder;
import dev.cairn.embedded.translate.value.UnsupportedFeatureRefusals;
import dev.cairn.sql.ast.Expression;
import dev.cairn.sql.ast.Type;

/** Translates crc32_hash: the checksum of the number of elements of an array and of their bytes. */
record ArrayChecksumTranslator(ExpressionTranslator expressionTranslator) {
    private static final int BYTES_OF_LENGTH = 8;
    private static final String DIGITS_OF_NULL = "00000000";

    DuckDbExpression translate(Expression.Call call) {
        DuckDbExpression arrayValue =
                expressionTranslator.translate(call.arguments().get(0));
        return new DuckDbExpression(
                "CASE WHEN " + arrayValue.sql() + " IS NOT NULL THEN sr_crc32(sr_unhex("
                        + renderDigits(arrayValue.sql(), arrayValue.type(), call, 0) + ")) END",
                TypeConstants.BIGINT);
    }

    /**
     * Returns SQL for the hexadecimal digits of a value that is not NULL. The depth makes the parameters of nested
     * lambdas distinct.
     */
    private static String renderDigits(String sql, Type type, Expression.Call call, int depth) {
        if (type instanceof Type.Array array) {
            String elementName = "e" + depth;
            return MemoryHexEncoder.renderNumber("len(" + sql + ")", BYTES_OF_LENGTH)
                    + " || sr_joined_texts(list_transform("
                    + sql + ", lambda " + elementName + ": CASE WHEN " + elementName + " IS NULL THEN '"
                    + DIGITS_OF_NULL
                    + "' ELSE " + renderDigits(elementName, array.element(), call, depth + 1) + " END), '')";
        }
        if (type.equals(TypeConstants.NULL)) {
            return "'" + DIGITS_OF_NULL + "'";
        }
        PrimitiveType primitiveType = PrimitiveType.of(type);
        String digitsSql = primitiveType == PrimitiveType.DATE || primitiveType == PrimitiveType.DATETIME
                ? "sr_hex_text("
                        + new DuckDbExpression(sql, type)
                                .castTo(TypeConstants.VARCHAR)
                                .sql() + ")"
                : MemoryHexEncoder.render(primitiveType, sql);
        if (digitsSql == null) {
            throw UnsupportedFeatureRefusals.createFunctionRefusal(
                    "crc32_hash of " + TypeFormat.formatForMessages(type), call.span());
        }
        return digitsSql;
    }
}
