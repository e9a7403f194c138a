package dev.cairn.engine.property;

import dev.cairn.catalog.BaseRelation;
import dev.cairn.refusal.CommonRule;
import dev.cairn.refusal.Refusal;
import java.util.ArrayList;
import java.util.List;

/**
 * The properties {@code excluded_*_tables}: base tables of a materialized view whose changes are ignored, separated by
 * commas.
 */
final class ExcludedTablesProperty {
    private ExcludedTablesProperty() {}

    /**
     * Returns the names of the tables without blanks, as the server stores them.
     *
     * @throws Refusal if one of them is no base table of the view
     */
    static String resolve(PropertyTarget view, PropertyValue value) {
        List<String> tables = new ArrayList<>();
        for (String item : value.text().split(",", 0)) {
            String table = item.trim();
            if (!table.isEmpty()) {
                requireBaseTable(view, table, value);
                tables.add(table);
            }
        }
        return String.join(",", tables);
    }

    private static void requireBaseTable(PropertyTarget view, String table, PropertyValue value) {
        String[] parts = table.split("\\.");
        String tableName = parts[parts.length - 1];
        String databaseName = parts.length > 1 ? parts[parts.length - 2] : "";
        for (BaseRelation base : view.baseRelations()) {
            if (base.name().equals(tableName)
                    && (databaseName.isEmpty() || base.database().equals(databaseName))) {
                return;
            }
        }
        String quotedName = "`" + String.join("`.`", parts) + "`";
        throw Refusal.ofAnalysis(
                value.span(),
                CommonRule.WRONG_KIND,
                quotedName,
                "a base table of " + view.resolvedName().table());
    }
}
