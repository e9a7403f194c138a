package dev.cairn.engine.column;

import dev.cairn.sql.ast.ColumnDefinition;
import dev.cairn.sql.ast.Type;

/**
 * A column of a table that is being created.
 *
 * @param type the stored type, before a SUM widens it
 * @param isHidden whether the server creates the column for a partition expression
 */
public record DraftColumn(ColumnDefinition definition, Type type, ColumnRole role, boolean isHidden) {
    public String name() {
        return definition.name().text();
    }

    public boolean isNamed(String name) {
        return definition.name().equalsIgnoreCase(name);
    }

    public boolean isGenerated() {
        return definition.generatedValue() != null;
    }

    public boolean isNullable() {
        return ColumnAnalysis.isNullable(definition, role);
    }

    /**
     * Returns whether the column's values are merged when rows are merged. Such a column must not determine the
     * partition or the bucket of a row.
     */
    public boolean hasMergedValues() {
        return !role.isKey() && role.aggregation() != null;
    }

    public DraftColumn withRole(ColumnRole newRole) {
        return new DraftColumn(definition, type, newRole, isHidden);
    }
}
