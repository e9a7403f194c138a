package dev.cairn.engine.column;

import dev.cairn.catalog.Table;
import dev.cairn.engine.context.AlterTableContext;

/** Whether the server adds and drops value columns of a table by metadata alone. */
public final class FastEvolution {
    private FastEvolution() {}

    /** A shared-data server goes by its own configuration, whatever the table's property says. */
    public static boolean isOn(AlterTableContext alteration) {
        return alteration.profile().sharedData() || isTrue(alteration.table(), "fast_schema_evolution");
    }

    /** Without it, a shared-data server needs a job even where no data is touched. */
    public static boolean isImmediate(AlterTableContext alteration) {
        return !alteration.profile().sharedData()
                || isTrue(alteration.table(), "cloud_native_fast_schema_evolution_v2");
    }

    private static boolean isTrue(Table table, String property) {
        return table.properties().value(property).orElse("false").equalsIgnoreCase("true");
    }
}
