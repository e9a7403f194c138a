package dev.cairn.engine.property;

import dev.cairn.catalog.BaseRelation;
import dev.cairn.refusal.CommonRule;
import dev.cairn.refusal.Refusal;
import java.util.ArrayList;
import java.util.List;

/**
 * The properties {@code excluded_*_tables}: a list of base tables of a materialized view, separated by commas, whose
 * changes the view ignores.
 */
final class ExcludedTablesProperty {
    private ExcludedTablesProperty() {}

    /**
     * Returns the names of the tables without blanks, as the server stores them.
     *
     * @throws Refusal if a name does not denote a base table of the view
     */
    static String resolve(PropertyTarget view, PropertyValue value) {
        List<String> tableNames = new ArrayList<>();
        for (String item : value.text().split(",", 0)) {
            String tableName = item.trim();
            if (!tableName.isEmpty()) {
                requireBaseTable(view, tableName, value);
                tableNames.add(tableName);
            }
        }
        return String.join(",", tableNames);
    }

    private static void requireBaseTable(PropertyTarget view, String declaredName, PropertyValue value) {
        String[] nameParts = declaredName.split("\\.");
        String tableName = nameParts[nameParts.length - 1];
        String databaseName = nameParts.length > 1 ? nameParts[nameParts.length - 2] : "";
        for (BaseRelation base : view.baseRelations()) {
            if (base.name().equals(tableName)
                    && (databaseName.isEmpty() || base.database().equals(databaseName))) {
                return;
            }
        }
        String quotedName = "`" + String.join("`.`", nameParts) + "`";
        throw Refusal.ofAnalysis(
                value.span(),
                CommonRule.WRONG_KIND,
                quotedName,
                "a base table of " + view.resolvedName().tableName());
    }
}
