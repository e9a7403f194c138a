package dev.cairn.engine.context;

import dev.cairn.analysis.source.Bindings;
import dev.cairn.analysis.source.BoundQuery;
import dev.cairn.sql.ast.DmlStatement;
import dev.cairn.sql.ast.Expression;
import dev.cairn.sql.ast.Name;
import dev.cairn.sql.ast.QualifiedName;
import dev.cairn.sql.ast.Query;
import dev.cairn.sql.ast.Relation;
import dev.cairn.sql.ast.Span;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The rows that an UPDATE or a DELETE selects, as a query over the target table and the relations joined to it.
 *
 * @param joinedRelations the relations in FROM or USING
 */
public record RowSelection(
        List<Query.CommonTable> commonTables,
        QualifiedName target,
        List<Relation> joinedRelations,
        @Nullable Expression condition) {
    public static RowSelection of(DmlStatement.Update update) {
        return new RowSelection(update.commonTables(), update.target(), update.from(), update.where());
    }

    public static RowSelection of(DmlStatement.Delete delete) {
        return new RowSelection(delete.commonTables(), delete.target(), delete.using(), delete.where());
    }

    /**
     * Returns the query that selects these expressions from the rows to change. Without expressions, it selects NULL,
     * because a query needs a column.
     */
    public Query toQuery(List<Expression> expressions) {
        Span span = target.span();
        List<Relation> relations = new ArrayList<>();
        relations.add(Relation.Named.of(target, span));
        relations.addAll(joinedRelations);
        List<Expression> selectedExpressions =
                expressions.isEmpty() ? List.of(new Expression.NullLiteral(span)) : expressions;
        List<Query.SelectItem> selectItems = selectedExpressions.stream()
                .<Query.SelectItem>map(
                        expression -> new Query.SelectItem.Value(expression, null, false, expression.span()))
                .toList();
        return new Query(
                false, commonTables, Query.Select.of(selectItems, relations, condition, span), List.of(), null, span);
    }

    /** Returns a column of the target table, qualified so that the joined relations cannot make it ambiguous. */
    public Expression qualifyColumn(String columnName) {
        List<Name> nameParts = new ArrayList<>(target.parts());
        nameParts.add(Name.of(columnName));
        return new Expression.Reference(new QualifiedName(nameParts), target.span());
    }

    /**
     * Analyzes the query that selects these expressions from the rows to change.
     *
     * @param bindings receives the resolved references, even if the query is then refused
     * @throws dev.cairn.refusal.Refusal if the server does not accept the query
     */
    public BoundQuery analyze(ServerState server, List<Expression> expressions, Bindings bindings) {
        return server.createQueryAnalysis().analyzeExecutable(toQuery(expressions), bindings);
    }
}
