package dev.cairn.embedded.translate;

import dev.cairn.analysis.type.TypeConstants;
import dev.cairn.catalog.PrimitiveType;
import dev.cairn.catalog.TypeFormat;
import dev.cairn.embedded.translate.value.BackendIntegerRenderer;
import dev.cairn.embedded.translate.value.DuckDbExpression;
import dev.cairn.embedded.translate.value.UnsupportedFeatureRefusals;
import dev.cairn.sql.ast.Expression;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;

/**
 * Translates encode_sort_key: the bytes of values, which sort like the values. A tag before each value indicates
 * whether the value is NULL.
 */
record EncodeSortKeyTranslator(ExpressionTranslator expressionTranslator) {
    private static final String SEPARATOR = " || '00' || ";

    DuckDbExpression translate(Expression.Call call) {
        List<DuckDbExpression> values = expressionTranslator.translateAll(call.arguments());
        List<String> encodedValueSqls = new ArrayList<>();
        for (int i = 0; i < values.size(); i++) {
            DuckDbExpression value = values.get(i);
            boolean isLast = i == values.size() - 1;
            encodedValueSqls.add(
                    value.type().equals(TypeConstants.NULL)
                            ? "'00'"
                            : "CASE WHEN " + value.sql() + " IS NULL THEN '00' ELSE '01' || "
                                    + renderHexDigits(value, isLast, call) + " END");
        }
        return new DuckDbExpression("unhex(" + String.join(SEPARATOR, encodedValueSqls) + ")", TypeConstants.VARBINARY);
    }

    /** Returns the hexadecimal digits of a value that is not NULL. */
    private static String renderHexDigits(DuckDbExpression value, boolean isLast, Expression.Call call) {
        String sql = value.sql();
        PrimitiveType primitiveType = PrimitiveType.of(value.type());
        return switch (primitiveType) {
            case BOOLEAN -> "CASE WHEN " + sql + " THEN '01' ELSE '00' END";
            case TINYINT -> renderIntegerKey(sql, 1);
            case SMALLINT -> renderIntegerKey(sql, 2);
            case INT -> renderIntegerKey(sql, 4);
            case BIGINT -> renderIntegerKey(sql, 8);
            case DECIMAL32 -> renderIntegerKey(BackendIntegerRenderer.renderUnscaledValue(sql), 4);
            case DECIMAL64 -> renderIntegerKey(BackendIntegerRenderer.renderUnscaledValue(sql), 8);
            case FLOAT -> "sr_sort_key_of_float(" + sql + ")";
            case DOUBLE -> "sr_sort_key_of_double(" + sql + ")";
            case DATE -> renderIntegerKey(BackendIntegerRenderer.renderJulianDay(sql), 4);
            case DATETIME -> renderIntegerKey(BackendIntegerRenderer.renderPackedTimestamp(sql), 8);
            case CHAR, VARCHAR -> renderBytesKey("sr_hex_text(" + sql + ")", isLast);
            case VARBINARY -> renderBytesKey("hex(" + sql + ")", isLast);
            default ->
                throw UnsupportedFeatureRefusals.createFunctionRefusal(
                        "encode_sort_key of " + TypeFormat.formatForMessages(value.type()), call.span());
        };
    }

    /** Returns the hexadecimal digits of a number of the given size in bytes, with its sign bit flipped. */
    private static String renderIntegerKey(String sql, int byteCount) {
        BigInteger signBit = BigInteger.ONE.shiftLeft(Byte.SIZE * byteCount - 1);
        return "format('{:0" + 2 * byteCount + "x}', CAST(CAST(" + sql + " AS HUGEINT) + " + signBit + " AS UBIGINT))";
    }

    /**
     * Returns the hexadecimal digits of a text or binary value. They end with a terminator unless it is the last value.
     */
    private static String renderBytesKey(String hexSql, boolean isLast) {
        return isLast ? hexSql : "sr_sort_key_of_bytes(" + hexSql + ")";
    }
}
