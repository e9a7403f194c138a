package dev.cairn.embedded.look;

import dev.cairn.catalog.Column;
import dev.cairn.catalog.MaterializedView;
import dev.cairn.catalog.Partitioning;
import dev.cairn.catalog.PrimitiveType;
import dev.cairn.catalog.Table;
import dev.cairn.catalog.TableState;
import dev.cairn.embedded.rows.Listing;
import dev.cairn.embedded.state.DatabaseObject;
import dev.cairn.embedded.state.Identity;
import dev.cairn.engine.property.KnownProperty;
import dev.cairn.engine.value.JsonWriter;
import dev.cairn.sql.ast.Buckets;
import dev.cairn.sql.ast.Distribution;
import dev.cairn.sql.ast.KeyModel;
import dev.cairn.sql.ast.Name;
import dev.cairn.sql.ast.PartitionDefinition;
import dev.cairn.sql.ast.PartitionDefinition.Bound;
import dev.cairn.sql.ast.Property;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** A table or a materialized view with its partitions as SHOW PARTITIONS and {@code information_schema} list them. */
record PartitionListing(SessionSnapshot snapshot, String database, Table table) {
    private static final long IDS_OF_A_TABLE = 1_000_000;

    /** A partition, with its bounds or values as the server prints them. */
    record ListedPartition(long id, String name, boolean temporary, String values, List<Property> properties) {}

    /** Returns the partitions of a table or of a materialized view; empty for a view. */
    static Optional<PartitionListing> of(SessionSnapshot snapshot, String database, DatabaseObject object) {
        if (object instanceof DatabaseObject.OfTable held) {
            return Optional.of(new PartitionListing(snapshot, database, held.table()));
        }
        return object instanceof DatabaseObject.OfMaterializedView held
                ? Optional.of(new PartitionListing(snapshot, database, stored(held.view())))
                : Optional.empty();
    }

    /** Returns the table in which the rows of a materialized view are; which partitions a refresh created is not known. */
    private static Table stored(MaterializedView view) {
        return new Table(
                view.name(),
                false,
                KeyModel.DUPLICATE,
                false,
                view.tableColumns(),
                view.indexes(),
                view.comment(),
                view.division() == MaterializedView.Division.UNPARTITIONED
                        ? new Partitioning.None()
                        : new Partitioning.ListBy(view.partitionBy(), List.of()),
                List.of(),
                List.of(),
                view.distribution(),
                view.sortKey(),
                List.of(),
                view.properties(),
                TableState.NORMAL);
    }

    List<ListedPartition> all(boolean temporary) {
        List<ListedPartition> partitions = new ArrayList<>();
        long first = snapshot.id(database, table.name()) * IDS_OF_A_TABLE + (temporary ? IDS_OF_A_TABLE / 2 : 0);
        if (temporary) {
            table.temporaryPartitions().forEach(partition -> add(partitions, first, true, partition));
        } else if (table.partitioning() instanceof Partitioning.None) {
            partitions.add(new ListedPartition(first, table.name(), false, "", List.of()));
        } else {
            table.partitioning().partitions().forEach(partition -> add(partitions, first, false, partition));
        }
        return partitions;
    }

    private void add(List<ListedPartition> partitions, long first, boolean temporary, PartitionDefinition partition) {
        long id = first + partitions.size();
        if (partition instanceof PartitionDefinition.Fixed fixed) {
            String range = "[" + key(fixed.lower()) + ".." + key(fixed.upper()) + ")";
            partitions.add(new ListedPartition(id, fixed.name().text(), temporary, range, fixed.properties()));
        } else if (partition instanceof PartitionDefinition.In in) {
            partitions.add(new ListedPartition(id, in.name().text(), temporary, values(in), in.properties()));
        }
    }

    private String key(List<Bound> bounds) {
        String types = table.partitioning().columnsRead().stream()
                .map(name -> table.column(name)
                        .map(Column::type)
                        .map(PrimitiveType::of)
                        .map(PrimitiveType::name))
                .map(type -> type.orElse("DATETIME"))
                .collect(Collectors.joining(", "));
        String keys = bounds.stream().map(PartitionListing::text).collect(Collectors.joining(", "));
        return "types: [" + types + "]; keys: [" + keys + "]; ";
    }

    private static String values(PartitionDefinition.In partition) {
        return JsonWriter.COMPACT.text(partition.values().stream()
                .map(row -> row.stream().map(PartitionListing::text).toList())
                .toList());
    }

    private static String text(Bound bound) {
        if (bound instanceof Bound.Value value) {
            return value.text();
        }
        return bound instanceof Bound.Maximum ? "MAXVALUE" : "NULL";
    }

    String distributionKey() {
        return table.distribution() instanceof Distribution.Hash hash
                ? hash.columns().stream().map(Name::text).collect(Collectors.joining(", "))
                : "ALL KEY";
    }

    /** Returns the number of buckets. If it is not declared, it is one for each backend. */
    int buckets() {
        return table.distribution().buckets() instanceof Buckets.Count count
                ? count.value()
                : Math.max(1, snapshot.profile().backends());
    }

    String replicas(ListedPartition partition) {
        return partition.properties().stream()
                .filter(property -> KnownProperty.REPLICATION_NUM.is(property.name()))
                .map(Property::value)
                .findFirst()
                .or(() -> KnownProperty.REPLICATION_NUM.in(table.properties()))
                .orElse("1");
    }

    String partitionKey() {
        return String.join(", ", table.partitioning().columnsRead());
    }

    private String valuesTitle() {
        Partitioning partitioning = table.partitioning();
        return partitioning instanceof Partitioning.None || partitioning.byRange() ? "Range" : "List";
    }

    String visibleSince() {
        return snapshot.identity(database, table.name())
                .map(Identity::created)
                .map(SessionSnapshot::time)
                .orElse("");
    }

    Listing listing(boolean temporary) {
        boolean sharedData = snapshot.profile().sharedData();
        Listing listing = snapshot.listings()
                .of(sharedData ? "SHOW PARTITIONS of shared data" : "SHOW PARTITIONS", valuesTitle());
        for (ListedPartition partition : all(temporary)) {
            if (sharedData) {
                listing.row(
                        partition.id(),
                        partition.name(),
                        partitionKey(),
                        partition.values(),
                        distributionKey(),
                        buckets(),
                        partition.id());
            } else {
                listing.row(
                        partition.id(),
                        partition.name(),
                        visibleSince(),
                        partitionKey(),
                        partition.values(),
                        distributionKey(),
                        buckets(),
                        replicas(partition),
                        partition.id());
            }
        }
        return listing;
    }
}
