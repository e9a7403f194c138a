package dev.cairn.engine.partition;

import dev.cairn.catalog.Refusal;
import dev.cairn.catalog.Table;
import dev.cairn.sql.ast.Span;

/** While there are some, the columns of a table can't be changed. */
public final class TemporaryPartitions {
    private TemporaryPartitions() {}

    public static void requireNone(Table table, Span at) {
        if (!table.temporaryPartitions().isEmpty()) {
            throw Refusal.execution(at, "Can not alter table when there are temp partitions in table");
        }
    }
}
