package dev.cairn.engine.column;

import dev.cairn.analysis.expression.ExpressionRule;
import dev.cairn.analysis.function.CallRewrites;
import dev.cairn.analysis.type.ExpressionType;
import dev.cairn.catalog.PrimitiveType;
import dev.cairn.catalog.TypeFormat;
import dev.cairn.engine.expression.ExpressionNormalizer;
import dev.cairn.engine.value.InvalidValueException;
import dev.cairn.engine.value.LiteralValueParser;
import dev.cairn.profile.ServerProfile.Version;
import dev.cairn.refusal.CommonRule;
import dev.cairn.refusal.ServerError;
import dev.cairn.sql.Sql;
import dev.cairn.sql.ast.Expression;
import dev.cairn.sql.ast.Type;
import java.util.List;
import java.util.Objects;
import java.util.StringJoiner;

/**
 * Checks the defaults of ARRAY, MAP and STRUCT columns: nested literals such as {@code row(1, [2], map{'a': 3})}. The
 * server checks their structure, and converts their leaves only in part.
 */
final class ComplexDefaults {
    private ComplexDefaults() {}

    static boolean isComplexDefault(Expression expression) {
        return expression instanceof Expression.ArrayLiteral
                || expression instanceof Expression.MapLiteral
                || isRow(expression);
    }

    /**
     * Checks the default of a column with a nested type.
     *
     * @throws InvalidValueException if the server does not accept the expression as a default of the type
     */
    static void check(Expression expression, Type type) throws InvalidValueException {
        requireNestedLiteral(expression);
        if (!hasStructureOf(expression, type)) {
            throw new InvalidValueException(
                    ExpressionRule.CANNOT_CAST,
                    Sql.render(expression),
                    renderTypeName(expression),
                    TypeFormat.formatForMessages(type));
        }
        requireConvertibleTexts(expression, type);
    }

    /**
     * Requires that string literals in place of numbers are numbers. CREATE TABLE converts the elements of arrays and
     * maps, but not the fields of a row.
     */
    private static void requireConvertibleTexts(Expression expression, Type type) throws InvalidValueException {
        if (expression instanceof Expression.ParenthesizedExpression parenthesized) {
            requireConvertibleTexts(parenthesized.expression(), type);
        } else if (expression instanceof Expression.ArrayLiteral arrayLiteral && type instanceof Type.Array arrayType) {
            for (Expression element : arrayLiteral.elements()) {
                requireConvertibleTexts(element, arrayType.element());
            }
        } else if (expression instanceof Expression.MapLiteral mapLiteral && type instanceof Type.Map mapType) {
            for (Expression.MapEntry entry : mapLiteral.entries()) {
                requireConvertibleTexts(entry.key(), mapType.key());
                requireConvertibleTexts(entry.value(), mapType.value());
            }
        } else if (expression instanceof Expression.StringLiteral text) {
            requireConvertibleText(text.value(), type);
        }
    }

    private static void requireConvertibleText(String text, Type type) throws InvalidValueException {
        switch (PrimitiveType.of(type)) {
            case TINYINT, SMALLINT, INT, BIGINT -> LiteralValueParser.parseInteger(text, type);
            case LARGEINT -> LiteralValueParser.parseLargeInteger(text);
            case FLOAT, DOUBLE -> requireFloatingPointNumber(text);
            case DECIMALV2, DECIMAL32, DECIMAL64, DECIMAL128, DECIMAL256 -> LiteralValueParser.parseDecimal(text);
            default -> {} // converted when a row is written
        }
    }

    private static void requireFloatingPointNumber(String text) throws InvalidValueException {
        try {
            Double.parseDouble(text);
        } catch (NumberFormatException failure) {
            throw new InvalidValueException(ServerError.NOT_A_NUMBER, text);
        }
        LiteralValueParser.requireFiniteDouble(text);
    }

