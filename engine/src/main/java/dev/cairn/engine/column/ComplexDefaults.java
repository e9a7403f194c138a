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
import dev.cairn.sql.ast.Expression.NumberLiteral.Kind;
import dev.cairn.sql.ast.Operator;
import dev.cairn.sql.ast.Span;
import dev.cairn.sql.ast.Type;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.StringJoiner;
import java.util.regex.Pattern;

/**
 * Checks the defaults of ARRAY, MAP and STRUCT columns: nested literals such as {@code row(1, [2], map{'a': 3})}. The
 * server checks their structure, and converts their leaves only in part.
 */
final class ComplexDefaults {
    /** A number; a date is a text, too. */
    private static final Pattern NUMBER_PATTERN = Pattern.compile("[-+]?(\\d+(\\.\\d*)?|\\.\\d+)([eE][-+]?\\d+)?");

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

    /**
     * Returns a checked default as the server stores it. CREATE TABLE converts the numbers in arrays and maps, and texts
     * in place of numbers, to the type of the elements, but not those in the fields of a row.
     */
    static Expression convertNumbers(Expression expression, Type type) {
        if (expression instanceof Expression.ArrayLiteral arrayLiteral && type instanceof Type.Array arrayType) {
            return arrayLiteral.mapChildren(element -> convertNumbers(element, arrayType.element()));
        }
        if (expression instanceof Expression.MapLiteral mapLiteral && type instanceof Type.Map mapType) {
            return new Expression.MapLiteral(
                    mapLiteral.type(),
                    mapLiteral.entries().stream()
                            .map(entry -> new Expression.MapEntry(
                                    convertNumbers(entry.key(), mapType.key()),
                                    convertNumbers(entry.value(), mapType.value())))
                            .toList(),
                    mapLiteral.span());
        }
        if (expression instanceof Expression.Unary unary && unary.isSignedNumber()) {
            return unary.mapChildren(operand -> convertNumbers(operand, type));
        }
        if (expression instanceof Expression.NumberLiteral number) {
            return PrimitiveType.of(type).isDecimalV3()
                    ? number
                    : convertNumber(number.text(), type, number.span()).orElse(number);
        }
        return expression instanceof Expression.StringLiteral text
                        && NUMBER_PATTERN.matcher(text.value().strip()).matches()
                ? convertNumber(text.value().strip(), type, text.span()).orElse(text)
                : expression;
    }

    private static Optional<Expression> convertNumber(String numberText, Type type, Span span) {
        if (numberText.startsWith("-")) {
            return convertNumber(numberText.substring(1), type, span)
                    .map(number -> new Expression.Unary(Operator.MINUS, number, span));
        }
        return switch (PrimitiveType.of(type)) {
            case TINYINT, SMALLINT, INT, BIGINT, LARGEINT ->
                Optional.of(new Expression.NumberLiteral(
                        new BigDecimal(numberText).toBigInteger().toString(), Kind.INTEGER, span));
            case FLOAT, DOUBLE -> {
                String text = Double.toString(Double.parseDouble(numberText));
                yield Optional.of(
                        new Expression.NumberLiteral(text, text.contains("E") ? Kind.DOUBLE : Kind.DECIMAL, span));
            }
            case DECIMAL32, DECIMAL64, DECIMAL128, DECIMAL256 -> {
                BigDecimal value = new BigDecimal(numberText);
                int scale = Math.max(0, Math.min(value.scale(), ((Type.Decimal) type).scale()));
                String text = value.setScale(scale, RoundingMode.HALF_UP).toPlainString();
                yield Optional.of(new Expression.NumberLiteral(text, scale == 0 ? Kind.INTEGER : Kind.DECIMAL, span));
            }
            default -> Optional.empty();
        };
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
