package dev.cairn.engine.partition;

import dev.cairn.catalog.Refusal;
import dev.cairn.catalog.Table;
import dev.cairn.sql.ast.Span;

/** Checks for temporary partitions; the columns of a table cannot be changed while it has some. */
public final class TemporaryPartitions {
    private TemporaryPartitions() {}

    public static void requireNone(Table table, Span at) {
        if (!table.temporaryPartitions().isEmpty()) {
            throw Refusal.execution(at, "Can not alter table when there are temp partitions in table");
        }
    }
}
