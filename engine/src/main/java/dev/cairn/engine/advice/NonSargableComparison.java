package dev.cairn.engine.advice;

import dev.cairn.analysis.function.BuiltinFunctions;
import dev.cairn.analysis.function.CallRewrites;
import dev.cairn.analysis.function.ConstantExpressions;
import dev.cairn.analysis.function.FunctionTrait;
import dev.cairn.catalog.PrimitiveType;
import dev.cairn.sql.ast.Expression;
import dev.cairn.sql.ast.Operator;
import dev.cairn.sql.ast.Span;
import dev.cairn.sql.ast.Type;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * A comparison with a constant that hides a column from the server, which can then neither prune partitions nor search
 * the sort key by the column.
 *
 * <p>The server prunes by more than plain columns: see {@link FunctionTrait#RESTRICTS_PARTITIONS}. It also moves
 * additions and most casts to the other side.
 *
 * @param expression the expression around the column
 * @param replacement the same condition, written so that the server sees the column; null if no such condition is known
 */
record NonSargableComparison(
        Expression expression, @Nullable String replacement) {
    /**
     * Returns the comparison that hides a column in a condition; null if the server may see the column.
     *
     * @param columnType the type of the column
     * @param castsHideColumn whether a cast of the column hides it; the server evaluates casts of the values of LIST
     *     partitions
     * @param toSourceText returns the text of a part of the statement
     */
    static @Nullable NonSargableComparison findIn(
            Expression condition,
            Predicate<Expression> isColumn,
            Type columnType,
            boolean castsHideColumn,
            Function<Span, String> toSourceText) {
        Expression columnSide = findComparedSide(condition.unwrap(), isColumn);
        if (columnSide == null || !hidesColumn(columnSide, isColumn, columnType, castsHideColumn)) {
            return null;
        }
        return new NonSargableComparison(
                columnSide, renderReplacement(condition.unwrap(), columnSide, isColumn, columnType, toSourceText));
    }

    /**
     * Returns the side with the column; null if the other side is not constant, or if the server would not even search
     * for a plain column.
     */
    private static @Nullable Expression findComparedSide(Expression condition, Predicate<Expression> isColumn) {
        if (condition instanceof Expression.Binary binary
                && binary.operator().isComparison()
                && binary.operator().canonicalOperator() != Operator.NOT_EQUAL) {
            if (binary.left().contains(isColumn)) {
                return unwrapIfComparedToConstants(binary.left(), List.of(binary.right()));
            }
            return unwrapIfComparedToConstants(binary.right(), List.of(binary.left()));
        }
        if (condition instanceof Expression.In inPredicate && !inPredicate.isNegated()) {
            return unwrapIfComparedToConstants(inPredicate.value(), inPredicate.candidates());
        }
        if (condition instanceof Expression.Between between && !between.isNegated()) {
            return unwrapIfComparedToConstants(between.value(), List.of(between.lowerBound(), between.upperBound()));
        }
        return condition instanceof Expression.Like likePredicate && !likePredicate.isNegated()
                ? unwrapIfComparedToConstants(likePredicate.value(), List.of(likePredicate.pattern()))
                : null;
    }

    private static @Nullable Expression unwrapIfComparedToConstants(Expression value, List<Expression> otherOperands) {
        return otherOperands.stream().allMatch(ConstantExpressions::isConstant) ? value.unwrap() : null;
    }

    /** Returns whether an operation inside the expression, around the column, hides the column. */
    private static boolean hidesColumn(
            Expression expression, Predicate<Expression> isColumn, Type columnType, boolean castsHideColumn) {
        if (isColumn.test(expression) || !expression.contains(isColumn)) {
            return false;
        }
        if (expression instanceof Expression.Cast cast) {
            if (castsHideColumn && isColumn.test(cast.value().unwrap()) && hidesCastValue(columnType, cast.type())) {
                return true;
            }
        } else if (hidesOperands(expression)) {
            return true;
        }
        return expression.children().stream()
                .anyMatch(subexpression -> hidesColumn(subexpression.unwrap(), isColumn, columnType, castsHideColumn));
    }

    /**
     * Returns whether a call hides a column in its arguments. {@code date_format} also hides it if the
     * format is a literal that does not begin with the year, because the texts then do not sort like the dates.
     */
    private static boolean hidesArguments(Expression.Call call) {
        String functionName = CallRewrites.lowerCaseName(call);
        boolean isUnorderedFormat = functionName.equals("date_format")
                && call.arguments().size() == 2
                && call.arguments().get(1).unwrap() instanceof Expression.StringLiteral format
                && !format.value().startsWith("%Y");
        return hidesArgumentsByName(functionName) || isUnorderedFormat;
    }

    /**
     * Returns whether a function hides the column. A user-defined function may be inlined, and then it does not hide
     * the column.
     */
    private static boolean hidesArgumentsByName(String functionName) {
        return BuiltinFunctions.contains(functionName)
                && !BuiltinFunctions.entry(functionName).hasTrait(FunctionTrait.RESTRICTS_PARTITIONS);
    }

    /**
     * Returns whether an operation hides the column. The server moves an added or subtracted number, and the divisor of
     * {@code /}, to the other side, but no operand of another operator.
     */
    private static boolean hidesOperands(Expression expression) {
        if (expression instanceof Expression.Call call) {
            return hidesArguments(call);
        }
        if (expression instanceof Expression.Extract extract) {
            return hidesArgumentsByName(extract.field().text().toLowerCase(Locale.ROOT));
        }
        if (expression instanceof Expression.Unary unary) {
            return unary.operator() == Operator.MINUS || unary.operator() == Operator.BIT_NOT;
        }
        return expression instanceof Expression.Binary binary
                && switch (binary.operator().canonicalOperator()) {
                    case TIMES,
                            MODULO,
                            INT_DIVIDE,
                            BIT_AND,
                            BIT_OR,
                            BIT_XOR,
                            SHIFT_LEFT,
                            SHIFT_RIGHT,
                            SHIFT_RIGHT_LOGICAL -> true;
                    default -> false;
                };
    }

    /** Returns whether a cast from one type to the other hides the column that is cast. */
    private static boolean hidesCastValue(Type sourceType, Type targetType) {
        PrimitiveType sourcePrimitive = PrimitiveType.of(sourceType);
        PrimitiveType targetPrimitive = PrimitiveType.of(targetType);
        if (sourcePrimitive.isDateOrDatetime()) {
            return targetPrimitive.isCharacterType() || targetPrimitive.isInteger();
        }
        if (sourcePrimitive.isCharacterType()) {
            return targetPrimitive.isNumeric() || targetPrimitive.isDateOrDatetime();
        }
        return sourcePrimitive.isInteger() && (targetPrimitive.isCharacterType() || targetPrimitive.isDecimal());
    }

    /** Returns the same condition, written so that the server sees the column; null if no such condition is known. */
    private static @Nullable String renderReplacement(
            Expression condition,
            Expression columnSide,
            Predicate<Expression> isColumn,
            Type columnType,
            Function<Span, String> toSourceText) {
        if (!(condition instanceof Expression.Binary binary)) {
            return null;
        }
        boolean isColumnRight = binary.right().contains(isColumn);
        String otherSideText = toSourceText.apply((isColumnRight ? binary.left() : binary.right()).span());
        String operandText = renderReplacementOperand(columnSide, binary, columnType, toSourceText);
        if (operandText == null) {
            return null;
        }
        String operator = binary.operator().text();
        return isColumnRight
                ? otherSideText + " " + operator + " " + operandText
                : operandText + " " + operator + " " + otherSideText;
    }

    /** Returns the expression to compare instead; null if that would require a change of the other side, too. */
    private static @Nullable String renderReplacementOperand(
            Expression columnSide, Expression.Binary condition, Type columnType, Function<Span, String> toSourceText) {
        if (columnSide instanceof Expression.Call call
                && CallRewrites.lowerCaseName(call).equals("date")
                && call.arguments().size() == 1
                && call.arguments().get(0).unwrap() instanceof Expression.Reference) {
            String columnText = toSourceText.apply(call.arguments().get(0).span());
            return PrimitiveType.of(columnType) == PrimitiveType.DATE ? columnText : "CAST(" + columnText + " AS DATE)";
        }
        boolean comparesQuotedText =
                isQuotedText(condition.left(), toSourceText) || isQuotedText(condition.right(), toSourceText);
        return columnSide instanceof Expression.Cast cast
                        && PrimitiveType.of(columnType) == PrimitiveType.DATE
                        && PrimitiveType.of(cast.type()).isCharacterType()
                        && condition.operator() == Operator.EQUAL
                        && comparesQuotedText
                ? toSourceText.apply(cast.value().span())
                : null;
    }

    /** Returns whether an expression is written as a string literal, and is not a parameter. */
    private static boolean isQuotedText(Expression expression, Function<Span, String> toSourceText) {
        return expression.unwrap() instanceof Expression.StringLiteral literal
                && toSourceText.apply(literal.span()).equals(literal.quote() + literal.value() + literal.quote());
    }
}
