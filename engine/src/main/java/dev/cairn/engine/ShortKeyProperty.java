package dev.cairn.engine;

import dev.cairn.catalog.Refusal;
import dev.cairn.catalog.Table;
import dev.cairn.sql.Span;

/** {@code "rollup#short_key" = "3"} in the properties of a clause. */
final class ShortKeyProperty {
    private static final String SUFFIX = "short_key";

    private ShortKeyProperty() {}

    static void check(SchemaDraft draft, Span at) {
        for (String property : draft.properties().keySet()) {
            if (property.endsWith(SUFFIX)) {
                check(draft.before(), property, at);
            }
        }
    }

    private static void check(Table table, String property, Span at) {
        String[] parts = property.split("#");
        if (parts.length != 2 || parts[0].isEmpty() || !parts[1].equals(SUFFIX)) {
            throw Refusal.execution(at, "Invalid alter table property: " + property);
        }
        boolean exists = parts[0].equals(table.name())
                || table.rollups().stream().anyMatch(rollup -> rollup.name().equals(parts[0]));
        if (!exists) {
            throw Refusal.execution(at, "Index[" + parts[0] + "] does not exist");
        }
    }
}
