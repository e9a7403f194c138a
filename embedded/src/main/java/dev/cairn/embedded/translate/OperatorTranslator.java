package dev.cairn.embedded.translate;

import dev.cairn.analysis.type.TypeConstants;
import dev.cairn.catalog.PrimitiveType;
import dev.cairn.embedded.session.SqlMode;
import dev.cairn.embedded.translate.value.DuckDbExpression;
import dev.cairn.embedded.translate.value.NestedValueTranslator;
import dev.cairn.sql.ast.Expression;
import dev.cairn.sql.ast.Operator;
import dev.cairn.sql.ast.Type;

/** Translates unary and binary operators, and casts. */
record OperatorTranslator(ExpressionTranslator expressionTranslator) {
    DuckDbExpression translateUnary(Expression.Unary unary) {
        return switch (unary.operator().canonicalOperator()) {
            case NOT ->
                new DuckDbExpression(
                        new ConditionTranslator(expressionTranslator).translateNegation(unary.operand()),
                        TypeConstants.BOOLEAN);
            case BIT_NOT ->
                new DuckDbExpression(
                        "(~" + expressionTranslator.translateAs(unary.operand(), TypeConstants.BIGINT) + ")",
                        TypeConstants.BIGINT);
            case MINUS -> new ArithmeticTranslator(expressionTranslator).translateMinus(unary);
            default -> expressionTranslator.translate(unary.operand());
        };
    }

    DuckDbExpression translateBinary(Expression.Binary binary) {
        Operator operator = binary.operator().canonicalOperator();
        return switch (operator) {
            case AND, OR, EQUAL, NULL_SAFE_EQUAL, NOT_EQUAL, LESS, LESS_OR_EQUAL, GREATER, GREATER_OR_EQUAL ->
                new DuckDbExpression(
                        new ConditionTranslator(expressionTranslator).translate(operator, binary),
                        TypeConstants.BOOLEAN);
            default -> new ArithmeticTranslator(expressionTranslator).translateBinary(binary, operator);
        };
    }

    /** Translates a cast. A value that can't be converted becomes NULL, unless the session chooses an error. */
    DuckDbExpression translateCast(Expression.Cast writtenCast) {
        DuckDbExpression value = expressionTranslator.translate(writtenCast.value());
        Type type = expressionTranslator.requireType(writtenCast);
        boolean isConstantText = PrimitiveType.of(value.type()).isCharacterType()
                && value.castChain() == null
                && expressionTranslator.frontendConstants().isCalculated(writtenCast.value());
        DuckDbExpression cast =
                (isConstantText ? DuckDbExpression.ofFolded(value.sql(), value.type()) : value).castTo(type);
        if (isDocumentWithoutNulls(writtenCast.value(), value.type()) && NestedValueTranslator.hasEmptyValue(type)) {
            return new DuckDbExpression(
                    "CASE WHEN " + value.sql() + " IS NOT NULL THEN coalesce(" + cast.sql() + ", "
                            + NestedValueTranslator.renderEmptyValue(type) + ") END",
                    type);
        }
        // Backends convert decimals by functions that read another mode.
        boolean involvesDecimal = value.type() instanceof Type.Decimal || type instanceof Type.Decimal;
        if (value.type().isNested()
                || type.isNested()
                || involvesDecimal
                || !expressionTranslator.context().hasSqlMode(SqlMode.ALLOW_THROW_EXCEPTION)) {
            return cast;
        }
        PrimitiveType sourcePrimitive = PrimitiveType.of(value.type());
        String printedText = sourcePrimitive == PrimitiveType.VARIANT
                ? "coalesce(sr_variant_json(" + value.sql() + "), '')"
                : "CAST(" + value.sql() + " AS VARCHAR)";
        String refusalCall = "sr_refuse('cast from " + sourcePrimitive + "(' || " + printedText + " || ') to "
                + PrimitiveType.of(type) + " failed')";
        return new DuckDbExpression(
                "CASE WHEN " + value.sql() + " IS NOT NULL AND " + cast.sql() + " IS NULL THEN " + refusalCall
                        + " ELSE " + cast.sql() + " END",
                type);
    }

    /**
     * Returns whether a JSON document or a VARIANT comes from a backend's column without marks for NULL: it is a
     * constant, or the column of a table that is NOT NULL. A cast of such a column has no marks either.
     */
    private boolean isDocumentWithoutNulls(Expression document, Type documentType) {
        PrimitiveType primitiveType = PrimitiveType.of(documentType);
        if (primitiveType != PrimitiveType.JSON && primitiveType != PrimitiveType.VARIANT) {
            return false;
        }
        return expressionTranslator.isConstant(document)
                || (document.unwrap() instanceof Expression.Reference
                        && !expressionTranslator
                                .determineExpressionType(document)
                                .isNullable());
    }
}
