package dev.cairn.engine.advice;

import dev.cairn.analysis.source.Bindings;
import dev.cairn.analysis.source.RelationField;
import dev.cairn.analysis.type.ExpressionType;
import dev.cairn.analysis.type.NullCause;
import dev.cairn.catalog.Column;
import dev.cairn.catalog.PrimitiveType;
import dev.cairn.catalog.TypeFormat;
import dev.cairn.engine.value.InvalidValueException;
import dev.cairn.engine.value.LiteralValueParser;
import dev.cairn.sql.ast.Expression;
import dev.cairn.sql.ast.Operator;
import dev.cairn.sql.ast.Query.SelectItem;
import dev.cairn.sql.ast.Span;
import dev.cairn.sql.ast.Type;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Finds literals that the server accepts, although they are not values of the column or type with which they are used:
 * the server compares a column with such a literal without any error, and finds no row. Also finds comparisons that
 * NULL makes useless, and joins of a text with a number.
 */
final class LiteralWarningVisitor extends WarningVisitor {
    LiteralWarningVisitor(Bindings bindings, Function<Span, String> sourceText) {
        super(bindings, sourceText);
    }

    @Override
    public void visitExpression(Expression expression) {
        Column assignedColumn = bindings.findAssignedColumn(expression);
        if (assignedColumn != null) {
            checkStoredValue(assignedColumn.name(), assignedColumn.type(), expression);
        }
        if (expression instanceof Expression.Binary binary) {
            checkComparison(binary);
        } else if (expression instanceof Expression.In inPredicate) {
            inPredicate.candidates().forEach(candidate -> checkEquality(inPredicate.value(), candidate));
            checkNullCandidates(inPredicate);
        } else if (expression instanceof Expression.Between between) {
            checkComparedText(between.value(), between.lowerBound());
            checkComparedText(between.value(), between.upperBound());
            if (isNull(between.lowerBound()) || isNull(between.upperBound())) {
                addNullWarning(between);
            }
        } else if (expression instanceof Expression.Case caseExpression && caseExpression.operand() != null) {
            caseExpression.branches().forEach(branch -> checkWhen(caseExpression.operand(), branch.condition()));
        } else if (expression instanceof Expression.InSubquery inPredicate && inPredicate.isNegated()) {
            checkNotIn(inPredicate);
        } else if (expression instanceof Expression.Unary unary
                && unary.operator().canonicalOperator() == Operator.NOT
                && unary.operand().unwrap() instanceof Expression.InSubquery inPredicate
                && !inPredicate.isNegated()) {
            checkNotIn(inPredicate);
        } else if (expression instanceof Expression.Cast cast
                && cast.value().unwrap() instanceof Expression.StringLiteral literal) {
            checkForm(sourceTextAt(cast.span()), cast.type(), literal);
        } else if (expression instanceof Expression.StringLiteral literal) {
            checkArgument(literal);
        }
    }

    /**
     * Checks each literal that an expression may pass on to a column.
     *
     * @param target the column, or the part of it, that stores the value, as the subject of a sentence
     */
    private void checkStoredValue(String target, Type type, Expression expression) {
        for (ValuePropagation.PropagatedValue propagatedValue :
                new ValuePropagation(bindings).findPropagatedValues(expression)) {
            if (propagatedValue.expression() != null) {
                checkPropagatedValue(target, type, propagatedValue.expression());
            }
        }
    }

    private void checkPropagatedValue(String target, Type type, Expression value) {
        Expression bareExpression = value.unwrap();
        BigDecimal number = NumberRangeCheck.findNumber(bareExpression);
        if (bareExpression instanceof Expression.StringLiteral literal) {
            checkLiteral(target, type, literal);
        } else if (number != null && number.scale() >= 0) {
            warnIfTooLong(target, type, value, number.toPlainString());
        }
        if (number != null && !NumberRangeCheck.fitsInto(number, type)) {
            addWarning(
                    QueryAdviceRule.LITERAL_VALUE,
                    value.span(),
                    target,
                    TypeFormat.formatWithoutStorageClass(type),
                    sourceTextAt(value.span()));
        }
        if (bareExpression instanceof Expression.ArrayLiteral arrayLiteral && type instanceof Type.Array storedType) {
            arrayLiteral
                    .elements()
                    .forEach(element -> checkStoredValue("an element of " + target, storedType.element(), element));
        } else if (bareExpression instanceof Expression.MapLiteral mapLiteral && type instanceof Type.Map storedType) {
            for (Expression.MapEntry entry : mapLiteral.entries()) {
                checkStoredValue("a key of " + target, storedType.key(), entry.key());
                checkStoredValue("a value of " + target, storedType.value(), entry.value());
            }
        }
    }