    /** Returns the name of the type of nested literals before casts; such defaults exist since 4.0. */
    private static String renderTypeName(Expression expression) {
        if (expression instanceof Expression.ArrayLiteral arrayLiteral) {
            return "ARRAY<" + renderElementTypeName(arrayLiteral.elements()) + ">";
        }
        if (expression instanceof Expression.MapLiteral mapLiteral) {
            List<Expression> keysAndValues = mapLiteral.children();
            return "MAP<" + renderElementTypeName(keysAndValues) + ","
                    + renderElementTypeName(
                            keysAndValues.isEmpty() ? keysAndValues : keysAndValues.subList(1, keysAndValues.size()))
                    + ">";
        }
        if (expression instanceof Expression.Call row) {
            StringJoiner fields = new StringJoiner(", ", "struct<", ">");
            for (int i = 0; i < row.arguments().size(); i++) {
                fields.add(
                        "col" + (i + 1) + " " + renderTypeName(row.arguments().get(i)));
            }
            return fields.toString();
        }
        if (expression instanceof Expression.ParenthesizedExpression || expression instanceof Expression.Unary) {
            return renderTypeName(expression.children().get(0));
        }
        ExpressionType literalType = Objects.requireNonNull(ExpressionType.ofLiteral(expression, Version.V4_0));
        return TypeFormat.formatForMessages(Objects.requireNonNull(literalType.type()));
    }

    private static String renderElementTypeName(List<Expression> elements) {
        return elements.isEmpty() ? "BOOLEAN" : renderTypeName(elements.get(0));
    }

    private static boolean isRow(Expression expression) {
        return expression instanceof Expression.Call call
                && call.function().lastPart().equalsIgnoreCase("row");
    }

    private static void requireNestedLiteral(Expression expression) throws InvalidValueException {
        if (expression instanceof Expression.ParenthesizedExpression parenthesized) {
            requireNestedLiteral(parenthesized.expression());
        } else if (expression instanceof Expression.NullLiteral) {
            throw new InvalidValueException(CommonRule.UNSUPPORTED, "A default of an ARRAY, a MAP or a STRUCT", "NULL");
        } else if (expression instanceof Expression.ArrayLiteral arrayLiteral) {
            requireNestedLiterals(arrayLiteral.elements());
        } else if (expression instanceof Expression.MapLiteral mapLiteral) {
            for (Expression.MapEntry entry : mapLiteral.entries()) {
                requireNestedLiteral(entry.key());
                requireNestedLiteral(entry.value());
            }
        } else if (expression instanceof Expression.Call call) {
            if (!isRow(call)) {
                throw new InvalidValueException(
                        CommonRule.UNSUPPORTED,
                        "A default of an ARRAY, a MAP or a STRUCT",
                        "the function " + CallRewrites.lowerCaseName(call));
            }
            requireNestedLiterals(call.arguments());
        } else if (!ExpressionNormalizer.isLiteral(expression)) {
            throw new InvalidValueException(
                    CommonRule.UNSUPPORTED, "A default of an ARRAY, a MAP or a STRUCT", Sql.render(expression));
        }
    }

    private static void requireNestedLiterals(List<Expression> expressions) throws InvalidValueException {
        for (Expression expression : expressions) {
            requireNestedLiteral(expression);
        }
    }

    /**
     * Returns whether the expression has the structure of the type; at this point the server allows any literal for any
     * scalar type.
     */
    private static boolean hasStructureOf(Expression expression, Type type) {
        if (expression instanceof Expression.ParenthesizedExpression parenthesized) {
            return hasStructureOf(parenthesized.expression(), type);
        }
        if (expression instanceof Expression.ArrayLiteral arrayLiteral) {
            return type instanceof Type.Array arrayType
                    && arrayLiteral.elements().stream()
                            .allMatch(element -> hasStructureOf(element, arrayType.element()));
        }
        if (expression instanceof Expression.MapLiteral mapLiteral) {
            return type instanceof Type.Map mapType
                    && mapLiteral.entries().stream()
                            .allMatch(entry -> hasStructureOf(entry.key(), mapType.key())
                                    && hasStructureOf(entry.value(), mapType.value()));
        }
        if (expression instanceof Expression.Call call) {
            return type instanceof Type.Struct structType && haveStructureOf(call.arguments(), structType.fields());
        }
        if (expression instanceof Expression.StringLiteral && type instanceof Type.Array) {
            return true; // a string can be cast to an array, but not to another nested type
        }
        return !type.isNested();
    }

    private static boolean haveStructureOf(List<Expression> values, List<Type.Field> fields) {
        if (values.size() != fields.size()) {
            return false;
        }
        for (int i = 0; i < values.size(); i++) {
            if (!hasStructureOf(values.get(i), fields.get(i).type())) {
                return false;
            }
        }
        return true;
    }
}
