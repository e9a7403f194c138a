package dev.cairn.engine.cluster;

import dev.cairn.engine.expression.ExpressionPrintStyle;
import dev.cairn.profile.ServerProfile;
import dev.cairn.sql.Sql;
import dev.cairn.sql.ast.Expression;
import dev.cairn.sql.ast.Name;
import dev.cairn.sql.ast.Operator;
import dev.cairn.sql.ast.Precedence;
import dev.cairn.sql.ast.QualifiedName;
import dev.cairn.sql.ast.StatementForm;
import dev.cairn.sql.token.SqlSyntaxException;
import dev.cairn.sql.write.QueryWriter;
import dev.cairn.sql.write.SqlTextBuilder;
import java.util.Set;

/**
 * The forms of an expression of a Routine Load. A catalog stores it with the parentheses and backquotes that it needs; a
 * server prints it with too few of them.
 */
final class RoutineLoadExpressionForm {
    private static final Set<Operator> ASSOCIATIVE_OPERATORS =
            Set.of(Operator.PLUS, Operator.TIMES, Operator.AND, Operator.OR);

    private RoutineLoadExpressionForm() {}

    /** Returns whether an expression may have had parentheses that a server does not print. */
    static boolean isAmbiguous(Expression expression) {
        boolean isAmbiguous = expression instanceof Expression.Binary outer
                && outer.children().stream()
                        .anyMatch(operand -> operand.unwrap() instanceof Expression.Binary inner
                                && isArithmetic(outer)
                                && isArithmetic(inner)
                                && !(ASSOCIATIVE_OPERATORS.contains(outer.operator())
                                        && outer.operator() == inner.operator()));
        return isAmbiguous || expression.children().stream().anyMatch(RoutineLoadExpressionForm::isAmbiguous);
    }

    /** Returns whether an operation is arithmetic. A server prints parentheses only around conditions. */
    private static boolean isArithmetic(Expression.Binary calculation) {
        return !Precedence.of(calculation.operator()).isLooserThan(Precedence.VALUE_EXPRESSION);
    }

    /**
     * Returns an expression in the form in which a catalog keeps it: with the parentheses and backquotes that it needs.
     */
    static String renderStored(Expression expression) {
        Expression storedExpression = ExpressionPrintStyle.QUOTED.toStored(ServerProfile.DEFAULT, expression);
        return Sql.render(withBareNames(storedExpression));
    }

    /** Returns an expression as a server prints it. */
    static String renderShown(Expression expression) {
        ExpressionPrintStyle style = ExpressionPrintStyle.BARE;
        Expression storedExpression = ExpressionPrintStyle.QUOTED.toStored(ServerProfile.DEFAULT, expression);
        return new QueryWriter(new SqlTextBuilder(StatementForm.SHOWN))
                .write(withBareNames(style.show(storedExpression)))
                .toString();
    }

    /** Returns whether an expression keeps its meaning in the form that a server prints. */
    static boolean keepsMeaningWhenShown(String storedText) {
        try {
            return renderStored(Sql.parseExpression(renderShown(Sql.parseExpression(storedText))))
                    .equals(storedText);
        } catch (SqlSyntaxException ignored) {
            return false;
        }
    }

    /**
     * Returns whether a server prints two expressions alike. If one of them can't be parsed, their texts are compared.
     */
    static boolean areShownAlike(String storedText, String shownText) {
        try {
            return renderShown(Sql.parseExpression(storedText)).equals(renderShown(Sql.parseExpression(shownText)));
        } catch (SqlSyntaxException ignored) {
            return storedText.equals(shownText);
        }
    }

    /** Removes superfluous backquotes, so the stored form does not depend on how names were quoted. */
    private static Expression withBareNames(Expression expression) {
        return expression.rewrite(subexpression -> subexpression instanceof Expression.Reference reference
                ? new Expression.Reference(
                        new QualifiedName(reference.name().parts().stream()
                                .map(name -> new Name(name.text(), !Name.needsNoBackquotes(name.text()), name.span()))
                                .toList()),
                        reference.span())
                : subexpression);
    }
}
