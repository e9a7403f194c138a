package dev.cairn.processor.check;

import dev.cairn.catalog.Catalog;
import dev.cairn.catalog.Database;
import dev.cairn.catalog.Table;
import dev.cairn.migration.Chain;
import dev.cairn.plan.step.Plan;
import java.util.Iterator;
import java.util.Map;
import java.util.Optional;

/**
 * What a large schema begins with: its first tables. To plan all of it, only to show how it begins, would cost as much as to
 * check it, in each compile until the first migration is recorded.
 */
record PlanPreview(DeclaredSchema schema, Chain chain) {
    /** More than are shown: the shortest CREATE TABLE has three lines. */
    private static final int TABLES = 20;

    /** Empty where all can be planned as well, or must be, since a table refers to others that come later. */
    Optional<Plan> plan() {
        return schema.objects() <= TABLES
                ? Optional.empty()
                : Optional.of(schema.planTo(first(), chain))
                        .filter(plan -> !plan.isEmpty() && plan.impossible().isEmpty());
    }

    private Catalog first() {
        Catalog catalog = chain.head();
        int left = TABLES;
        for (Map.Entry<String, Database> entry : schema.catalog().databases()) {
            Database database = catalog.database(entry.getKey()).orElseGet(() -> Database.of(entry.getKey()));
            Iterator<Table> tables = entry.getValue().tables().values().iterator();
            for (; left > 0 && tables.hasNext(); left--) {
                database = database.with(tables.next());
            }
            catalog = catalog.with(database);
        }
        return catalog;
    }
}
