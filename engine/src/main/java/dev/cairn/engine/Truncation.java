package dev.cairn.engine;

import dev.cairn.catalog.Database;
import dev.cairn.catalog.Partitioning;
import dev.cairn.catalog.Refusal;
import dev.cairn.catalog.ServerError;
import dev.cairn.catalog.ServerProfile.Version;
import dev.cairn.catalog.Table;
import dev.cairn.engine.context.AlterTableContext;
import dev.cairn.engine.context.ResolvedTableName;
import dev.cairn.engine.context.ServerState;
import dev.cairn.engine.context.StatementResult;
import dev.cairn.engine.partition.PartitionRanges;
import dev.cairn.engine.property.DynamicPartitioning;
import dev.cairn.sql.ast.Name;
import dev.cairn.sql.ast.PartitionDefinition;
import dev.cairn.sql.ast.Statement.PartitionNames;
import dev.cairn.sql.ast.Statement.TruncateTable;
import java.util.List;

/** TRUNCATE TABLE: of all that a catalog knows, only temporary partitions go with the rows. */
final class Truncation {
    private Truncation() {}

    static StatementResult apply(ServerState server, TruncateTable statement) {
        ResolvedTableName place = ResolvedTableName.of(server, statement.table());
        PartitionNames partitions = statement.partitions();
        if (partitions != null && partitions.temporary()) {
            throw Refusal.analysis(partitions.span(), "Not support truncate temp partitions");
        }
        if (isElsewhere(server, place)) {
            return server.unchanged();
        }
        Database database = place.database(server)
                .orElseThrow(() -> Refusal.execution(place.span(), ServerError.UNKNOWN_DATABASE, place.database()));
        Table table = database.table(place.table())
                .orElseThrow(() -> Refusal.analysis(place.span(), "Table " + place.table() + " is not found"));
        AlterTableContext.requireIdle(table, place.span());
        if (partitions == null) {
            return server.changed(database.with(table.withTemporaryPartitions(List.of())));
        }
        for (Name name : partitions.names()) {
            requirePartition(table, name);
        }
        return server.unchanged();
    }

    /** A table of the server itself, or of another system, where later servers do not even look whether it exists. */
    private static boolean isElsewhere(ServerState server, ResolvedTableName place) {
        return place.internal()
                ? DatabaseDdl.isSystem(place.database())
                : server.profile().atLeast(Version.V4_0);
    }

    private static void requirePartition(Table table, Name name) {
        if (!mayHave(table, name)) {
            throw Refusal.execution(name.span(), "Partition " + name + " does not exist");
        }
    }

    /** Partitions that the server makes as rows come are not declared, but may well be there. */
    private static boolean mayHave(Table table, Name name) {
        Partitioning partitioning = table.partitioning();
        if (partitioning instanceof Partitioning.None) {
            return name.is(table.name());
        }
        if (partitioning instanceof Partitioning.Range range) {
            return isDynamic(table) || has(range.partitions(), name);
        }
        if (partitioning instanceof Partitioning.RangeBy range) {
            return range.automatic() || isDynamic(table) || has(range.partitions(), name);
        }
        return !(partitioning instanceof Partitioning.InList list) || has(list.partitions(), name);
    }

    private static boolean isDynamic(Table table) {
        return table.properties()
                .value(DynamicPartitioning.ENABLE)
                .filter("true"::equalsIgnoreCase)
                .isPresent();
    }

    private static boolean has(List<? extends PartitionDefinition> partitions, Name name) {
        return partitions.stream()
                .anyMatch(partition -> name.is(
                        partition instanceof PartitionDefinition.In in
                                ? in.name().text()
                                : PartitionRanges.name(partition).text()));
    }
}
