package dev.cairn.engine.column;

import dev.cairn.analysis.expression.ExpressionTyping;
import dev.cairn.analysis.expression.Scope;
import dev.cairn.analysis.function.AggregateCalls;
import dev.cairn.analysis.type.Casts;
import dev.cairn.catalog.Refusal;
import dev.cairn.catalog.TypeText;
import dev.cairn.profile.ServerProfile;
import dev.cairn.sql.ast.Expression;
import dev.cairn.sql.ast.Substitution;
import dev.cairn.sql.ast.Type;
import org.jspecify.annotations.Nullable;

/** The expression of a generated column. It reads other columns of the row and has the column's type. */
final class GeneratedExpression {
    private final Expression expression;
    private final @Nullable Type type;

    private GeneratedExpression(Expression expression, @Nullable Type type) {
        this.expression = expression;
        this.type = type;
    }

    /** Checks the expression, and refuses anything that cannot be computed from a single row. */
    static GeneratedExpression of(ServerProfile profile, Scope scope, Expression expression) {
        requireNoQuery(expression);
        Type type = new ExpressionTyping(profile, scope).of(expression).type();
        if (AggregateCalls.areOutermostIn(expression)) {
            throw Refusal.analysis(expression.span(), "Generated Column don't support aggregation function");
        }
        return new GeneratedExpression(expression, type);
    }

    /** Refuses subqueries: the server fails internally for most of them and cannot evaluate the others. */
    private static void requireNoQuery(Expression expression) {
        Substitution.in(expression, part -> {
            if (part instanceof Expression.Subquery
                    || part instanceof Expression.Exists
                    || part instanceof Expression.InQuery) {
                throw Refusal.analysis(expression.span(), "Generated Column don't support subquery");
            }
            return part;
        });
    }

    void requireType(Type column) {
        if (type != null && !Casts.isUnnecessary(column, type)) {
            throw Refusal.analysis(
                    expression.span(),
                    "Illegal expression type for Generated Column Column Type: " + TypeText.named(column)
                            + ", Expression Type: " + TypeText.named(type));
        }
    }
}
