package dev.cairn.engine.row;

import dev.cairn.catalog.Database;
import dev.cairn.catalog.ExternalObject;
import dev.cairn.catalog.Partitioning;
import dev.cairn.catalog.Refusal;
import dev.cairn.catalog.Table;
import dev.cairn.engine.context.ResolvedTableName;
import dev.cairn.engine.context.ServerState;
import dev.cairn.sql.ast.Name;
import dev.cairn.sql.ast.PartitionDefinition;
import dev.cairn.sql.ast.QualifiedName;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The target of an INSERT, UPDATE or DELETE: a table of the catalog, or an external object, of which less is known.
 *
 * @param table the table, or null for an external object
 */
record RowTarget(
        ResolvedTableName place,
        @Nullable Table table,
        @Nullable ExternalObject external) {
    /** The errors with which each of the three statements refuses a target. */
    interface Words {
        Refusal noDatabase(ResolvedTableName place);

        Refusal materialized(ResolvedTableName place);

        Refusal view(ResolvedTableName place);
    }

    static RowTarget of(ServerState server, QualifiedName name, Words words) {
        ResolvedTableName place = ResolvedTableName.of(server, name);
        String foreign = place.internal() ? null : place.catalog();
        Optional<ExternalObject> external = server.catalog().external(foreign, place.database(), place.table());
        if (!place.internal() && external.isEmpty()) {
            place.requireInternal();
        }
        Optional<Table> table = place.table(server);
        if (table.isPresent()) {
            return new RowTarget(place, table.get(), null);
        }
        if (external.isPresent()) {
            return new RowTarget(place, null, external.get());
        }
        Database database = place.database(server).orElseThrow(() -> words.noDatabase(place));
        if (database.materializedView(place.table()).isPresent()) {
            throw words.materialized(place);
        }
        if (database.view(place.table()).isPresent()) {
            throw words.view(place);
        }
        throw Refusal.analysis(place.span(), RowRule.TABLE_NOT_FOUND, place.table());
    }

    /** Whether a column of that name may exist. */
    boolean mayHave(String column) {
        return table != null
                ? table.column(column).isPresent()
                : external == null
                        || !external.complete()
                        || external.columns().stream()
                                .anyMatch(each -> each.name().equalsIgnoreCase(column));
    }

    /** Whether a partition of that name may exist; the server creates some partitions automatically. */
    static boolean mayHavePartition(Table table, String name, boolean temporary) {
        if (temporary) {
            return isNamed(table.temporaryPartitions(), name);
        }
        return table.makesPartitions() || isNamed(table.partitioning().partitions(), name) || isOnly(table, name);
    }

    private static boolean isOnly(Table table, String name) {
        return table.partitioning() instanceof Partitioning.None && table.name().equalsIgnoreCase(name);
    }

    private static boolean isNamed(List<? extends PartitionDefinition> partitions, String name) {
        return partitions.stream().anyMatch(partition -> name(partition).is(name));
    }

    private static Name name(PartitionDefinition partition) {
        if (partition instanceof PartitionDefinition.Fixed fixed) {
            return fixed.name();
        }
        return partition instanceof PartitionDefinition.In in ? in.name() : Name.of("");
    }
}
