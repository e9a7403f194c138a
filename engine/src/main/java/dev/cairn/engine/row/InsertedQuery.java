package dev.cairn.engine.row;

import dev.cairn.analysis.expression.AssignmentCheck;
import dev.cairn.analysis.expression.ExpressionRule;
import dev.cairn.analysis.source.Bindings;
import dev.cairn.analysis.source.BoundQuery;
import dev.cairn.analysis.source.OutputColumn;
import dev.cairn.catalog.Column;
import dev.cairn.catalog.TypeFormat;
import dev.cairn.refusal.Refusal;
import dev.cairn.refusal.ServerError;
import dev.cairn.sql.ast.Aggregation;
import dev.cairn.sql.ast.Name;
import dev.cairn.sql.ast.Query;
import dev.cairn.sql.ast.Span;
import dev.cairn.sql.ast.Type;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * The rows of an INSERT … SELECT. The number and the types of the columns are checked only if all columns of the query
 * are known, so an unknown relation never leads to a wrong refusal.
 */
record InsertedQuery(Query query, BoundQuery boundQuery) implements InsertSource {
    @Override
    public List<Name> requireColumnNames(Span span) {
        Set<String> lowerCaseNames = new HashSet<>();
        List<Name> names = new ArrayList<>();
        for (OutputColumn column : boundQuery.columns()) {
            if (!lowerCaseNames.add(column.name().toLowerCase(Locale.ROOT))) {
                throw Refusal.ofAnalysis(span, ServerError.DUPLICATE_COLUMN, column.name());
            }
            names.add(Name.ofUnquoted(column.name(), columnSpan(names.size())));
        }
        return names;
    }

    @Override
    public void requireColumnCount(int columnCount, Span span) {
        if (boundQuery.hasAllColumns()) {
            InsertSource.requireEqualCounts(columnCount, boundQuery.columns().size(), span);
        }
    }

    @Override
    public void checkValues(List<Column> columns) {
        // no restriction: this check is for VALUES
    }

    @Override
    public void requireCompatibleTypes(List<Column> columns) {
        for (int i = 0; boundQuery.hasAllColumns() && i < columns.size(); i++) {
            OutputColumn outputColumn = boundQuery.columns().get(i);
            Column column = columns.get(i);
            Type type = outputColumn.type();
            boolean storesState = column.aggregation() instanceof Aggregation.State;
            if (type != null && !storesState && !AssignmentCheck.canStoreQueryResult(type, column.type())) {
                throw Refusal.ofAnalysis(
                        columnSpan(i),
                        ExpressionRule.CANNOT_CAST,
                        outputColumn.name(),
                        TypeFormat.formatForMessages(type),
                        TypeFormat.formatForMessages(column.type()));
            }
        }
    }

    @Override
    public void bindValues(List<Column> columns, Bindings bindings) {
        if (boundQuery.hasAllColumns()) {
            bindQueryBody(query.body(), columns, bindings);
        }
    }

    private static void bindQueryBody(Query.Body body, List<Column> columns, Bindings bindings) {
        if (body instanceof Query.SetOperation operation) {
            bindQueryBody(operation.left(), columns, bindings);
            bindQueryBody(operation.right(), columns, bindings);
        } else if (body instanceof Query.NestedQuery nestedQuery) {
            bindQueryBody(nestedQuery.query().body(), columns, bindings);
        } else if (body instanceof Query.Select select) {
            bindSelectItems(select.items(), columns, bindings);
        }
    }

    /**
     * Binds the items of a SELECT to the columns in order. A single star stands for the columns to which no other item
     * belongs; several stars bind nothing.
     */
    private static void bindSelectItems(List<Query.SelectItem> items, List<Column> columns, Bindings bindings) {
        if (items.stream().filter(Query.SelectItem.Star.class::isInstance).count() > 1) {
            return;
        }
        int columnIndex = 0;
        for (Query.SelectItem item : items) {
            if (item instanceof Query.SelectItem.Value value) {
                bindings.recordAssignment(value.value(), columns.get(columnIndex));
                columnIndex++;
            } else {
                int endIndex = columnIndex + columns.size() - items.size() + 1;
                bindings.recordAssignments((Query.SelectItem.Star) item, columns.subList(columnIndex, endIndex));
                columnIndex = endIndex;
            }
        }
    }

    /**
     * Returns the span of the expression of a column; the span of the query if the items of a SELECT do not correspond
     * to its columns.
     */
    private Span columnSpan(int columnIndex) {
        if (query.body() instanceof Query.Select select
                && select.items().size() == boundQuery.columns().size()) {
            return select.items().get(columnIndex).span();
        }
        return query.span();
    }
}
