package dev.cairn.engine.materialized;

import dev.cairn.analysis.source.Source;
import dev.cairn.catalog.ViewColumn;
import dev.cairn.engine.query.ColumnOriginResolver;
import dev.cairn.refusal.Refusal;
import dev.cairn.sql.ast.Expression;
import dev.cairn.sql.ast.Expression.Call;
import dev.cairn.sql.ast.Span;
import dev.cairn.sql.token.RefusalRule;
import java.util.List;

/**
 * An item of PARTITION BY of a materialized view.
 *
 * @param declaredExpression the item as it is written
 * @param column the view's column that the item is or truncates
 * @param origin the expression over base tables from which the column is computed
 * @param source the table or view that has the base column
 * @param basePartitioning the partitioning of this table
 * @param baseColumnName the only column of a table that the origin reads
 */
record ViewPartitionItem(
        Expression declaredExpression,
        ViewColumn column,
        ColumnOriginResolver.OriginExpression origin,
        Source source,
        BaseTablePartitioning basePartitioning,
        String baseColumnName) {
    /** Returns the item as an expression over the base table's columns. */
    Expression toBaseExpression() {
        if (!(declaredExpression instanceof Call call)) {
            return origin.expression();
        }
        List<Expression> arguments = call.arguments().stream()
                .map(argument -> argument instanceof Expression.Reference ? origin.expression() : argument)
                .toList();
        return call.withArguments(arguments);
    }

    /**
     * Returns whether PARTITION BY repeats an expression by which the base table is partitioned by list. The server
     * compares the item as it is written: neither an expression of the query nor another name of its column counts.
     */
    boolean isBasePartitionExpression() {
        return basePartitioning.hasListExpression(declaredExpression)
                && basePartitioning.hasListExpression(toBaseExpression());
    }

    /** Returns the column in this item. */
    Expression.Reference reference() {
        return requireReference(declaredExpression);
    }

    /** Returns the column in an item: the parser accepts only a column, or a call with a column as an argument. */
    static Expression.Reference requireReference(Expression item) {
        if (item instanceof Expression.Reference reference) {
            return reference;
        }
        return ((Call) item)
                .arguments().stream()
                        .filter(Expression.Reference.class::isInstance)
                        .map(Expression.Reference.class::cast)
                        .findFirst()
                        .orElseThrow();
    }

    static Refusal createRefusalAt(Expression expression, RefusalRule rule, Object... arguments) {
        Span span = expression.span();
        return Refusal.ofAnalysisAt(span, span, rule, arguments);
    }

    Refusal createRefusal(RefusalRule rule, Object... arguments) {
        return Refusal.ofAnalysis(declaredExpression.span(), rule, arguments);
    }
}
