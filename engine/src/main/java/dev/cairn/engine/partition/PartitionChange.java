package dev.cairn.engine.partition;

import dev.cairn.catalog.Refusal;
import dev.cairn.catalog.Table;
import dev.cairn.engine.context.AlterTableContext;
import dev.cairn.engine.context.StatementResult;
import dev.cairn.sql.ast.AlterClause.RenamePartition;
import dev.cairn.sql.ast.AlterClause.TruncatePartitions;
import dev.cairn.sql.ast.Name;

/** RENAME, TRUNCATE and MODIFY of partitions that are there. */
public final class PartitionChange {
    private PartitionChange() {}

    public static StatementResult rename(AlterTableContext alteration, RenamePartition clause) {
        Table table = alteration.table();
        TablePartitions partitions = TablePartitions.of(table);
        Name from = clause.from();
        Name to = clause.to();
        if (!partitions.byRange()) {
            throw Refusal.execution(
                    from.span(),
                    "Table[" + table.name() + "] is single partitioned. no need to rename partition name.");
        }
        if (partitions.automatic()) {
            throw Refusal.execution(
                    from.span(),
                    "Table[" + table.name() + "] is automatic partitioned. not support to rename partition name.");
        }
        if (from.is(to.text())) {
            throw Refusal.execution(to.span(), "Same partition name");
        }
        if (!partitions.has(from.text())) {
            throw Refusal.execution(from.span(), "Partition[" + from + "] does not exists");
        }
        if (partitions.has(to.text()) || partitions.hasTemporary(to.text())) {
            throw Refusal.execution(to.span(), "Partition name[" + to + "] is already used");
        }
        return alteration.to(partitions.renamed(from.text(), to));
    }

    /** Nothing of this shows: no definition changes. */
    public static StatementResult truncate(AlterTableContext alteration, TruncatePartitions clause) {
        requireAll(alteration.table(), clause.partitions().names());
        return alteration.unchanged();
    }

    static void requireAll(Table table, Iterable<Name> names) {
        for (Name name : names) {
            if (!TablePartitions.of(table).has(name.text())) {
                throw Refusal.execution(name.span(), "Partition " + name + " does not exist");
            }
        }
    }
}
