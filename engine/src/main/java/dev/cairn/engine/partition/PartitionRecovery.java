package dev.cairn.engine.partition;

import dev.cairn.catalog.Database;
import dev.cairn.catalog.Refusal;
import dev.cairn.catalog.ServerError;
import dev.cairn.catalog.Table;
import dev.cairn.engine.context.ResolvedTableName;
import dev.cairn.engine.context.ServerState;
import dev.cairn.engine.context.StatementResult;
import dev.cairn.sql.ast.Name;
import dev.cairn.sql.ast.PartitionDefinition;
import dev.cairn.sql.ast.Statement.Recover;
import java.util.ArrayList;
import java.util.List;

/** Applies RECOVER PARTITION: a partition that was dropped without FORCE is restored if its range is still free. */
public final class PartitionRecovery {
    private PartitionRecovery() {}

    public static StatementResult recover(ServerState server, Recover statement, Name partition) {
        ResolvedTableName place = ResolvedTableName.of(server, statement.name());
        Database database = place.database(server)
                .orElseThrow(() -> Refusal.execution(place.span(), ServerError.UNKNOWN_DATABASE, place.database()));
        Table table = database.tables()
                .get(place.table())
                .orElseThrow(() -> Refusal.execution(place.span(), ServerError.UNKNOWN_TABLE, place.table()));
        if (TablePartitions.of(table).has(partition.text())) {
            throw Refusal.execution(
                    partition.span(), "partition[" + partition + "] already exist in table[" + table.name() + "]");
        }
        return server.changed(database.with(recovered(table, partition)));
    }

    private static Table recovered(Table table, Name name) {
        PartitionDefinition dropped = table.recycledPartitions().stream()
                .filter(partition -> TablePartitions.name(partition).is(name.text()))
                .findFirst()
                .orElseThrow(() -> Refusal.execution(
                        name.span(),
                        "No partition named '" + name + "' in recycle bin that belongs to table '" + table.name()
                                + "'"));
        TablePartitions partitions = TablePartitions.of(table);
        if (!partitions.byRange()) {
            throw Refusal.execution(name.span(), "Does not support recover list partition");
        }
        List<PartitionDefinition> recycled = new ArrayList<>(table.recycledPartitions());
        recycled.remove(dropped);
        PartitionRanges ranges = new PartitionRanges(PartitionTypes.of(table), partitions.ranges());
        try {
            ranges.add(dropped, PartitionReplicas.properties(dropped));
        } catch (Refusal overlap) {
            throw Refusal.execution(
                    name.span(), "Cannot recover partition '" + TablePartitions.nameOf(dropped) + "': Range conflict.");
        }
        return partitions.with(ranges.inOrder()).withRecycledPartitions(recycled);
    }
}
