package dev.cairn.engine.advice;

import dev.cairn.analysis.source.RelationField;
import dev.cairn.catalog.Column;
import dev.cairn.catalog.Table;
import dev.cairn.sql.ast.Expression;
import dev.cairn.sql.ast.KeyModel;
import dev.cairn.sql.ast.Query.Grouping;
import dev.cairn.sql.ast.Query.SelectItem;
import java.util.List;

/** Determines whether the rows of a SELECT differ from one another even without DISTINCT. */
final class RowUniqueness {
    private RowUniqueness() {}

    /**
     * Returns whether a query sees no two rows of a table with the same key, because the server merges such rows.
     */
    static boolean hasUniqueKey(Table table) {
        return table.model() != KeyModel.DUPLICATE;
    }

    /** Returns whether a SELECT from a single table returns all columns of the table's key. */
    static boolean returnsKey(SelectParts selectParts, Table table) {
        List<SelectItem> items = selectParts.select().items();
        return hasUniqueKey(table)
                && table.keyColumns().stream()
                        .allMatch(keyColumn ->
                                items.stream().anyMatch(item -> returnsKeyColumn(selectParts, item, keyColumn)));
    }

    private static boolean returnsKeyColumn(SelectParts selectParts, SelectItem item, Column keyColumn) {
        if (item instanceof SelectItem.Star star) {
            return star.excludedColumns().stream().noneMatch(name -> name.equalsIgnoreCase(keyColumn.name()));
        }
        return ((SelectItem.Value) item).value().unwrap() instanceof Expression.Reference reference
                && selectParts.resolveColumns(reference).stream()
                        .anyMatch(field -> keyColumn.isNamed(field.name())
                                && reference.name().lastPart().equalsIgnoreCase(field.name()));
    }

    /** Returns whether a SELECT with a plain GROUP BY returns all expressions of the GROUP BY. */
    static boolean returnsGroups(SelectParts selectParts) {
        Grouping grouping = selectParts.select().groupBy();
        return grouping != null
                && !grouping.plainItems().isEmpty()
                && grouping.plainItems().stream().allMatch(group -> returnsGroup(selectParts, group));
    }

    /** Returns whether the SELECT list contains a GROUP BY item, given as an expression, a position or an alias. */
    private static boolean returnsGroup(SelectParts selectParts, Expression group) {
        if (group.integerValue() != null) {
            return true;
        }
        boolean mayBeAlias = group.unwrap() instanceof Expression.Reference reference
                && selectParts.resolveColumns(reference).isEmpty();
        for (SelectItem item : selectParts.select().items()) {
            if (item instanceof SelectItem.Value value
                    && ((mayBeAlias && value.alias() != null && value.alias().equalsIgnoreCase(referencedName(group)))
                            || isSameExpression(selectParts, value.value().unwrap(), group.unwrap()))) {
                return true;
            }
        }
        return false;
    }

    private static String referencedName(Expression reference) {
        return ((Expression.Reference) reference.unwrap()).name().lastPart().text();
    }

    private static boolean isSameExpression(SelectParts selectParts, Expression output, Expression group) {
        if (output instanceof Expression.Reference outputReference
                && group instanceof Expression.Reference groupReference) {
            List<RelationField> outputFields = selectParts.resolveColumns(outputReference);
            boolean isSameColumn =
                    !outputFields.isEmpty() && outputFields.equals(selectParts.resolveColumns(groupReference));
            // The names of two fields of one struct differ, although they are in the same column.
            return isSameColumn
                    && (outputReference.name().equals(groupReference.name())
                            || (outputFields
                                            .get(0)
                                            .name()
                                            .equalsIgnoreCase(outputReference
                                                    .name()
                                                    .lastPart()
                                                    .text())
                                    && outputFields
                                            .get(0)
                                            .name()
                                            .equalsIgnoreCase(groupReference
                                                    .name()
                                                    .lastPart()
                                                    .text())));
        }
        return output.equals(group);
    }
}
