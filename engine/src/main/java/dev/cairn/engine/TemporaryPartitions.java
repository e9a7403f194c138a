package dev.cairn.engine;

import dev.cairn.catalog.Refusal;
import dev.cairn.catalog.Table;
import dev.cairn.sql.Span;

/** While there are some, the columns of a table can't be changed. */
final class TemporaryPartitions {
    private TemporaryPartitions() {}

    static void requireNone(Table table, Span at) {
        if (!table.temporaryPartitions().isEmpty()) {
            throw Refusal.execution(at, "Can not alter table when there are temp partitions in table");
        }
    }
}
