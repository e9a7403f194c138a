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
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Resolves a column of a query to the expression over columns of tables that computes it. The resolution follows
 * derived tables, common table expressions and views, and the first query of a set operation.
 */
public final class ColumnOriginResolver {
    private final Bindings bindings;

    private ColumnOriginResolver(Bindings bindings) {
        this.bindings = bindings;
    }

    /**
     * An expression over columns of tables.
     *
     * @param windowCalls the window functions in the select list of the query; empty if the query outputs the columns of
     *     the expression only under aliases, because the server then does not check them
     */
    public record ColumnOrigin(Expression expression, List<Expression.WindowCall> windowCalls) {
        public ColumnOrigin {
            windowCalls = List.copyOf(windowCalls);
        }
    }

    /**
     * Returns the origin of an output column.
     *
     * @param columnIndex the position of the output, from 0
     * @throws IllegalArgumentException if there is no such output
     */
    static ColumnOrigin resolveColumn(BoundQuery query, int columnIndex) {
        Expression expression = new ColumnOriginResolver(query.bindings()).resolveOutput(query.query(), columnIndex);
        Query.Select select = query.query().body().firstSelect();
        return new ColumnOrigin(
                expression, hasColumnWithoutAlias(select, expression) ? collectWindowCalls(select) : List.of());
    }

    private static List<Expression.WindowCall> collectWindowCalls(Query.Select select) {
        return select.items().stream()
                .filter(Query.SelectItem.Value.class::isInstance)
                .map(item -> ((Query.SelectItem.Value) item).value())
                .filter(Expression.WindowCall.class::isInstance)
                .map(Expression.WindowCall.class::cast)
                .toList();
    }

    /** Returns whether an output without an alias is one of the columns in the expression. */
    private static boolean hasColumnWithoutAlias(Query.Select select, Expression resolvedExpression) {
        List<String> columnNames = resolvedExpression.collectReferenceNames();
        return select.items().stream()
                .anyMatch(item -> item instanceof Query.SelectItem.Value value
                        && value.alias() == null
                        && value.value().unwrap() instanceof Expression.Reference reference
                        && columnNames.stream().anyMatch(reference.name().lastPart()::equalsIgnoreCase));
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
        return definingQuery == null ? removeQualifier(reference) : resolveOutput(definingQuery, baseColumn.index());
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
