package dev.cairn.embedded.look;

import dev.cairn.catalog.Column;
import dev.cairn.catalog.Partitioning;
import dev.cairn.catalog.PrimitiveType;
import dev.cairn.catalog.Table;
import dev.cairn.embedded.state.Identity;
import dev.cairn.sql.Sql;
import dev.cairn.sql.ast.Buckets;
import dev.cairn.sql.ast.Distribution;
import dev.cairn.sql.ast.Expression;
import dev.cairn.sql.ast.Name;
import dev.cairn.sql.ast.PartitionDefinition;
import dev.cairn.sql.ast.PartitionDefinition.Bound;
import dev.cairn.sql.ast.Property;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** Lists the partitions of a table. */
final class PartitionListing {
    private static final long IDS_OF_A_TABLE = 1_000_000;

    private final SessionSnapshot snapshot;
    private final String database;
    private final Table table;

    PartitionListing(SessionSnapshot snapshot, String database, Table table) {
        this.snapshot = snapshot;
        this.database = database;
        this.table = table;
    }

    /** A partition, with its bounds or values as the server prints them. */
    record Look(long id, String name, boolean temporary, String values, List<Property> properties) {}

    List<Look> all(boolean temporary) {
        List<Look> looks = new ArrayList<>();
        long first = snapshot.id(database, table.name()) * IDS_OF_A_TABLE + (temporary ? IDS_OF_A_TABLE / 2 : 0);
        if (temporary) {
            table.temporaryPartitions().forEach(each -> add(looks, first, true, each));
        } else if (table.partitioning() instanceof Partitioning.None) {
            looks.add(new Look(first, table.name(), false, "", List.of()));
        } else {
            partitions(table.partitioning()).forEach(each -> add(looks, first, false, each));
        }
        return looks;
    }

    private void add(List<Look> looks, long first, boolean temporary, PartitionDefinition partition) {
        long id = first + looks.size();
        if (partition instanceof PartitionDefinition.Fixed fixed) {
            String range = "[" + key(fixed.lower()) + ".." + key(fixed.upper()) + ")";
            looks.add(new Look(id, fixed.name().text(), temporary, range, fixed.properties()));
        } else if (partition instanceof PartitionDefinition.In in) {
            looks.add(new Look(id, in.name().text(), temporary, values(in), in.properties()));
        }
    }

    private static List<? extends PartitionDefinition> partitions(Partitioning partitioning) {
        if (partitioning instanceof Partitioning.Range range) {
            return range.partitions();
        }
        if (partitioning instanceof Partitioning.RangeBy range) {
            return range.partitions();
        }
        if (partitioning instanceof Partitioning.InList list) {
            return list.partitions();
        }
        return partitioning instanceof Partitioning.ListBy list ? list.partitions() : List.of();
    }

    private String key(List<Bound> bounds) {
        String types = keyColumns().stream()
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
        return partition.values().stream()
                .map(row -> row.stream()
                        .map(bound -> JsonPrinter.quoted(text(bound)))
                        .collect(Collectors.joining(",", "[", "]")))
                .collect(Collectors.joining(",", "[", "]"));
    }

    private static String text(Bound bound) {
        if (bound instanceof Bound.Value value) {
            return value.text();
        }
        return bound instanceof Bound.Maximum ? "MAXVALUE" : "NULL";
    }

    List<String> keyColumns() {
        Partitioning partitioning = table.partitioning();
        if (partitioning instanceof Partitioning.Range range) {
            return range.columns();
        }
        if (partitioning instanceof Partitioning.InList list) {
            return list.columns();
        }
        if (partitioning instanceof Partitioning.RangeBy range) {
            return List.of(column(range.by()));
        }
        return partitioning instanceof Partitioning.ListBy list
                ? list.items().stream().map(PartitionListing::column).toList()
                : List.of();
    }

    /** Returns the column that a partition expression refers to. */
    private static String column(Expression expression) {
        if (expression instanceof Expression.Reference reference) {
            return reference.name().last().text();
        }
        if (expression instanceof Expression.Call call) {
            return call.arguments().stream()
                    .filter(Expression.Reference.class::isInstance)
                    .map(PartitionListing::column)
                    .findFirst()
                    .orElseGet(() -> Sql.render(call));
        }
        return Sql.render(expression);
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

    String replicas(Look partition) {
        return partition.properties().stream()
                .filter(property -> property.name().equals("replication_num"))
                .map(Property::value)
                .findFirst()
                .or(() -> table.properties().value("replication_num"))
                .orElse("1");
    }

    String visibleSince() {
        return snapshot.identity(database, table.name())
                .map(Identity::created)
                .map(SessionSnapshot::time)
                .orElse("");
    }

    ResultBuilder listing(boolean temporary) {
        boolean list = table.partitioning() instanceof Partitioning.InList
                || table.partitioning() instanceof Partitioning.ListBy;
        return snapshot.profile().sharedData() ? lake(temporary, list) : local(temporary, list);
    }

    private ResultBuilder local(boolean temporary, boolean list) {
        ResultBuilder listing = ResultBuilder.of(
                "PartitionId",
                "PartitionName",
                "VisibleVersion",
                "VisibleVersionTime",
                "VisibleVersionHash",
                "State",
                "PartitionKey",
                list ? "List" : "Range",
                "DistributionKey",
                "Buckets",
                "ReplicationNum",
                "StorageMedium",
                "CooldownTime",
                "LastConsistencyCheckTime",
                "DataSize",
                "StorageSize",
                "IsInMemory",
                "RowCount",
                "DataVersion",
                "VersionEpoch",
                "VersionTxnType",
                "TabletBalanced");
        for (Look look : all(temporary)) {
            listing.row(
                    look.id(),
                    look.name(),
                    1,
                    visibleSince(),
                    0,
                    "NORMAL",
                    String.join(", ", keyColumns()),
                    look.values(),
                    distributionKey(),
                    buckets(),
                    replicas(look),
                    "HDD",
                    "9999-12-31 15:59:59",
                    null,
                    "0B",
                    "0B",
                    false,
                    0,
                    1,
                    look.id(),
                    "TXN_NORMAL",
                    true);
        }
        return listing;
    }

    private ResultBuilder lake(boolean temporary, boolean list) {
        ResultBuilder listing = ResultBuilder.of(
                "PartitionId",
                "PartitionName",
                "CompactVersion",
                "VisibleVersion",
                "NextVersion",
                "State",
                "PartitionKey",
                list ? "List" : "Range",
                "DistributionKey",
                "Buckets",
                "DataSize",
                "StorageSize",
                "RowCount",
                "EnableDataCache",
                "AsyncWrite",
                "AvgCS",
                "P50CS",
                "MaxCS",
                "DataVersion",
                "VersionEpoch",
                "VersionTxnType",
                "MetaSwitchVersion");
        for (Look look : all(temporary)) {
            listing.row(
                    look.id(),
                    look.name(),
                    0,
                    1,
                    2,
                    "NORMAL",
                    String.join(", ", keyColumns()),
                    look.values(),
                    distributionKey(),
                    buckets(),
                    "0B",
                    "0B",
                    0,
                    true,
                    false,
                    "0.00",
                    "0.00",
                    "0.00",
                    1,
                    look.id(),
                    "TXN_NORMAL",
                    0);
        }
        return listing;
    }
}