    /**
     * Adds a warning if a column of the type can't hold the text, and returns whether it did.
     *
     * @param literal the expression in the statement
     * @param storedText the text that the server stores
     */
    private boolean warnIfTooLong(String target, Type type, Expression literal, String storedText) {
        int length = storedText.getBytes(StandardCharsets.UTF_8).length;
        boolean isTooLong = isText(type)
                && type instanceof Type.Text textType
                && textType.length() > 0
                && length > textType.length();
        if (isTooLong) {
            addWarning(
                    QueryAdviceRule.LITERAL_LENGTH,
                    literal.span(),
                    target,
                    String.valueOf(((Type.Text) type).length()),
                    sourceTextAt(literal.span()),
                    String.valueOf(length));
        }
        return isTooLong;
    }

    private static boolean isNull(Expression expression) {
        return expression.unwrap() instanceof Expression.NullLiteral;
    }

    /** Adds a warning about IN whose candidates are all NULL, or NOT IN with a NULL: neither is ever true. */
    private void checkNullCandidates(Expression.In inPredicate) {
        List<Expression> candidates = inPredicate.candidates();
        boolean isNeverTrue = inPredicate.isNegated()
                ? candidates.stream().anyMatch(LiteralWarningVisitor::isNull)
                : candidates.stream().allMatch(LiteralWarningVisitor::isNull);
        if (isNeverTrue) {
            addNullWarning(inPredicate);
        }
    }

    private void addNullWarning(Expression condition) {
        addWarning(QueryAdviceRule.NULL_COMPARISON, condition.span(), sourceTextAt(condition.span()));
    }

    private void checkWhen(Expression operand, Expression condition) {
        if (isNull(condition)) {
            addWarning(QueryAdviceRule.NULL_COMPARISON, condition.span(), "WHEN " + sourceTextAt(condition.span()));
        }
        checkEquality(operand, condition);
    }

    /** Checks the form of an argument, which the server casts to the type of the parameter. */
    private void checkArgument(Expression.StringLiteral literal) {
        Bindings.BoundArgument argument = bindings.findArgument(literal);
        if (argument != null) {
            checkForm("the argument of " + functionNameAt(argument.call()) + "()", argument.type(), literal);
        }
    }

    private void checkComparison(Expression.Binary binary) {
        Operator operator = binary.operator().canonicalOperator();
        Expression left = binary.left().unwrap();
        Expression right = binary.right().unwrap();
        if (operator == Operator.NULL_SAFE_EQUAL) {
            checkEquality(left, right);
            checkEquality(right, left);
            return;
        }
        if (!operator.isComparison()) {
            return;
        }
        if (isNull(left) || isNull(right)) {
            addNullWarning(binary);
        } else if (operator == Operator.EQUAL || operator == Operator.NOT_EQUAL) {
            checkEquality(left, right);
            checkEquality(right, left);
            if (operator == Operator.EQUAL) {
                checkJoin(binary, left, right);
            }
        } else {
            checkComparedText(left, right);
            checkComparedText(right, left);
        }
    }

    /**
     * Checks a string literal in a comparison for equality. If the other side is a column, the literal must be a value
     * that the column can hold.
     */
    private void checkEquality(Expression value, Expression comparedExpression) {
        boolean isColumn =
                value.unwrap() instanceof Expression.Reference reference && bindings.findColumn(reference) != null;
        Type type = bindings.findValueType(value);
        if (isColumn && type != null && comparedExpression.unwrap() instanceof Expression.StringLiteral literal) {
            checkLiteral(sourceTextAt(value.span()), type, literal);
        } else {
            checkComparedText(value, comparedExpression);
        }
    }

