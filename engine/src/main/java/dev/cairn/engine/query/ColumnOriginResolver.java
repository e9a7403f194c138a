package dev.cairn.engine.query;

import dev.cairn.analysis.source.Bindings;
import dev.cairn.analysis.source.BoundColumn;
import dev.cairn.analysis.source.BoundQuery;
import dev.cairn.analysis.source.BoundRelation;
import dev.cairn.analysis.source.RelationField;
import dev.cairn.analysis.source.Source;
import dev.cairn.sql.ast.Expression;
import dev.cairn.sql.ast.QualifiedName;
import dev.cairn.sql.ast.Query;
import dev.cairn.sql.ast.Relation;
import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Resolves a column of a query to the expression over columns of tables that computes it. The resolution follows
 * derived tables, common table expressions and views, and the first query of a set operation.
 */
public final class ColumnOriginResolver {
    private final Bindings bindings;
    private final List<BoundColumn> tableColumns = new ArrayList<>();
    private final List<Expression.WindowCall> windowCalls = new ArrayList<>();
    private final Set<Query> visitedQueries = Collections.newSetFromMap(new IdentityHashMap<>());

    private ColumnOriginResolver(Bindings bindings) {
        this.bindings = bindings;
    }

    /**
     * An expression over columns of tables.
     *
     * @param windowCalls the window functions in each select list that outputs a column of the expression directly from
     *     its table. The server ignores a select list in which the column or its table has an alias
     */
    public record OriginExpression(Expression expression, List<Expression.WindowCall> windowCalls) {
        public OriginExpression {
            windowCalls = List.copyOf(windowCalls);
        }
    }

    /**
     * Returns the origin of an output column.
     *
     * @param columnIndex the position of the output, from 0
     * @throws IllegalArgumentException if there is no such output
     */
    static OriginExpression resolveColumn(BoundQuery query, int columnIndex) {
        ColumnOriginResolver resolver = new ColumnOriginResolver(query.bindings());
        Expression expression = resolver.resolveOutput(query.query(), columnIndex);
        resolver.collectWindowCalls(query.query());
        return new OriginExpression(expression, resolver.windowCalls);
    }

    private void collectWindowCalls(Query query) {
        if (!visitedQueries.add(query)) {
            return;
        }
        query.visit(new Query.QueryVisitor() {
            @Override
            public void visitSelect(Query.Select select) {
                if (select.items().stream().anyMatch(item -> outputsTableColumn(item))) {
                    windowCalls.addAll(findWindowCalls(select));
                }
            }

            @Override
            public void visitRelation(Relation relation) {
                BoundRelation boundRelation = bindings.findBoundRelation(relation);
                Query definingQuery = boundRelation == null ? null : boundRelation.query();
                if (definingQuery != null) {
                    collectWindowCalls(definingQuery);
                }
            }
        });
    }

    private static List<Expression.WindowCall> findWindowCalls(Query.Select select) {
        return select.items().stream()
                .filter(Query.SelectItem.Value.class::isInstance)
                .map(item -> ((Query.SelectItem.Value) item).value())
                .filter(Expression.WindowCall.class::isInstance)
                .map(Expression.WindowCall.class::cast)
                .toList();
    }

    /** Returns whether an item is a resolved column of a table, where neither the column nor the table has an alias. */
    private boolean outputsTableColumn(Query.SelectItem item) {
        if (!(item instanceof Query.SelectItem.Value value)
                || value.alias() != null
                || !(value.value().unwrap() instanceof Expression.Reference reference)) {
            return false;
        }
        RelationField field = bindings.findColumn(reference);
        return field != null
                && !field.baseColumns().isEmpty()
                && field.baseColumns().get(0).relation().relation() instanceof Relation.Named namedRelation
                && namedRelation.alias() == null
                && tableColumns.stream()
                        .anyMatch(column ->
                                isSameColumn(column, field.baseColumns().get(0)));
    }

    private static boolean isSameColumn(BoundColumn column, BoundColumn otherColumn) {
        Source source = column.relation().source();
        Source otherSource = otherColumn.relation().source();
        return source != null
                && otherSource != null
                && source.sourceName().equals(otherSource.sourceName())
                && column.index() == otherColumn.index();
    }

    private Expression resolveOutput(Query query, int columnIndex) {
        Query.Select select = query.body().firstSelect();
        int outputIndex = 0;
        for (Query.SelectItem item : select.items()) {
            if (item instanceof Query.SelectItem.Value value) {
                if (outputIndex == columnIndex) {
                    return value.value().rewrite(this::resolveReference);
                }
                outputIndex++;
            } else {
                List<RelationField> fields = bindings.columns((Query.SelectItem.Star) item).stream()
                        .filter(field -> !field.isWildcard())
                        .toList();
                if (columnIndex < outputIndex + fields.size()) {
                    RelationField field = fields.get(columnIndex - outputIndex);
                    return resolveField(field, new Expression.Reference(QualifiedName.of(field.name()), item.span()));
                }
                outputIndex += fields.size();
            }
        }
        throw new IllegalArgumentException("the query has no output " + columnIndex);
    }

    private Expression resolveReference(Expression subexpression) {
        if (!(subexpression instanceof Expression.Reference reference)) {
            return subexpression;
        }
        Expression replacement = bindings.findReplacement(reference);
        RelationField field = bindings.findColumn(reference);
        return replacement != null
                ? replacement.rewrite(this::resolveReference)
                : field == null ? removeQualifier(reference) : resolveField(field, reference);
    }

    private Expression resolveField(RelationField field, Expression.Reference reference) {
        if (field.baseColumns().isEmpty()) {
            return removeQualifier(reference);
        }
        // A column of a set operation has several base columns; the first of them belongs to the first query.
        BoundColumn baseColumn = field.baseColumns().get(0);
        Query definingQuery = findDefiningQuery(baseColumn.relation());
        if (definingQuery == null) {
            tableColumns.add(baseColumn);
            return removeQualifier(reference);
        }
        return resolveOutput(definingQuery, baseColumn.index());
    }

    /**
     * Returns the query whose outputs are the columns of a relation; null for a table, and for a relation that may have
     * unknown columns.
     */
    private static @Nullable Query findDefiningQuery(BoundRelation relation) {
        if (relation.fields().mayHaveUnknownFields()) {
            return null; // the positions of its columns are not known
        }
        Source source = relation.source();
        if (source != null) {
            return source.viewQuery() == null ? null : source.viewQuery().query();
        }
        if (relation.commonTable() != null) {
            return relation.commonTable().query();
        }
        return relation.relation() instanceof Relation.Derived derivedRelation ? derivedRelation.query() : null;
    }

    private static Expression removeQualifier(Expression.Reference reference) {
        return Expression.Reference.of(reference.name().lastPart(), reference.span());
    }
}
