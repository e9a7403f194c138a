package dev.cairn.engine.column;

import dev.cairn.sql.ast.ColumnDefinition;
import dev.cairn.sql.ast.Type;

/**
 * A column of a table that is being created.
 *
 * @param type as stored, but before a SUM widens it
 * @param hidden made by the server for a partition expression
 */
public record DraftColumn(ColumnDefinition definition, Type type, ColumnRole role, boolean hidden) {
    public String name() {
        return definition.name().text();
    }

    public boolean is(String other) {
        return definition.name().is(other);
    }

    public boolean generated() {
        return definition.generated() != null;
    }

    public boolean nullable() {
        return ColumnAnalysis.isNullable(definition, role);
    }

    /** Rows are merged, and the column's value with them: what partitions and distributes must not change so. */
    public boolean merged() {
        return !role.key() && role.aggregation() != null;
    }

    public DraftColumn as(ColumnRole newRole) {
        return new DraftColumn(definition, type, newRole, hidden);
    }
}