    /** Checks the form of a string literal that is compared with a value. */
    private void checkComparedText(Expression value, Expression comparedExpression) {
        Type type = bindings.findValueType(value);
        if (type != null && comparedExpression.unwrap() instanceof Expression.StringLiteral literal) {
            checkForm(sourceTextAt(value.span()), type, literal);
        }
    }

    private void checkLiteral(String target, Type type, Expression.StringLiteral literal) {
        if (!warnIfTooLong(target, type, literal, literal.value())) {
            checkForm(target, type, literal);
        }
    }

    /**
     * Adds a warning if the text of a literal does not have the form of a value of the type.
     *
     * @param target what has the type, as the subject of a sentence
     */
    private void checkForm(String target, Type type, Expression.StringLiteral literal) {
        if (!isValueOf(literal.value().strip(), type)) {
            addWarning(
                    QueryAdviceRule.LITERAL_VALUE,
                    literal.span(),
                    target,
                    TypeFormat.formatWithoutStorageClass(type),
                    sourceTextAt(literal.span()));
        }
    }

    /**
     * Returns whether a text has the form of a value of the type; true if this is not the type of a number, DATE,
     * DATETIME or BOOLEAN.
     */
    private static boolean isValueOf(String text, Type type) {
        PrimitiveType primitiveType = PrimitiveType.of(type);
        try {
            if (primitiveType.isNumeric()) {
                LiteralValueParser.requireFiniteDouble(text);
            } else if (primitiveType.isDateOrDatetime()) {
                LiteralValueParser.parseDateTime(text);
            } else if (primitiveType == PrimitiveType.BOOLEAN) {
                LiteralValueParser.parseBoolean(text);
            }
            return true;
        } catch (InvalidValueException ignored) {
            return false;
        }
    }

    /** Warns about a comparison of a text with a number in columns of two relations, for example in a join. */
    private void checkJoin(Expression.Binary binary, Expression left, Expression right) {
        if (left instanceof Expression.Reference leftReference
                && right instanceof Expression.Reference rightReference
                && haveDifferentRelations(leftReference, rightReference)) {
            boolean isTextLeft =
                    isText(bindings.findValueType(leftReference)) && isNumber(bindings.findValueType(rightReference));
            boolean isTextRight =
                    isNumber(bindings.findValueType(leftReference)) && isText(bindings.findValueType(rightReference));
            if (isTextLeft || isTextRight) {
                Expression textOperand = isTextLeft ? leftReference : rightReference;
                Expression numberOperand = isTextLeft ? rightReference : leftReference;
                addWarning(
                        QueryAdviceRule.TEXT_NUMBER_JOIN,
                        binary.span(),
                        sourceTextAt(textOperand.span()),
                        sourceTextAt(numberOperand.span()));
            }
        }
    }

    private boolean haveDifferentRelations(Expression.Reference leftReference, Expression.Reference rightReference) {
        RelationField leftColumn = bindings.findColumn(leftReference);
        RelationField rightColumn = bindings.findColumn(rightReference);
        return leftColumn != null
                && rightColumn != null
                && !leftColumn.baseColumns().isEmpty()
                && !rightColumn.baseColumns().isEmpty()
                && leftColumn.baseColumns().get(0).relation()
                        != rightColumn.baseColumns().get(0).relation();
    }

    private static boolean isText(@Nullable Type type) {
        return type != null && PrimitiveType.of(type).isCharacterType();
    }

    private static boolean isNumber(@Nullable Type type) {
        return type != null && PrimitiveType.of(type).isNumeric();
    }

    /** Warns if the subquery of NOT IN can return NULL for a known reason. */
    private void checkNotIn(Expression.InSubquery inPredicate) {
        if (inPredicate.query().isUnread()) {
            return;
        }
        List<SelectItem> items = inPredicate.query().body().firstSelect().items();
        if (items.size() == 1 && items.get(0) instanceof SelectItem.Value value) {
            ExpressionType expressionType = bindings.findExpressionType(value.value());
            NullCause cause = expressionType == null ? null : expressionType.nullCause();
            if (cause != null && cause.kind() != NullCause.Kind.UNKNOWN) {
                Span span = value.value().span();
                addWarning(QueryAdviceRule.NOT_IN_NULL, span, sourceTextAt(span));
            }
        }
    }
}
