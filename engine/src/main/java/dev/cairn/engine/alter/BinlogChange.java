package dev.cairn.engine.alter;

import dev.cairn.catalog.Refusal;
import dev.cairn.catalog.StoredProperties;
import dev.cairn.catalog.Table;
import dev.cairn.engine.context.AlterTableContext;
import dev.cairn.sql.ast.AlterClause.SetProperties;
import dev.cairn.sql.ast.Property;

/** SET of {@code binlog_*}: each change makes a new version of the whole configuration. */
final class BinlogChange {
    private static final String VERSION = "binlog_version";

    private BinlogChange() {}

    static Table of(AlterTableContext alteration, SetProperties clause) {
        if (alteration.profile().sharedData()) {
            throw Refusal.execution(
                    clause.span(),
                    "class com.starrocks.lake.LakeTablet cannot be cast to class com.starrocks.catalog.LocalTablet"
                            + " (com.starrocks.lake.LakeTablet and com.starrocks.catalog.LocalTablet are in unnamed"
                            + " module of loader 'app')");
        }
        Table table = alteration.table();
        StoredProperties before = table.properties();
        StoredProperties after = assuming(before, "binlog_enable", "false");
        after = assuming(after, "binlog_ttl_second", "1800");
        after = assuming(after, "binlog_max_size", Long.toString(Long.MAX_VALUE));
        for (Property property : clause.properties()) {
            after = after.with(property.name(), property.value());
        }
        if (before.has(VERSION) && after.settings().equals(before.settings())) {
            return table;
        }
        long version = before.value(VERSION).map(Long::parseLong).orElse(-1L) + 1;
        return table.withProperties(after.assuming(VERSION, Long.toString(version)));
    }

    private static StoredProperties assuming(StoredProperties properties, String name, String value) {
        return properties.has(name) ? properties : properties.assuming(name, value);
    }
}
