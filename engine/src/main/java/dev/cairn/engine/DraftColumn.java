package dev.cairn.engine;

import dev.cairn.sql.ColumnDefinition;
import dev.cairn.sql.Type;

/**
 * A column of a table that is being created.
 *
 * @param type as stored, but before a SUM widens it
 * @param hidden made by the server for a partition expression
 */
record DraftColumn(ColumnDefinition definition, Type type, ColumnRole role, boolean hidden) {
    String name() {
        return definition.name().text();
    }

    boolean is(String other) {
        return definition.name().is(other);
    }

    boolean generated() {
        return definition.generated() != null;
    }

    boolean nullable() {
        return Columns.isNullable(definition, role);
    }

    /** Rows are merged, and the column's value with them: what partitions and distributes must not change so. */
    boolean merged() {
        return !role.key() && role.aggregation() != null;
    }

    DraftColumn as(ColumnRole newRole) {
        return new DraftColumn(definition, type, newRole, hidden);
    }
}
