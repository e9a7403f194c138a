package dev.cairn.engine;

import dev.cairn.catalog.Table;
import dev.cairn.sql.Span;

/** {@code colocate_with}: tables of one group have their buckets side by side. */
final class ColocationChange {
    static final String PROPERTY = "colocate_with";

    private ColocationChange() {}

    static Table join(Alteration alteration, String group, Span at) {
        Table table = alteration.table();
        if (group.isEmpty()) {
            return table.withProperties(table.properties().without(PROPERTY));
        }
        return table.withProperties(table.properties().with(PROPERTY, group));
    }
}
