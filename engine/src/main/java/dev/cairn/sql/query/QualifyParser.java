package dev.cairn.sql.query;

import dev.cairn.sql.ast.Expression;
import dev.cairn.sql.ast.Operator;
import dev.cairn.sql.ast.Precedence;
import dev.cairn.sql.ast.Query.Qualify;
import dev.cairn.sql.ast.Query.SelectItem;
import dev.cairn.sql.token.Cursor;
import dev.cairn.sql.token.TokenKind;
import org.jspecify.annotations.Nullable;

/** Parses the clause QUALIFY: a condition on a window function, whose last comparison is with a number. */
final class QualifyParser {
    private final Cursor cursor;
    private final ExpressionParser expressionParser;
    private final AliasParser aliasParser;

    QualifyParser(Cursor cursor, ExpressionParser expressionParser, AliasParser aliasParser) {
        this.cursor = cursor;
        this.expressionParser = expressionParser;
        this.aliasParser = aliasParser;
    }

    /**
     * Parses the clause QUALIFY; the cursor is after the word. In the grammar, a select item precedes a comparison with
     * a number. If the item has no alias, the parser of expressions reads the comparison as a part of the item, so this
     * method splits it off afterwards.
     */
    Qualify parseQualify() {
        int start = cursor.position();
        Expression condition = expressionParser.parseExpression();
        Qualify qualify = splitLastComparison(condition);
        if (qualify != null) {
            return qualify;
        }
        SelectItem windowFunction = aliasParser.parseAliasedItem(condition, start);
        Operator comparisonOperator = expressionParser.peekComparisonOperator();
        if (comparisonOperator == null) {
            throw cursor.expectedError("a comparison with a number");
        }
        cursor.advance();
        String comparedNumber = cursor.tokenText();
        cursor.expect(TokenKind.INTEGER);
        return new Qualify(windowFunction, comparisonOperator, comparedNumber);
    }

    /**
     * Splits off the comparison with a number at the end of a condition: the server parses {@code v = 1 AND w > 2} as
     * {@code (v = 1 AND w) > 2}.
     *
     * @return null if the condition does not end with such a comparison
     */
    private static @Nullable Qualify splitLastComparison(Expression condition) {
        if (condition instanceof Expression.Binary binary) {
            Precedence precedence = Precedence.of(binary);
            if (precedence == Precedence.COMPARISON
                    && binary.right() instanceof Expression.NumberLiteral comparedNumber
                    && comparedNumber.isInteger()) {
                return createQualify(binary.left(), binary.operator(), comparedNumber.text());
            }
            Qualify rightQualify = precedence == Precedence.AND || precedence == Precedence.OR
                    ? splitLastComparison(binary.right())
                    : null;
            return rightQualify == null
                    ? null
                    : createQualify(
                            new Expression.Binary(
                                    binary.operator(), binary.left(), windowFunctionValue(rightQualify), binary.span()),
                            rightQualify.comparisonOperator(),
                            rightQualify.comparedNumber());
        }
        if (condition instanceof Expression.Unary negation
                && negation.operator().canonicalOperator() == Operator.NOT) {
            Qualify negatedQualify = splitLastComparison(negation.operand());
            return negatedQualify == null
                    ? null
                    : createQualify(
                            new Expression.Unary(
                                    negation.operator(), windowFunctionValue(negatedQualify), negation.span()),
                            negatedQualify.comparisonOperator(),
                            negatedQualify.comparedNumber());
        }
        return null;
    }

    private static Qualify createQualify(Expression function, Operator comparisonOperator, String comparedNumber) {
        return new Qualify(
                new SelectItem.Value(function, null, false, function.span()), comparisonOperator, comparedNumber);
    }

    private static Expression windowFunctionValue(Qualify qualify) {
        return ((SelectItem.Value) qualify.windowFunction()).value();
    }
}
