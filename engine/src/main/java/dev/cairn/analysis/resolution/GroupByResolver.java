package dev.cairn.analysis.resolution;

import dev.cairn.analysis.expression.ExpressionTyping;
import dev.cairn.analysis.function.RestrictedExpression;
import dev.cairn.analysis.resolution.SelectListResolver.SelectOutputColumn;
import dev.cairn.analysis.type.TypeRule;
import dev.cairn.catalog.TypeUsageRules;
import dev.cairn.refusal.Refusal;
import dev.cairn.sql.ast.Expression;
import dev.cairn.sql.ast.Query.Grouping;
import dev.cairn.sql.ast.Type;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Resolves GROUP BY: columns, expressions, names of outputs, and positions of outputs. */
final class GroupByResolver {
    private final QueryScope sourceScope;
    private final ExpressionTyping typing;
    private final SelectListResolver selectList;

    GroupByResolver(QueryScope sourceScope, ExpressionTyping typing, SelectListResolver selectList) {
        this.sourceScope = sourceScope;
        this.typing = typing;
        this.selectList = selectList;
    }

    /** Returns the grouping expressions in normal form. */
    List<Expression> resolve(Grouping grouping) {
        List<Expression> expressions = new ArrayList<>();
        for (List<Expression> groupingSet : grouping.sets()) {
            for (Expression item : groupingSet) {
                expressions.add(grouping.kind() == Grouping.Kind.PLAIN ? resolvePlainItem(item) : resolveSetItem(item));
            }
        }
        return expressions;
    }

    /**
     * Resolves an item of ROLLUP, CUBE or GROUPING SETS. The server neither reads a number as a position here, nor checks
     * the type and the functions of the item.
     */
    private Expression resolveSetItem(Expression item) {
        Expression expandedItem = selectList.replaceOutputAliases(item);
        typing.determineType(expandedItem);
        return ExpressionNormalForm.normalize(expandedItem, sourceScope);
    }

    private Expression resolvePlainItem(Expression item) {
        Long position = item.integerValue();
        if (position != null) {
            return resolvePosition(item, position);
        }
        Expression expandedItem = selectList.replaceOutputAliases(item);
        requireGroupable(item, typing.determineType(expandedItem).type());
        return normalizeWithoutFunctions(expandedItem);
    }

    private Expression resolvePosition(Expression item, long position) {
        List<SelectOutputColumn> outputs = selectList.outputs();
        OrderByResolver.requireExistingPosition(item, position, selectList.fields(), "GROUP BY");
        if (position > outputs.size()) {
            return item; // the output is one of those that an unknown star expands to
        }
        SelectOutputColumn output = outputs.get((int) position - 1);
        requireGroupable(item, output.field().expressionType().type());
        if (output.expression() == null) {
            return ExpressionNormalForm.createStarReference(output);
        }
        return normalizeWithoutFunctions(output.expression());
    }

    /** Returns a grouping expression in normal form; refuses functions that GROUP BY may not contain. */
    private Expression normalizeWithoutFunctions(Expression expression) {
        if (!(expression.unwrap() instanceof Expression.Reference)) {
            RestrictedExpression.requireNoFunctionsIn(expression, "GROUP BY");
        }
        return ExpressionNormalForm.normalize(expression, sourceScope);
    }

    private void requireGroupable(Expression expression, @Nullable Type type) {
        if (type != null && !TypeUsageRules.canBeCompared(type, typing.version())) {
            throw Refusal.ofAnalysis(
                    expression.span(), TypeRule.TYPE_UNSUPPORTED, "GROUP BY", TypeUsageRules.INCOMPARABLE_TYPE_NAMES);
        }
    }
}
