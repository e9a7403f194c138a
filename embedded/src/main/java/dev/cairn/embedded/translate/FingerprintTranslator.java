package dev.cairn.embedded.translate;

import dev.cairn.analysis.type.TypeConstants;
import dev.cairn.catalog.PrimitiveType;
import dev.cairn.catalog.TypeFormat;
import dev.cairn.embedded.translate.value.DuckDbExpression;
import dev.cairn.embedded.translate.value.MemoryHexEncoder;
import dev.cairn.embedded.translate.value.UnsupportedFeatureRefusals;
import dev.cairn.sql.ast.Expression;
import java.util.List;
import java.util.stream.Collectors;

/** Translates encode_fingerprint_sha256: the hash of the bytes of values, each preceded by a tag of its type. */
record FingerprintTranslator(ExpressionTranslator expressionTranslator) {
    private static final String NULL_TAG = "'00'";

    DuckDbExpression translate(Expression.Call call) {
        List<DuckDbExpression> values = expressionTranslator.translateAll(call.arguments());
        String hexSql = values.stream()
                .map(value -> value.type().equals(TypeConstants.NULL)
                        ? NULL_TAG
                        : "CASE WHEN " + value.sql() + " IS NULL THEN " + NULL_TAG + " ELSE "
                                + renderTaggedHex(value, call) + " END")
                .collect(Collectors.joining(" || "));
        return new DuckDbExpression("unhex(sha256(unhex(" + hexSql + ")))", TypeConstants.VARBINARY);
    }

    private static String renderTaggedHex(DuckDbExpression value, Expression.Call call) {
        PrimitiveType type = PrimitiveType.of(value.type());
        String hexSql = MemoryHexEncoder.render(type, value.sql());
        if (hexSql == null) {
            throw UnsupportedFeatureRefusals.createFunctionRefusal(
                    "encode_fingerprint_sha256 of " + TypeFormat.formatForMessages(value.type()), call.span());
        }
        return "'" + typeTag(type) + "' || " + hexSql;
    }

    /** Returns the tag of a type. Some types of the same size share a tag. */
    private static String typeTag(PrimitiveType type) {
        return switch (type) {
            case BOOLEAN, TINYINT -> "01";
            case SMALLINT -> "02";
            case INT, DECIMAL32 -> "03";
            case BIGINT, DECIMAL64 -> "04";
            case LARGEINT -> "05";
            case FLOAT -> "06";
            case DOUBLE -> "07";
            case DECIMAL128 -> "09";
            case DATE -> "0a";
            case DATETIME -> "0b";
            default -> "08";
        };
    }
}
