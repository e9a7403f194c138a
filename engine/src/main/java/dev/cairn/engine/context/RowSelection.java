package dev.cairn.engine.context;

import dev.cairn.analysis.CatalogSources;
import dev.cairn.analysis.QueryAnalysis;
import dev.cairn.analysis.source.AnalysedQuery;
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
 * The query as which the server reads an UPDATE or a DELETE: over the table and the relations beside it.
 *
 * @param beside what FROM or USING names
 */
public record RowSelection(
        List<Query.CommonTable> with,
        QualifiedName target,
        List<Relation> beside,
        @Nullable Expression where) {
    /** The query for these expressions of the rows that are changed. */
    public Query query(List<Expression> expressions) {
        Span at = target.span();
        List<Relation> from = new ArrayList<>();
        from.add(new Relation.Named(
                target, null, null, List.of(), List.of(), List.of(), null, null, List.of(), null, at));
        from.addAll(beside);
        List<Query.Item> items = expressions.stream()
                .<Query.Item>map(each -> new Query.Item.Value(each, null, false, each.span()))
                .toList();
        Query.Select select = new Query.Select(List.of(), null, items, from, false, null, where, null, null, null, at);
        return new Query(false, with, select, List.of(), null, at);
    }

    /** A column of the table, whatever stands beside it. */
    public Expression column(String column) {
        List<Name> parts = new ArrayList<>(target.parts());
        parts.add(Name.of(column));
        return new Expression.Reference(new QualifiedName(parts), target.span());
    }

    public AnalysedQuery analysed(ServerState server, List<Expression> expressions) {
        return new QueryAnalysis(
                        server.profile(),
                        new CatalogSources(server.profile(), server.catalog()),
                        server.session().database())
                .of(query(expressions));
    }
}
