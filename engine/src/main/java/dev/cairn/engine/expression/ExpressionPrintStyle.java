package dev.cairn.engine.expression;

import dev.cairn.analysis.function.BuiltinFunctions;
import dev.cairn.analysis.function.CallRewrites;
import dev.cairn.analysis.function.FunctionTrait;
import dev.cairn.profile.ServerProfile;
import dev.cairn.profile.ServerProfile.Version;
import dev.cairn.sql.ast.Expression;
import dev.cairn.sql.ast.Expression.Binary;
import dev.cairn.sql.ast.Expression.Call;
import dev.cairn.sql.ast.Expression.ParenthesizedExpression;
import dev.cairn.sql.ast.Expression.Unary;
import dev.cairn.sql.ast.KeyModel;
import dev.cairn.sql.ast.Name;
import dev.cairn.sql.ast.Operator;
import dev.cairn.sql.ast.QualifiedName;
import java.util.List;
import java.util.Locale;

/**
 * The three styles in which the server prints a stored expression: {@link #toStored} returns the expression that the
 * server stores, and {@link #show} returns an expression with exactly the parentheses and backquotes that the server
 * prints.
 */
public enum ExpressionPrintStyle {
    /** For generated columns, except in PRIMARY KEY tables: {@code (`a` + 1) * 2}. */
    QUOTED,

    /** For expressions in a list of PARTITION BY: {@code (a + 1) * 2}. */
    SERIALIZED,

    /**
     * For generated columns of PRIMARY KEY tables, the expression of a range or of an automatic partitioning with a
     * single function, and defaults: {@code a + 1 * 2}. This style prints no parentheses except around the operands of
     * AND, OR and NOT.
     */
    BARE;

    public static ExpressionPrintStyle ofColumn(KeyModel model) {
        return model == KeyModel.PRIMARY ? BARE : QUOTED;
    }

    /**
     * Converts an expression of a table to the form that the server stores and then shows in this style; two spellings
     * that the server shows in the same way become equal.
     */
    public Expression toStored(ServerProfile profile, Expression expression) {
        Expression normalizedExpression = ExpressionNormalizer.normalize(profile, expression);
        // The parser of 3.5 converts function names to lower case; the parser of 4.0 leaves them to the print style.
        boolean hasLowerCaseNames = this != BARE || !profile.isAtLeast(Version.V4_0);
        return hasLowerCaseNames
                ? normalizedExpression.rewrite(ExpressionPrintStyle::withLowerCaseName)
                : normalizedExpression;
    }

    private static Expression withLowerCaseName(Expression expression) {
        if (!(expression instanceof Call call) || ExpressionNormalizer.isNamedInUpperCase(call)) {
            return expression;
        }
        String functionName = call.function().lastPart().text();
        String lowerCaseName = functionName.toLowerCase(Locale.ROOT);
        if (functionName.equals(lowerCaseName) || call.function().parts().size() > 1) {
            return expression;
        }
        return call.withName(
                Name.ofUnquoted(lowerCaseName, call.function().lastPart().span()));
    }

    /** Returns a stored expression as the server prints it in this style. */
    public Expression show(Expression storedExpression) {
        return storedExpression.rewrite(this::showNode);
    }

    private Expression showNode(Expression expression) {
        if (expression instanceof Expression.Reference reference) {
            return showReference(reference);
        }
        if (expression instanceof Expression.Cast cast) {
            return new Expression.Cast(
                    cast.function(),
                    showOperand(cast.value()),
                    PrintedTypes.toExpressionForm(cast.type()),
                    cast.span());
        }
        if (expression instanceof Binary binary) {
            return showBinary(binary);
        }
        if (expression instanceof Unary unary && unary.operator() == Operator.NOT) {
            return unary.mapChildren(this::showCondition);
        }
        if (this == BARE) {
            return showBare(expression);
        }
        if (expression instanceof Call call) {
            return showWithInterval(call);
        }
        if (expression instanceof Expression.Match match) {
            return new Expression.Match(
                    "MATCH", match.isNegated(), showOperand(match.value()), showOperand(match.pattern()), match.span());
        }
        boolean parenthesizesOperands =
                (expression instanceof Unary && !ExpressionNormalizer.isNegativeNumber(expression))
                        || expression instanceof Expression.IsNull
                        || expression instanceof Expression.Between
                        || expression instanceof Expression.In
                        || expression instanceof Expression.Like
                        || expression instanceof Expression.Case;
        return parenthesizesOperands ? expression.mapChildren(this::showOperand) : expression;
    }

    /** Returns the call in the form that is shown with intervals: {@code time_slice(d, INTERVAL 1 day, floor)}. */
    private static Call showWithInterval(Call call) {
        List<Expression> arguments = call.arguments();
        if (!BuiltinFunctions.resolveEntry(call).hasTrait(FunctionTrait.SLICES_TIME)
                || arguments.size() != 4
                || !(arguments.get(2) instanceof Expression.StringLiteral unit)
                || !(arguments.get(3) instanceof Expression.StringLiteral boundary)) {
            return call;
        }
        return Call.of(
                CallRewrites.lowerCaseName(call),
                List.of(
                        arguments.get(0),
                        new Expression.Interval(arguments.get(1), unit.value(), call.span()),
                        new Expression.UnitBoundary(boundary.value(), call.span())),
                call.span());
    }

    /** Shows a decimal without a fraction as an integer: this style omits the exponent that distinguishes the two. */
    private static Expression showBare(Expression expression) {
        if (expression instanceof Expression.NumberLiteral number
                && number.text().endsWith("E0")) {
            String digits = number.text().substring(0, number.text().length() - 2);
            return new Expression.NumberLiteral(digits, Expression.NumberLiteral.Kind.INTEGER, number.span());
        }
        return expression;
    }

    private Expression showBinary(Binary binary) {
        if (binary.isIntervalArithmetic()) {
            return binary;
        }
        boolean combinesConditions = binary.operator() == Operator.AND || binary.operator() == Operator.OR;
        return binary.mapChildren(combinesConditions ? this::showCondition : this::showOperand);
    }

    private Expression showReference(Expression.Reference reference) {
        List<Name> nameParts = reference.name().parts();
        if (this != QUOTED && nameParts.size() == 1) {
            return reference;
        }
        return new Expression.Reference(
                new QualifiedName(nameParts.stream()
                        .map(part -> Name.of(part.text(), part.span()))
                        .toList()),
                reference.span());
    }

    private Expression showOperand(Expression expression) {
        return this == BARE ? expression : parenthesize(expression);
    }

    /** Returns an operand of AND, OR or NOT as it is printed, with parentheses if the style has them. */
    private Expression showCondition(Expression expression) {
        return this == BARE ? new ParenthesizedExpression(expression, expression.span()) : parenthesize(expression);
    }

    private static Expression parenthesize(Expression expression) {
        boolean isPlain = expression instanceof Expression.Reference || ExpressionNormalizer.isLiteral(expression);
        return isPlain ? expression : new ParenthesizedExpression(expression, expression.span());
    }
}
