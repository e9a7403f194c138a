package dev.cairn.engine.column;

import dev.cairn.catalog.Table;
import dev.cairn.engine.context.AlterTableContext;

/** Determines whether the server adds and drops value columns of a table by changing only metadata. */
public final class FastEvolution {
    private FastEvolution() {}

    /**
     * Whether fast schema evolution is on. A shared-data server uses its own configuration and ignores the table's
     * property.
     */
    public static boolean isOn(AlterTableContext alteration) {
        return alteration.profile().sharedData() || isTrue(alteration.table(), "fast_schema_evolution");
    }

    /**
     * Whether a metadata change takes effect immediately. A shared-data server without this property needs a job even
     * if no data is touched.
     */
    public static boolean isImmediate(AlterTableContext alteration) {
        return !alteration.profile().sharedData()
                || isTrue(alteration.table(), "cloud_native_fast_schema_evolution_v2");
    }

    private static boolean isTrue(Table table, String property) {
        return table.properties().value(property).orElse("false").equalsIgnoreCase("true");
    }
}
